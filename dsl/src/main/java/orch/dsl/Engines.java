package orch.dsl;

import orch.facade.Orchestrator;

/** The way to the engine. */
public interface Engines {
  /**
   * Finds an engine and connects.
   *
   * @param setUp whether one may be set up where there is none; what the user forbids stays
   *     forbidden
   * @throws orch.model.OrchException.Unavailable when there is none, with what was tried
   */
  Orchestrator connect(boolean setUp);
}
