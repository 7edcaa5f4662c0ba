package orch.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import orch.dsl.Engines;
import orch.dsl.Settings;
import orch.engine.EngineDiscovery;
import orch.engine.docker.DockerEngine;
import orch.engine.http.EngineAddress;
import orch.facade.DedicatedRuns;
import orch.facade.Orchestrator;
import orch.model.Next;
import orch.model.OrchException;
import orch.own.DedicatedCopies;
import orch.own.LocalState;
import orch.own.StateFolder;
import orch.own.Watchdog;
import orch.plan.Progress;

/** Finds the engine; where there is none and it is allowed, has the launcher set one up. */
final class EngineConnector implements Engines {
  /**
   * Changes at once: fewer make big stacks slower, more no longer help (measured, see
   * docs/decisions).
   */
  private static final int PARALLEL = 50;

  private final Settings settings;
  private final Map<String, String> environment;
  private final Path home;
  private final StateFolder state;
  private final Progress.Listener progress;
  private final java.time.Clock clock;
  private final String command;

  EngineConnector(
      Settings settings,
      Map<String, String> environment,
      Path home,
      StateFolder state,
      Progress.Listener progress,
      java.time.Clock clock,
      String command) {
    this.settings = settings;
    this.environment = new HashMap<>(environment);
    settings.engine().ifPresent(engine -> this.environment.put("ORCH_ENGINE", engine));
    this.home = home;
    this.state = state;
    this.progress = progress;
    this.clock = clock;
    this.command = command;
  }

  @Override
  public Orchestrator connect(boolean setUp) {
    EngineDiscovery discovery = new EngineDiscovery(environment, home);
    Optional<EngineAddress> address = discovery.find();
    if (address.isPresent()) {
      try {
        return connect(address.get());
      } catch (OrchException.Unavailable e) {
        if (!address.get().found().equals("default socket") || !maySetUp(setUp)) {
          throw e;
        }
      }
    } else if (!maySetUp(setUp)) {
      List<String> tried = new ArrayList<>(discovery.tried());
      if (settings.noSetup()) {
        tried.add("setting one up is forbidden by --no-setup or ORCH_SETUP=never");
      }
      throw new OrchException.Unavailable("no engine was found", tried, Next.verb("doctor"));
    }
    launcher("engine");
    return connect(
        discovery
            .find()
            .orElseThrow(
                () ->
                    new OrchException.Unavailable(
                        "no engine was found", discovery.tried(), Next.verb("doctor"))));
  }

  /** Only the launcher can: it is not there where orch is a library of another program. */
  private boolean maySetUp(boolean setUp) {
    return setUp && !settings.noSetup() && !System.getProperty("orch.launcher", "").isEmpty();
  }

  private Orchestrator connect(EngineAddress address) {
    DockerEngine engine =
        DockerEngine.connect(
            address, name -> launcher("package", name), clock, parallel(), settings.timeout());
    LocalState local = LocalState.of(state, address.url(), clock, command);
    Watchdog watchdog = new LauncherWatchdog(environment);
    DedicatedRuns runs =
        new DedicatedRuns(engine, local.host(), local.runs(), watchdog, clock, progress);
    DedicatedCopies copies = DedicatedCopies.of(environment.getOrDefault("ORCH_SUBNETS", ""));
    return new Orchestrator(engine, local, copies, runs, settings.timeout(), progress);
  }

  private int parallel() {
    String given = environment.getOrDefault("ORCH_PARALLEL", "");
    if (given.isEmpty()) {
      return PARALLEL;
    }
    if (!given.matches("[1-9]\\d{0,3}")) {
      throw new OrchException.BadInput("ORCH_PARALLEL '" + given + "' is no number from 1 to 9999");
    }
    return Integer.parseInt(given);
  }

  /** Has the launcher set something up; it says itself what it does and what is missing. */
  private void launcher(String... what) {
    String launcher = System.getProperty("orch.launcher", "");
    if (launcher.isEmpty() || settings.noSetup()) {
      throw new OrchException.Unavailable(
          "needed and not there: " + String.join(" ", what),
          List.of(
              settings.noSetup()
                  ? "setting it up is forbidden by --no-setup or ORCH_SETUP=never"
                  : "orch was started without its launcher"),
          Next.verb("version"));
    }
    List<String> command = new ArrayList<>(List.of(launcher, "--setup"));
    command.addAll(List.of(what));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      int code = process.waitFor();
      if (code != 0) {
        throw new SetupFailed(code);
      }
    } catch (IOException e) {
      throw new OrchException.Unavailable(
          "cannot start " + launcher, List.of(String.valueOf(e.getMessage())), null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OrchException.Failed("interrupted", List.of(), null);
    }
  }

  /** The launcher could not set something up and has said why. */
  static final class SetupFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;

    SetupFailed(int code) {
      super("set-up failed", null, false, false);
      this.code = code;
    }

    int code() {
      return code;
    }
  }
}
