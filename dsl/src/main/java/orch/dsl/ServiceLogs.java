package orch.dsl;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import orch.engine.Engine;
import orch.model.Labels;
import orch.plan.Observed;

/** What services have printed, with secrets masked. */
final class ServiceLogs {
  private final Surroundings surroundings;
  private final Engine engine;

  ServiceLogs(Surroundings surroundings, Engine engine) {
    this.surroundings = surroundings;
    this.engine = engine;
  }

  /** All of it, with the service in front of each line where there are several. */
  String text(List<Observed.Container> containers) {
    List<String> lines = new ArrayList<>();
    for (Observed.Container container : containers) {
      String prefix = containers.size() > 1 ? container.label(Labels.SERVICE) + " | " : "";
      engine.logs(container.id(), Engine.LogQuery.ALL, line -> lines.add(prefix + line.text()));
    }
    return surroundings.masking().mask(String.join("\n", lines));
  }

  /** Prints it; {@code how} is what {@link StackHandle#printLogs} takes. */
  void print(List<Observed.Container> containers, Map<String, ?> how) {
    boolean follow = Boolean.TRUE.equals(how.get("follow"));
    int tail = how.get("tail") instanceof Number number ? number.intValue() : -1;
    long since =
        how.get("since") instanceof Duration ago
            ? surroundings.clock().instant().minus(ago).getEpochSecond()
            : 0;
    Engine.LogQuery query =
        new Engine.LogQuery(follow, tail, since, Boolean.TRUE.equals(how.get("timestamps")));
    int width = containers.stream().mapToInt(c -> c.name().length()).max().orElse(0);
    List<Runnable> prints = new ArrayList<>();
    for (Observed.Container container : containers) {
      String label = container.name() + " ".repeat(width - container.name().length()) + " | ";
      String prefix =
          containers.size() > 1
              ? surroundings.outStyle().service(container.label(Labels.SERVICE), label)
              : "";
      prints.add(() -> print(container, query, prefix));
    }
    if (follow) {
      sideBySide(prints);
    } else {
      prints.forEach(Runnable::run);
    }
  }

  private void print(Observed.Container container, Engine.LogQuery query, String prefix) {
    engine.logs(
        container.id(),
        query,
        line -> surroundings.out().println(prefix + surroundings.masking().mask(line.text())));
  }

  /** Returns when all have ended; throws the first failure. */
  private static void sideBySide(List<Runnable> prints) {
    List<RuntimeException> failures = Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads = new ArrayList<>();
    for (Runnable print : prints) {
      Runnable follower =
          () -> {
            try {
              print.run();
            } catch (RuntimeException e) {
              failures.add(e);
            }
          };
      Thread thread = new Thread(follower, "logs");
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        // in a session that goes on they would print into what is typed next
        threads.forEach(Thread::interrupt);
        Thread.currentThread().interrupt();
        return;
      }
    }
    if (!failures.isEmpty()) {
      throw failures.get(0);
    }
  }
}
