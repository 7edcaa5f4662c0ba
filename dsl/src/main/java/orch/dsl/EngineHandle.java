package orch.dsl;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import orch.engine.EngineDiscovery;
import orch.engine.EngineInfo;
import orch.engine.http.EngineAddress;
import orch.model.Next;
import orch.model.OrchException;
import orch.own.StartedEngine;
import orch.own.StateFolder;

/** The engine in the hands of a script. */
public final class EngineHandle {
  /** Containers are stopped, each with its grace time, before an engine ends. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Session session;

  EngineHandle(Session session) {
    this.session = session;
  }

  /** Which engine is used, and why that one; sets none up. */
  public EngineReport report() {
    session.acts();
    EngineDiscovery discovery = discovery();
    Optional<EngineAddress> address = discovery.find();
    if (address.isEmpty()) {
      return new EngineReport(Optional.empty(), "", false, "", "", false, discovery.tried());
    }
    try {
      EngineInfo info = session.reading(false).engine().info();
      return report(address.get(), Optional.of(info), List.of());
    } catch (OrchException.Unavailable | OrchException.TimedOut e) {
      return report(address.get(), Optional.empty(), e.evidence());
    }
  }

  private EngineReport report(
      EngineAddress address, Optional<EngineInfo> info, List<String> evidence) {
    return new EngineReport(
        Optional.of(address.toString()),
        address.found(),
        info.isPresent(),
        info.map(EngineInfo::version).orElse(""),
        info.map(EngineInfo::api).orElse(""),
        info.isPresent() && started().filter(engine -> isAt(engine, address)).isPresent(),
        evidence);
  }

  /**
   * Sets one up where none answers.
   *
   * @throws OrchException.Unavailable where that is forbidden or not possible
   */
  public EngineReport start() {
    session.acts();
    session.reading(true);
    return report();
  }

  /**
   * Ends the engine, where orch has started it; its containers stop.
   *
   * @throws OrchException.Refused where it is another's
   */
  public EngineReport stop() {
    session.acts();
    Optional<EngineAddress> address = discovery().find();
    Optional<StartedEngine> started = started();
    if (started.isEmpty() || address.filter(a -> isAt(started.get(), a)).isEmpty()) {
      EngineReport report = report();
      if (report.answers()) {
        throw new OrchException.Refused(
            "the engine at "
                + report.address().orElse("")
                + " was not started by orch; it was left as it is",
            started
                .map(engine -> List.of("orch has started the one at " + engine.address()))
                .orElse(List.of()),
            Next.verb("engine"));
      }
      return report;
    }
    started.get().stop(session.settings().timeout().orElse(PATIENCE));
    StartedEngine.forget(state());
    return report(address.get(), Optional.empty(), List.of("stopped"));
  }

  private static boolean isAt(StartedEngine engine, EngineAddress address) {
    return URI.create(engine.address()).equals(address.url());
  }

  /** The engine that orch has started, if it still runs. */
  private Optional<StartedEngine> started() {
    return StartedEngine.read(state()).filter(StartedEngine::isAlive);
  }

  private StateFolder state() {
    Surroundings surroundings = session.surroundings();
    return StateFolder.of(surroundings.environment(), surroundings.home());
  }

  private EngineDiscovery discovery() {
    Map<String, String> variables = new HashMap<>(session.surroundings().environment());
    session.settings().engine().ifPresent(engine -> variables.put("ORCH_ENGINE", engine));
    return new EngineDiscovery(variables, session.surroundings().home());
  }
}
