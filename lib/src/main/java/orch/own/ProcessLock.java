package orch.own;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A lock among the processes of this machine, which the kernel lets go of when its holder dies.
 * Safe for use by several threads.
 */
public final class ProcessLock implements AutoCloseable {
  private final KernelLock lock;

  private ProcessLock(KernelLock lock) {
    this.lock = lock;
  }

  /**
   * Takes the lock unless this or another process holds it.
   *
   * @param file made where it is not there; its folder must exist
   * @throws orch.model.OrchException.Failed when the file cannot be made
   */
  public static Optional<ProcessLock> tryTake(Path file) {
    try {
      return KernelLock.tryTake(file).map(ProcessLock::new);
    } catch (IOException e) {
      throw StateFolder.broken("lock", file, e);
    }
  }

  @Override
  public void close() {
    lock.close();
  }
}
