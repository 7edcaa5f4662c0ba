package orch.dsl;

import orch.model.Next;
import orch.model.OrchException;
import orch.task.Task;
import orch.task.TaskState;

/** A task that was described. Nothing is done until it is told to run. */
public final class TaskHandle {
  private final Session session;
  private final String name;
  private final TaskScope scope;

  TaskHandle(Session session, String name, TaskScope scope) {
    this.session = session;
    this.name = name;
    this.scope = scope;
  }

  /** Its name. */
  public String getName() {
    return name;
  }

  /** Keeps it; it runs when its turn comes, whatever becomes of this process. */
  @Word(
      value = "keeps a task in the queue and goes on; it runs when its turn comes",
      example = "def lint = task('lint') { image 'app:1'; command 'make lint' }.submit()")
  public Task submit() {
    session.acts();
    return session.tasks().submit(scope);
  }

  /**
   * Runs it, passes its output on, and waits for its end.
   *
   * @return how it has ended, which is with exit code 0
   * @throws OrchException.Failed when it has ended in another way
   */
  @Word(
      value = "runs a task, passes its output on and waits; fails unless it ends with exit code 0",
      example = "task('lint') { image 'app:1'; command 'make lint' }.run()")
  public Task run() {
    session.acts();
    return ended(scope.end().of(session.tasks().run(submit())));
  }

  /**
   * Waits for the end of a task that was submitted, and works on what is in the queue meanwhile.
   *
   * @return how it has ended, whatever that is
   */
  @Word(
      value = "waits for a task that was submitted; how it has ended",
      example = "def job = task('lint') { image 'app:1' }; def end = job.await(job.submit())")
  public Task await(Task submitted) {
    session.acts();
    return scope.end().of(session.tasks().await(submitted));
  }

  /** The task, if it has succeeded. */
  static Task ended(Task task) {
    if (task.state() == TaskState.SUCCEEDED) {
      return task;
    }
    String problem = "task '" + task.name() + "' (" + task.id() + ") " + task.state().word();
    java.util.List<String> evidence = java.util.List.of(task.result().reason());
    Next next = Next.verb("task", task.result().log().isEmpty() ? "show" : "logs", task.id());
    throw task.state() == TaskState.TIMED_OUT
        ? new OrchException.TimedOut(problem, evidence, next)
        : new OrchException.Failed(problem, evidence, next);
  }

  @Override
  public String toString() {
    return "task '" + name + "'";
  }
}
