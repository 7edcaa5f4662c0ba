package orch.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import java.io.InputStream;
import java.util.List;
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
}
