package orch.repl;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import orch.lane.RehearsalEngine;
import orch.own.StateFolder;
import orch.report.ErrorText;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** The way into the interactive session; the launcher takes it on a terminal without words. */
public final class Main {
  private Main() {}

  /** Runs one session and ends the process with its exit code. */
  public static void main(String[] args) throws IOException {
    if (args.length > 0 && args[0].equals("--rehearse")) {
      rehearse();
      return;
    }
    int code;
    try (Terminal terminal = terminal()) {
      code = session(terminal);
    } catch (orch.model.OrchException e) {
      System.err.print(ErrorText.of(e));
      code = e.exitCode();
    }
    System.exit(code);
  }

  private static Terminal terminal() throws IOException {
    return TerminalBuilder.builder().system(true).dumb(true).ffm(false).build();
  }

  private static int session(Terminal terminal) {
    Path home = StateFolder.home(System.getenv());
    Repl repl = new Repl(terminal, System.getenv(), Path.of("").toAbsolutePath(), home);
    AtomicBoolean closed = new AtomicBoolean();
    Runnable close =
        () -> {
          if (!closed.getAndSet(true)) {
            repl.close();
          }
        };
    // a signal ends the JVM through its hooks: the copies of the session go all the same
    Runtime.getRuntime().addShutdownHook(new Thread(close, "shutdown"));
    try {
      return repl.run();
    } finally {
      close.run();
    }
  }

  /** Goes through a session once: the launcher keeps the classes that this loads. */
  private static void rehearse() throws IOException {
    String typed = "1 + 1\nstatus\nhel\t\nx = [a: 1]\n:json\n";
    try (RehearsalEngine engine = RehearsalEngine.open()) {
      Map<String, String> environment = new HashMap<>(engine.environment());
      Path folder = Files.createTempDirectory(Path.of(environment.get("XDG_STATE_HOME")), "repl");
      try (Terminal terminal =
              TerminalBuilder.builder()
                  .system(false)
                  .type("xterm")
                  .streams(
                      new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
                      OutputStream.nullOutputStream())
                  .build();
          Repl repl = new Repl(terminal, environment, folder, folder)) {
        repl.run();
      }
    }
  }
}
