package orch.dsl;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import orch.doctor.Doctor;
import orch.doctor.ThisMachine;
import orch.engine.EngineDiscovery;
import orch.engine.http.EngineAddress;
import orch.facade.Orchestrator;
import orch.health.Finding;
import orch.model.Environment;
import orch.model.OrchException;
import orch.model.Stack;

/** A look at the machine in a session, with an engine or without. Sets nothing up. */
final class Checkup {
  private final Session session;

  Checkup(Session session) {
    this.session = session;
  }

  /**
   * What is well and what is not.
   *
   * @throws OrchException.BadInput when the stack, or the engine's address, is wrong as written
   */
  List<Finding> findings() {
    session.acts();
    Doctor doctor = new Doctor(new ThisMachine());
    Orchestrator orchestrator;
    try {
      orchestrator = session.reading(false);
    } catch (OrchException.Unavailable | OrchException.TimedOut e) {
      return without(doctor, e, described(session.choice().stackToLookAt(false)));
    }
    Optional<StackHandle> handle = session.choice().stackToLookAt(true);
    Environment environment = handle.map(StackHandle::environment).orElse(Environment.SHARED);
    try {
      return orchestrator.findings(doctor, described(handle), environment);
    } catch (OrchException.Unavailable | OrchException.TimedOut e) {
      // it answered once, and not any more
      return without(doctor, e, described(handle));
    }
  }

  private List<Finding> without(Doctor doctor, OrchException failure, Optional<Stack> stack) {
    Map<String, String> variables = new HashMap<>(session.surroundings().environment());
    session.settings().engine().ifPresent(engine -> variables.put("ORCH_ENGINE", engine));
    Optional<EngineAddress> address =
        new EngineDiscovery(variables, session.surroundings().home()).find();
    return doctor.examineWithout(failure, address, stack);
  }

  private static Optional<Stack> described(Optional<StackHandle> handle) {
    return handle.flatMap(StackHandle::described);
  }
}
