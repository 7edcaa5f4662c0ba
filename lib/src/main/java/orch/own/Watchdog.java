package orch.own;

import java.nio.file.Path;
import orch.engine.http.EngineAddress;

/** Starts a process that outlives this one and clears up after it. */
public interface Watchdog {
  /**
   * Returns when that process is ready to wait for the lock.
   *
   * @param lock the file whose lock this process holds for as long as it lives
   * @param engine on which the copy is
   */
  void watch(Path lock, EngineAddress engine);
}
