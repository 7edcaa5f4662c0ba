package orch.cli;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import orch.engine.http.EngineAddress;
import orch.model.OrchException;
import orch.own.Watchdog;

/**
 * Starts the watchdog: a small process in a session of its own. The launcher does that; where orch
 * is a library in another program there is no launcher, and perl gets the watchdog's text from us.
 */
final class LauncherWatchdog implements Watchdog {
  private final Map<String, String> environment;

  /** With these variables, so that it finds the same state folder and certificates. */
  LauncherWatchdog(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public void watch(Path lock, EngineAddress engine) {
    String launcher = System.getProperty("orch.launcher", "");
    List<String> command = new ArrayList<>(List.of("setsid"));
    command.addAll(
        launcher.isEmpty()
            ? withoutLauncher(lock.toString())
            : List.of(launcher, "--watch", lock.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
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

  private static List<String> withoutLauncher(String lock) {
    List<String> command = new ArrayList<>(List.of("perl", "-e", text(), lock));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx256m", "-cp", classPath()));
    command.addAll(List.of("orch.cli.Main", "--sweep"));
    return command;
  }

  private static String text() {
    try (InputStream in = LauncherWatchdog.class.getResourceAsStream("watchdog.pl")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw failed(String.valueOf(e.getMessage()));
    }
  }

  /** Absolute, since the watchdog works in another folder. */
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static OrchException.Failed failed(String why) {
    return new OrchException.Failed(
        "the watchdog, which would clear up after a kill, cannot be started; nothing was made",
        List.of(why, "it needs setsid (package util-linux) and perl"),
        null);
  }
}
