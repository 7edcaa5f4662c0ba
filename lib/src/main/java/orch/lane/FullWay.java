package orch.lane;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import orch.engine.http.EngineAddress;
import orch.engine.http.EngineHttp;
import orch.model.OrchException;
import orch.own.Interruptions;
import orch.own.Runs;
import orch.own.StateFolder;

/** The way of every command that a quick one cannot do. */
public final class FullWay {
  private FullWay() {}

  /** Has another process do it; its exit code. */
  public static int take(List<String> args) {
    try {
      List<String> command = new ArrayList<>(List.of(System.getProperty("orch.launcher", "orch")));
      command.addAll(args);
      ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
      builder.environment().put("ORCH_LANE", "full");
      return builder.start().waitFor();
    } catch (IOException | InterruptedException e) {
      throw new OrchException.Failed(
          "cannot start " + System.getProperty("orch.launcher"),
          List.of(String.valueOf(e.getMessage())),
          null);
    }
  }

  /**
   * Whether only it will do: by TLS, since certificates need libraries that a quick command does
   * without, and where something is to be cleared up, or finished, before anything else.
   *
   * @param command what this process was called with
   */
  public static boolean isNeeded(EngineAddress engine, StateFolder state, String command) {
    if (engine.isTls()) {
      return true;
    }
    Runs runs = new Runs(state, engine.url(), Clock.systemUTC(), command);
    return !runs.isEmpty() && runs.anyDead() || !new Interruptions(state, engine.url()).isEmpty();
  }

  /** Asks an engine that is not reached by TLS. */
  public static EngineHttp http(EngineAddress address, Duration patience) {
    return new EngineHttp(
        address,
        () -> {
          throw new IllegalStateException("TLS takes the full way");
        },
        patience);
  }
}
