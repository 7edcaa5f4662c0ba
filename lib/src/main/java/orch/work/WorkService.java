package orch.work;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import orch.model.Next;
import orch.model.OrchException;
import orch.own.ProcessLock;
import orch.own.StateFolder;
import orch.task.Task;
import orch.task.TaskService;
import orch.task.TaskSpec;

/**
 * Works a list off: looks at it, begins tasks for its items, and writes what has come of them. One
 * process of a machine works on a list; it says so by a lock. {@link #stop} and {@link #close} may
 * be called by any thread, all else by one.
 */
public final class WorkService implements AutoCloseable {
  /** While tasks run or the list is being saved. */
  private static final Duration BRISK = Duration.ofMillis(100);

  private static final Duration PART = Duration.ofMillis(250);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int SHOWN = 10;

  private final WorkSource source;
  private final TaskService tasks;
  private final StateFolder state;
  private final Terms terms;
  private final Function<WorkItem, TaskSpec> describer;
  private final Clock clock;
  private final Decisions decisions;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean stopped;
  private volatile boolean working;

  /**
   * For a list.
   *
   * @param source of which it takes care: it is closed with this
   * @param describer what is to be done about an item
   * @param news receives each decision
   */
  public WorkService(
      WorkSource source,
      TaskService tasks,
      StateFolder state,
      Terms terms,
      Function<WorkItem, TaskSpec> describer,
      Clock clock,
      Consumer<Decision> news) {
    this.source = source;
    this.tasks = tasks;
    this.state = state;
    this.terms = terms;
    this.describer = describer;
    this.clock = clock;
    this.decisions = new Decisions(state, source.key(), clock, news);
  }

  /** As users call the list. */
  public String name() {
    return source.name();
  }

  /**
   * What came of working a list off.
   *
   * @param done items that have come to Done
   * @param failed items that have come to Failed or Blocked
   * @param unreadable rows that cannot be worked
   */
  public record Tally(int done, int failed, int unreadable) {}

  /**
   * Works until nothing runs and nothing can be begun.
   *
   * @throws OrchException.Refused when another orch is at work on it
   * @throws OrchException.BadInput when it holds no list of work
   */
  public Tally once() {
    return work(true);
  }

  /**
   * Works until it is stopped; what happens to the list meanwhile is noted, and heals.
   *
   * @throws OrchException.Refused when another orch is at work on it
   * @throws OrchException.BadInput when it holds no list of work to begin with
   */
  public Tally run() {
    return work(false);
  }

  private Tally work(boolean once) {
    ProcessLock held = take();
    working = true;
    try {
      if (source instanceof CsvSource file) {
        file.sweep();
      }
      Ledger ledger = new Ledger(new Journal(state, source.key()));
      Outcomes outcomes = new Outcomes(source, tasks, clock, decisions, ledger);
      WorkRound round =
          new WorkRound(source, tasks, terms, describer, clock, decisions, ledger, outcomes);
      boolean seen = false;
      String trouble = "";
      int unreadable = 0;
      while (!stopped) {
        boolean brisk = false;
        try {
          WorkSource.Look look = source.look();
          if (look instanceof WorkSource.Look.Fresh fresh) {
            round.take(fresh.table());
            seen = true;
            trouble = "";
          }
          brisk = look instanceof WorkSource.Look.NotYet;
        } catch (OrchException.BadInput | OrchException.Unavailable e) {
          if (once || !seen) {
            throw e;
          }
          ledger.lose();
          if (!trouble.equals(e.getMessage())) {
            trouble = e.getMessage();
            decisions.add("nothing is begun: " + trouble);
          }
        }
        try {
          round.run();
        } catch (OrchException.Unavailable e) {
          // an engine that is away comes back; what runs on it is found again
          if (once) {
            throw e;
          } else if (!trouble.equals(e.getMessage())) {
            trouble = e.getMessage();
            decisions.add("nothing goes on: " + trouble);
          }
        }
        unreadable = ledger.table().isPresent() ? round.unreadable() : unreadable;
        if (once && seen && !brisk && round.isIdle()) {
          break;
        }
        await(brisk || ledger.active() > 0 ? BRISK : terms.every());
      }
      return new Tally(outcomes.done(), outcomes.failed(), unreadable);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OrchException.Failed("interrupted", List.of(), null);
    } finally {
      working = false;
      held.close();
      ended.countDown();
    }
  }

  /** Waits for news of the list, in parts, so that a stop need not wait as long. */
  private void await(Duration atMost) throws InterruptedException {
    long begin = System.nanoTime();
    long left = atMost.toNanos();
    while (!stopped && left > 0) {
      if (source.await(Duration.ofNanos(Math.min(left, PART.toNanos())))) {
        return;
      }
      left = atMost.toNanos() - (System.nanoTime() - begin);
    }
  }

  private ProcessLock take() {
    long begin = System.nanoTime();
    do {
      Optional<ProcessLock> lock = tryTake();
      if (lock.isPresent()) {
        return lock.get();
      }
      // somebody may only have looked whether it is held
      pause();
    } while (System.nanoTime() - begin < 500_000_000L);
    throw new OrchException.Refused(
        "another orch works on " + source.name() + " already",
        decisions.newest(1),
        Next.verb("work", "status"));
  }

  private Optional<ProcessLock> tryTake() {
    return ProcessLock.tryTake(state.folderOf("work", source.key(), "worker.lock"));
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OrchException.Failed("interrupted", List.of(), null);
    }
  }

  /**
   * How the list is; changes nothing.
   *
   * @throws OrchException.BadInput when it holds no list of work
   */
  public WorkStatus status() {
    WorkTable table = table();
    Ledger ledger = new Ledger(new Journal(state, source.key()));
    ledger.take(table);
    List<WorkStatus.Running> running = new ArrayList<>();
    for (Ledger.Place place : ledger.places()) {
      if (place.entry().phase() != Entry.Phase.WRITTEN) {
        String id = place.entry().task();
        int line = place.row() < 0 ? 0 : table.rows().get(place.row()).line();
        String task = tasks.lookup(id).map(Task::state).map(s -> s.word()).orElse("none");
        running.add(new WorkStatus.Running(line, place.entry().project(), id, task));
      }
    }
    Schedule schedule = Schedule.of(table, terms.projects(), clock.instant(), terms.zone());
    Schedule free =
        new Schedule(
            schedule.ready().stream().filter(item -> !taken(ledger, item)).toList(),
            schedule.waiting(),
            schedule.problems(),
            schedule.counts());
    Optional<ProcessLock> lock = working ? Optional.empty() : tryTake();
    lock.ifPresent(ProcessLock::close);
    return new WorkStatus(
        source.name(), lock.isEmpty(), free, running, decisions.file(), decisions.newest(SHOWN));
  }

  private static boolean taken(Ledger ledger, WorkItem item) {
    return ledger
        .at(item.index())
        .filter(place -> place.entry().phase() != Entry.Phase.WRITTEN)
        .isPresent();
  }

  private WorkTable table() {
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < PATIENCE.toNanos()) {
      if (source.look() instanceof WorkSource.Look.Fresh fresh) {
        return fresh.table();
      }
      pause();
    }
    throw new OrchException.Failed(
        source.name() + " is being changed all the time", List.of(), Next.verb("work", "status"));
  }

  /** Has it end soon; tasks go on. */
  public void stop() {
    stopped = true;
  }

  /** Ends it, after what it is writing is written; tasks go on. */
  @Override
  public void close() {
    stop();
    if (working) {
      try {
        ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    source.close();
  }
}
