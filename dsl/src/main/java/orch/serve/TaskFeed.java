package orch.serve;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import orch.model.OrchException;
import orch.task.TaskService;
import orch.task.TaskStep;

/**
 * Tells of each step of a task, whichever process made it. The store is asked, since only it hears
 * of all. Used by one thread.
 */
final class TaskFeed {
  /** A step is written down a little after the moment that it carries. */
  private static final Duration OVERLAP = Duration.ofSeconds(3);

  private final TaskService tasks;
  private final Site site;
  private final Events events;
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
  private final Clock clock;
  private final Instant begin;
  private Set<String> told = new HashSet<>();

  TaskFeed(Site site, Events events, Clock clock) {
    this.tasks = site.tasks();
    this.site = site;
    this.events = events;
    this.clock = clock;
    this.begin = clock.instant();
  }

  /** How many steps it has told of, by the state they led to. */
  Map<String, LongAdder> counts() {
    return counts;
  }

  /** Looks once, and has this process work where nobody does. */
  void look() {
    try {
      tasks.recover();
      Instant from = clock.instant().minus(OVERLAP);
      List<TaskStep> steps = tasks.stepsSince(from.isBefore(begin) ? begin : from);
      Set<String> seen = new HashSet<>();
      for (TaskStep step : steps) {
        String key = step.task() + "/" + step.number();
        seen.add(key);
        if (!told.contains(key)) {
          tell(step);
        }
      }
      told = seen;
    } catch (OrchException e) {
      // the store is away or closed: asked again soon
    }
  }

  private void tell(TaskStep step) {
    counts.computeIfAbsent(step.step().to().word(), state -> new LongAdder()).increment();
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("task", step.task());
    data.put("name", step.name());
    data.putAll(site.tree(step.step()));
    events.publish("task", data);
  }
}
