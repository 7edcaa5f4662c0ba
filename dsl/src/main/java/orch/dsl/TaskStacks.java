package orch.dsl;

import java.util.List;
import java.util.Optional;
import orch.model.Identity;
import orch.model.Network;
import orch.model.Next;
import orch.model.OrchException;
import orch.model.Value;
import orch.task.Task;
import orch.task.TaskSpec;
import orch.task.Workplace;

/**
 * Stacks that tasks need: made healthy one after the other, since a session is used by one thread.
 */
final class TaskStacks implements Workplace.Stacks {
  private final Session session;

  TaskStacks(Session session) {
    this.session = session;
  }

  @Override
  public Workplace.Ready ready(Task task, TaskSpec.Need need) {
    synchronized (session) {
      StackHandle stack = session.choice().needed(need.stack(), need.dedicated());
      if (stack.described().isPresent()) {
        stack.ensureHealthy();
      } else if (!stack.status().healthy()) {
        throw new OrchException.Failed(
            "stack '" + need.stack() + "', which task '" + task.name() + "' needs, is not healthy",
            List.of(),
            Next.verb("status", need.stack()));
      }
      return new Ready(stack, need.dedicated());
    }
  }

  /** A shared stack stays; a copy goes with its task. */
  private final class Ready implements Workplace.Ready {
    private final StackHandle stack;
    private final boolean copy;

    Ready(StackHandle stack, boolean copy) {
      this.stack = stack;
      this.copy = copy;
    }

    @Override
    public Optional<String> network() {
      Identity identity = session.reading().identity(stack.getName(), stack.environment());
      return Optional.of(
          stack
              .described()
              .map(described -> stack.networkName(Network.DEFAULT))
              .orElseGet(() -> identity.scopedName(Network.DEFAULT)));
    }

    @Override
    public Optional<String> secret(TaskSpec.Secret wanted) {
      return stack
          .described()
          .filter(described -> copy && described.name().equals(wanted.stack()))
          .flatMap(described -> described.secret(wanted.name()))
          .map(Value.Secret::text);
    }

    @Override
    public void close() {
      if (copy) {
        synchronized (session) {
          stack.stop();
        }
      }
    }
  }
}
