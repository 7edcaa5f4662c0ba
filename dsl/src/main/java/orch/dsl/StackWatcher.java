package orch.dsl;

import java.util.List;
import java.util.Optional;
import orch.health.StackStatus;
import orch.model.Stack;
import orch.report.Case;

/**
 * Is told what scripts do with stacks, for reports of the whole command. Called by the thread that
 * runs the script.
 */
public interface StackWatcher {
  /** Nobody. */
  StackWatcher NONE = new StackWatcher() {};

  /**
   * A stack, as far as reports need to know it.
   *
   * @param name the stack's
   * @param dedicated whether it is a copy that goes when the command ends
   * @param described what its file says, where there is one
   */
  record Subject(String name, boolean dedicated, Optional<Stack> described) {}

  /**
   * A start or restart begins.
   *
   * @param action {@code start} or {@code restart}
   * @param services those named; empty: all
   */
  default void begins(String action, Subject subject, List<String> services) {}

  /**
   * It was done; a copy still runs. Must not throw.
   *
   * @param status how it is now, where that could be asked
   * @param host by which published ports are reached
   */
  default void done(Subject subject, Optional<StackStatus> status, String host) {}

  /** It failed. Must not throw. */
  default void failed(Subject subject, RuntimeException failure) {}

  /** A command on this machine has worked on a copy and ended. Must not throw. */
  default void ran(Subject subject, String command, int code) {}

  /** A check was made. Must not throw. */
  default void checked(Case result) {}
}
