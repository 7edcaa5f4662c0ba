package orch.task;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import orch.engine.TaskContainers;
import orch.engine.TaskContainers.Condition;
import orch.engine.TaskContainers.Phase;
import orch.model.OrchException;

/**
 * One container of a task, from its image to its end. Each step is kept before it is done, so that
 * whoever finds the task later knows how far it can have come at the most; see {@link Recovery}.
 */
final class Attempt implements Runnable {
  /** So often a step is tried that breaks off, while the engine answers. */
  private static final int MOST_TROUBLES = 5;

  private final TaskStore store;
  private final TaskContainers containers;
  private final Workplace place;
  private final Clock clock;
  private final Ending ending;
  private volatile Task task;
  private volatile Optional<Instant> begun = Optional.empty();
  private volatile boolean finishing;
  private Optional<Workplace.Ready> needed = Optional.empty();
  private int troubles;

  Attempt(TaskStore store, TaskContainers containers, Workplace place, Clock clock, Task task) {
    this.store = store;
    this.containers = containers;
    this.place = place;
    this.clock = clock;
    this.task = task;
    this.ending = new Ending(containers, task.spec());
  }

  Task task() {
    return task;
  }

  /** Has it end in this way; nothing when it is ending in a way that is as hard. */
  void end(TaskState how, String why) {
    ending.ask(how, why);
  }

  /** Whether it runs for longer than it may. */
  boolean isLate() {
    Optional<Duration> timeout = task.spec().timeout();
    return timeout.isPresent()
        && begun.filter(at -> at.plus(timeout.get()).isBefore(clock.instant())).isPresent();
  }

  /** Whether its end is kept, or about to be, and what follows from it is not done yet. */
  boolean isFinishing() {
    return finishing;
  }

  @Override
  public void run() {
    try {
      while (task.state().isActive()) {
        step();
      }
    } catch (TaskStore.Moved e) {
      // somebody who thought this machine dead has decided: what it had here is nobody's now
      quietlyRemove();
    } finally {
      ending.over();
      needed.ifPresent(Workplace.Ready::close);
    }
    if (task.state().isFinal()) {
      Worker.ended(place, task);
    }
  }

  private void step() {
    try {
      switch (task.state()) {
        case PULLING -> prepare();
        case STARTING -> begin();
        default -> follow();
      }
      troubles = 0;
    } catch (IOException | OrchException e) {
      boolean perhaps = e instanceof IOException || task.state() == TaskState.RUNNING;
      if (!containers.answers()) {
        awaitEngine();
      } else if (perhaps && ++troubles < MOST_TROUBLES) {
        // what it did is not known; the step looks at what is there before it does more
        pause();
      } else {
        failed(e);
      }
    }
  }

  private void failed(Exception e) {
    String problem = String.valueOf(e.getMessage());
    List<String> evidence = e instanceof OrchException known ? known.evidence() : List.of();
    String told = evidence.isEmpty() ? problem : problem + ": " + evidence.get(0);
    finish(TaskState.FAILED, task.result(), told);
  }

  /** An engine that is being started again tells afterwards how its containers have ended. */
  private void awaitEngine() {
    do {
      pause();
    } while (!containers.answers());
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(250);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TaskStore.Moved("interrupted");
    }
  }

  private boolean endsBeforeStart() throws IOException {
    if (ending.asked().isEmpty()) {
      return false;
    }
    containers.remove(task.containerName());
    finish(ending.asked().get(), task.result(), ending.why() + " before it was started");
    return true;
  }

  private void prepare() throws IOException {
    TaskSpec spec = task.spec();
    if (endsBeforeStart()) {
      return;
    }
    if (spec.need().isPresent() && needed.isEmpty()) {
      needed = Optional.of(place.stacks().ready(task, spec.need().get()));
    }
    String image =
        containers.provide("image of task '" + spec.name() + "'", spec.images(), news -> {});
    Map<String, String> replaced = new HashMap<>();
    replaced.put(TaskSpec.NETWORK, needed.flatMap(Workplace.Ready::network).orElse("bridge"));
    spec.secrets().forEach(secret -> replaced.put(secret.placeholder(), text(secret)));
    String id =
        containers.create(
            task.containerName(),
            spec.request(),
            image,
            TaskLabels.of(task, store.id(), place.host()),
            replaced);
    containers.write(id, spec.files());
    for (TaskSpec.Copy copy : spec.copies()) {
      containers.copyIn(id, copy.folder(), copy.path());
    }
    if (!endsBeforeStart()) {
      move(TaskState.STARTING, task.result().in(image, id).because("its container is made"));
    }
  }

  private String text(TaskSpec.Secret secret) {
    return needed
        .flatMap(stack -> stack.secret(secret))
        .orElseGet(() -> place.secrets().apply(secret).get(0));
  }

  private void begin() throws IOException {
    String id = task.result().container();
    Optional<Condition> condition = containers.condition(id);
    if (condition.isEmpty()) {
      vanished("its container was gone before it was seen to run");
    } else if (condition.get().phase() != Phase.CREATED) {
      move(TaskState.RUNNING, started(condition.get()).because("it runs"));
    } else if (!endsBeforeStart()) {
      containers.start(id);
      move(TaskState.RUNNING, task.result().because("it was started"));
    }
  }

  private Task.Result started(Condition condition) {
    Task.Result result = task.result();
    return new Task.Result(
        result.image(),
        result.container(),
        Optional.empty(),
        false,
        "",
        condition.started(),
        Optional.empty(),
        result.reason());
  }

  private void follow() throws IOException {
    String id = task.result().container();
    if (begun.isEmpty()) {
      begun =
          store.history(task.id()).stream()
              .filter(step -> step.to() == TaskState.RUNNING)
              .reduce((first, second) -> second)
              .map(Transition::at);
    }
    ending.runs(id);
    containers.await(id);
    Optional<Condition> condition = containers.condition(id);
    if (condition.isEmpty()) {
      vanished("its container was removed by somebody else");
    } else if (condition.get().phase() != Phase.RUNNING) {
      ended(condition.get());
    }
  }

  private void vanished(String how) throws IOException {
    if (ending.asked().filter(TaskState.KILLED::equals).isPresent()) {
      finish(TaskState.KILLED, task.result(), ending.why() + "; its container is gone");
    } else {
      finish(TaskState.LOST, task.result(), how + "; how it ended is not known");
    }
  }

  private void ended(Condition condition) throws IOException {
    String id = task.result().container();
    Task.Result result =
        new Task.Result(
            task.result().image(),
            id,
            Optional.of(condition.exitCode()),
            condition.outOfMemory(),
            KeptOutput.keep(containers, place, task, condition).toString(),
            condition.started(),
            condition.ended(),
            "");
    Optional<String> forced = ending.outcome(condition.exitCode());
    if (forced.isPresent()) {
      TaskState state = ending.asked().orElseThrow();
      if (state == TaskState.KILLED) {
        containers.remove(id);
        if (containers.condition(id).isPresent()) {
          // its removal is under way
          return;
        }
      }
      finish(state, result, forced.get());
    } else if (condition.exitCode() == 0) {
      succeeded(result);
    } else {
      finish(TaskState.FAILED, result, reason(condition));
    }
  }

  private static String reason(Condition condition) {
    String code = "exit code " + condition.exitCode();
    return condition.outOfMemory()
        ? "out of memory: " + code
        : condition.error().isEmpty() ? code : code + ": " + condition.error();
  }

  private void succeeded(Task.Result result) {
    try {
      for (TaskSpec.Copy output : task.spec().outputs()) {
        containers.copyOut(result.container(), output.path(), output.folder());
      }
    } catch (IOException | OrchException e) {
      finish(TaskState.FAILED, result, "it did its work, but " + e.getMessage());
      return;
    }
    finish(TaskState.SUCCEEDED, result, "exit code 0");
  }

  private void move(TaskState to, Task.Result result) {
    Task after = task.in(to, result);
    store.move(task, after);
    task = after;
  }

  /** Keeps the end, then removes the container: what is left by a death in between is swept. */
  private void finish(TaskState state, Task.Result result, String cause) {
    finishing = true;
    Task after = task.in(state, result.because(cause));
    boolean again =
        state == TaskState.FAILED || state == TaskState.TIMED_OUT || state == TaskState.LOST;
    if (again
        && ending.asked().filter(how -> how != TaskState.TIMED_OUT).isEmpty()
        && task.hasRetries()) {
      Task queued = Recovery.again(after, place.engine(), store.isShared(), clock.instant());
      store.move(task, after, queued);
      quietlyRemove();
      task = queued;
    } else {
      store.move(task, after);
      quietlyRemove();
      task = after;
    }
  }

  private void quietlyRemove() {
    try {
      containers.remove(task.containerName());
    } catch (IOException | OrchException e) {
      // the next sweep removes it
    }
  }
}
