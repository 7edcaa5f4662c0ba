package orch.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.LogContainerCmd;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import orch.engine.Engine;
import orch.model.OrchException;

/** Commands in containers and their output. */
final class Streams {
  private final DockerClient docker;

  Streams(DockerClient docker) {
    this.docker = docker;
  }

  /** See {@link Engine#exec}. */
  int exec(String containerId, List<String> command, InputStream input, Engine.Output output) {
    return EngineErrors.during(
        "'" + String.join(" ", command) + "' could not be run",
        () -> {
          String id =
              docker
                  .execCreateCmd(containerId)
                  .withCmd(command.toArray(String[]::new))
                  .withAttachStdin(input != null)
                  .withAttachStdout(true)
                  .withAttachStderr(true)
                  .exec()
                  .getId();
          ResultCallback.Adapter<Frame> frames =
              new ResultCallback.Adapter<>() {
                @Override
                public void onNext(Frame frame) {
                  if (frame.getStreamType() == StreamType.STDERR) {
                    output.err(frame.getPayload());
                  } else {
                    output.out(frame.getPayload());
                  }
                }
              };
          docker.execStartCmd(id).withStdIn(input).exec(frames).awaitCompletion();
          Long code = docker.inspectExecCmd(id).exec().getExitCodeLong();
          if (code == null) {
            throw new OrchException.Failed(
                "the engine lost sight of '" + String.join(" ", command) + "'", List.of(), null);
          }
          return code.intValue();
        });
  }

  /** See {@link Engine#logs}. */
  void logs(
      String containerId, boolean tty, Engine.LogQuery query, Consumer<Engine.LogLine> lines) {
    EngineErrors.during(
        "the output could not be read",
        () -> {
          LogContainerCmd request =
              docker
                  .logContainerCmd(containerId)
                  .withStdOut(true)
                  .withStdErr(true)
                  .withFollowStream(query.follow())
                  .withTimestamps(query.timestamps());
          if (query.tail() >= 0) {
            request.withTail(query.tail());
          }
          if (query.since() > 0) {
            request.withSince((int) query.since());
          }
          LineSplitter splitter = new LineSplitter(tty, lines);
          request.exec(splitter).awaitCompletion();
          splitter.end();
          return null;
        });
  }

  /** Puts frames together into lines, each stream for itself. */
  private static final class LineSplitter extends ResultCallback.Adapter<Frame> {
    private final boolean tty;
    private final Consumer<Engine.LogLine> lines;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    LineSplitter(boolean tty, Consumer<Engine.LogLine> lines) {
      this.tty = tty;
      this.lines = lines;
    }

    @Override
    public void onNext(Frame frame) {
      boolean error = !tty && frame.getStreamType() == StreamType.STDERR;
      for (byte b : frame.getPayload()) {
        if (b == '\n') {
          flush(error);
        } else {
          (error ? err : out).write(b);
        }
      }
    }

    void end() {
      if (out.size() > 0) {
        flush(false);
      }
      if (err.size() > 0) {
        flush(true);
      }
    }

    private void flush(boolean error) {
      ByteArrayOutputStream buffer = error ? err : out;
      String text = buffer.toString(StandardCharsets.UTF_8);
      buffer.reset();
      lines.accept(
          new Engine.LogLine(
              error, text.endsWith("\r") ? text.substring(0, text.length() - 1) : text));
    }
  }
}
