package orch.cli;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import orch.engine.http.EngineAddress;
import orch.model.OrchException;
import orch.own.Watchdog;

/** Has the launcher start the watchdog: a small process in a session of its own. */
final class LauncherWatchdog implements Watchdog {
  private final Map<String, String> environment;

  /** With these variables, so that it finds the same state folder and certificates. */
  LauncherWatchdog(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public void watch(Path lock, EngineAddress engine) {
    String launcher = System.getProperty("orch.launcher", "");
    if (launcher.isEmpty()) {
      // started by hand without the launcher: the next orch clears up
      return;
    }
    ProcessBuilder builder =
        new ProcessBuilder("setsid", launcher, "--watch", lock.toString())
            .redirectInput(Redirect.from(new java.io.File("/dev/null")))
            .redirectError(Redirect.DISCARD);
    builder.environment().putAll(environment);
    if (!engine.isTls()) {
      // with TLS it has to find the certificates as this process did
      builder.environment().put("ORCH_ENGINE", engine.toString());
    }
    try {
      Process process = builder.start();
      try (InputStream said = process.getInputStream()) {
        // one byte when it is in its own session and about to wait
        if (said.read() >= 0) {
          return;
        }
      }
      throw failed("it ended at once");
    } catch (IOException e) {
      throw failed(String.valueOf(e.getMessage()));
    }
  }

  private static OrchException.Failed failed(String why) {
    return new OrchException.Failed(
        "the watchdog, which would clear up after a kill, cannot be started; nothing was made",
        List.of(why, "it needs setsid (package util-linux) and perl"),
        null);
  }
}
