package orch.task;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where tasks are worked on.
 *
 * @param host this machine's id
 * @param engine the address of the engine
 * @param folder for logs and locks
 * @param atOnce how many tasks run at the same time, from 1
 * @param memory how much all that run may use, by their limits, in bytes; 0: four fifths of what
 *     the engine's machine has
 * @param secrets the text of a secret, and after it those that copies of its stack have in its
 *     place
 * @param stacks makes stacks healthy that tasks need
 */
public record Workplace(
    String host,
    String engine,
    Path folder,
    int atOnce,
    long memory,
    Function<TaskSpec.Secret, List<String>> secrets,
    Stacks stacks) {

  /** Makes stacks healthy that tasks need. Safe for use by several threads. */
  public interface Stacks {
    /**
     * Makes a stack healthy.
     *
     * @param task for whom; a dedicated copy is its own
     * @throws orch.model.OrchException when it does not become so
     */
    Ready ready(Task task, TaskSpec.Need need);
  }

  /** A stack that is healthy. */
  public interface Ready extends AutoCloseable {
    /** The network in which its services are reached by their names; empty: it has none. */
    Optional<String> network();

    /**
     * The secret that it has of its own, as copies do; empty: that of the shared stack is meant.
     */
    Optional<String> secret(TaskSpec.Secret secret);

    /** The task has ended. */
    @Override
    void close();
  }

  /** The file with the output of an attempt. */
  Path log(Task task) {
    return folder.resolve("logs").resolve(task.id() + "-" + task.attempt() + ".log");
  }
}
