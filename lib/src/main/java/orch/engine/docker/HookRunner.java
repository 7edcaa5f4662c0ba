package orch.engine.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Frame;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import orch.model.Hook;
import orch.model.Hooks;
import orch.model.Next;
import orch.model.OrchException;

/** Runs a service's hooks in its container. */
final class HookRunner {
  private static final int LAST_LINES = 10;

  private final LazyClient docker;
  private final Duration within;

  /** Each may take so long. */
  HookRunner(LazyClient docker, Duration within) {
    this.docker = docker;
    this.within = within;
  }

  /**
   * Runs what follows a start.
   *
   * @throws OrchException.Failed with the output of the first that fails
   */
  void afterStart(String service, String container, Hooks hooks) throws InterruptedException {
    for (Hook hook : hooks.postStart()) {
      Optional<List<String>> failure = run(container, hook);
      if (failure.isPresent()) {
        List<String> lines = failure.get();
        throw new OrchException.Failed(
            "post_start of service '" + service + "' failed: " + lines.get(0),
            lines.subList(1, lines.size()),
            Next.verb("logs", service));
      }
    }
  }

  /** Runs what comes before a stop; a stop goes on in any case. Returns what failed. */
  List<String> beforeStop(String container, Hooks hooks) throws InterruptedException {
    List<String> failures = new ArrayList<>();
    for (Hook hook : hooks.preStop()) {
      run(container, hook)
          .ifPresent(lines -> failures.add("pre_stop failed: " + String.join("; ", lines)));
    }
    return failures;
  }

  /** Why a hook failed, and its last output; empty when it ended with 0. */
  private Optional<List<String>> run(String container, Hook hook) throws InterruptedException {
    String command = String.join(" ", hook.command());
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    try {
      String id = create(container, hook);
      boolean ended =
          docker
              .get()
              .execStartCmd(id)
              .exec(
                  new ResultCallback.Adapter<Frame>() {
                    @Override
                    public void onNext(Frame frame) {
                      output.writeBytes(frame.getPayload());
                    }
                  })
              .awaitCompletion(within.toMillis(), TimeUnit.MILLISECONDS);
      Long code = ended ? docker.get().inspectExecCmd(id).exec().getExitCodeLong() : null;
      if (code != null && code == 0) {
        return Optional.empty();
      }
      return Optional.of(
          said(
              ended
                  ? "'" + command + "' ended with exit code " + code
                  : "'" + command + "' has not ended within " + within.toSeconds() + " s",
              output));
    } catch (DockerException e) {
      return Optional.of(
          List.of("'" + command + "' could not be run: " + EngineErrors.sentence(e)));
    }
  }

  private String create(String container, Hook hook) {
    var request =
        docker
            .get()
            .execCreateCmd(container)
            .withCmd(hook.command().toArray(String[]::new))
            .withAttachStdout(true)
            .withAttachStderr(true)
            .withPrivileged(hook.privileged());
    if (!hook.user().isEmpty()) {
      request.withUser(hook.user());
    }
    if (!hook.workingDir().isEmpty()) {
      request.withWorkingDir(hook.workingDir());
    }
    if (!hook.environment().isEmpty()) {
      request.withEnv(
          hook.environment().entrySet().stream()
              .map(variable -> variable.getKey() + "=" + variable.getValue())
              .toList());
    }
    return request.exec().getId();
  }

  private static List<String> said(String problem, ByteArrayOutputStream output) {
    List<String> lines = new ArrayList<>(output.toString(StandardCharsets.UTF_8).lines().toList());
    List<String> said =
        new ArrayList<>(lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    said.add(0, problem);
    return said;
  }
}
