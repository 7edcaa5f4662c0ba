package orch.serve;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import orch.health.StackStatus;

/**
 * The server as a whole: works on tasks, keeps stacks healthy, works off work items, tells of all
 * that happens, and answers clients. Safe for use by several threads.
 */
public final class Server implements AutoCloseable {
  private static final long TASKS_EVERY_MILLIS = 250;
  private static final long STACKS_EVERY_MILLIS = 10_000;

  private final Site site;
  private final ServerSettings settings;
  private final HttpFront.Opener opener;
  private final Events events;
  private final Decisions decisions;
  private final Clock clock;
  private final Instant begin;
  private final TaskFeed tasks;
  private final StackFeed stacks;
  private final List<Keeper> keepers = new ArrayList<>();
  private final ScheduledExecutorService timer =
      Executors.newScheduledThreadPool(
          2,
          work -> {
            Thread thread = new Thread(work, "server");
            thread.setDaemon(true);
            return thread;
          });
  private final CountDownLatch ended = new CountDownLatch(1);
  private AutoCloseable names = () -> {};
  private HttpFront front;
  private boolean closed;

  /**
   * A server that has not begun.
   *
   * @param decisions where it notes what it does, of the same events
   */
  public Server(
      Site site,
      ServerSettings settings,
      HttpFront.Opener opener,
      Events events,
      Decisions decisions,
      Clock clock) {
    this.site = site;
    this.settings = settings;
    this.opener = opener;
    this.events = events;
    this.decisions = decisions;
    this.clock = clock;
    this.begin = clock.instant();
    this.tasks = new TaskFeed(site, events, clock);
    this.stacks = new StackFeed(site.orchestrator(), events);
    for (Kept kept : site.kept()) {
      keepers.add(new Keeper(kept, site.orchestrator(), decisions, clock));
    }
  }

  /**
   * Begins.
   *
   * @throws orch.model.OrchException.Refused when its port is taken; then nothing was begun
   */
  public synchronized void start() {
    front = opener.open(this);
    decisions.note("server", "listens on " + url());
    timer.scheduleWithFixedDelay(tasks::look, 0, TASKS_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    timer.scheduleWithFixedDelay(this::lookAtStacks, 0, STACKS_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    names = site.orchestrator().engine().names(changed -> lookAtStacks());
    keepers.forEach(Keeper::start);
    site.work().ifPresent(WorkDesk::begin);
  }

  private void lookAtStacks() {
    stacks.look();
    keepers.forEach(Keeper::news);
  }

  /** Waits until it is closed. */
  public void await() {
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The address at which clients of this machine reach it. */
  public String url() {
    String host = settings.listen().getHostAddress();
    String shown = host.contains(":") ? "[" + host + "]" : host;
    return "http://" + shown + ":" + front.port();
  }

  /** What it serves. */
  public Site site() {
    return site;
  }

  /** Where it listens, and whom it answers. */
  public ServerSettings settings() {
    return settings;
  }

  /** What happens. */
  public Events events() {
    return events;
  }

  /** How stacks were when it last looked, without asking the engine. */
  public List<StackStatus> stacks() {
    return stacks.last();
  }

  /** How many steps of tasks it has seen since it began, by the state that they led to. */
  public Map<String, Long> taskSteps() {
    Map<String, Long> steps = new LinkedHashMap<>();
    for (Map.Entry<String, LongAdder> entry : tasks.counts().entrySet()) {
      steps.put(entry.getKey(), entry.getValue().sum());
    }
    return steps;
  }

  /** How often it has repaired each stack that it keeps. */
  public Map<String, Integer> repairs() {
    Map<String, Integer> repairs = new LinkedHashMap<>();
    keepers.forEach(keeper -> repairs.put(keeper.name(), keeper.repairs()));
    return repairs;
  }

  /** How long it has been at work. */
  public Duration uptime() {
    return Duration.between(begin, clock.instant());
  }

  /**
   * Ends it: no more requests, no more repairs. Tasks that run go on in their containers; whoever
   * closes the tasks has another process follow them.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      site.work().ifPresent(WorkDesk::stop);
      keepers.forEach(Keeper::close);
      timer.shutdownNow();
      events.close();
      if (front != null) {
        front.close();
        decisions.note("server", "ends; tasks that run go on");
      }
      closeNames();
    } finally {
      ended.countDown();
    }
  }

  private void closeNames() {
    try {
      names.close();
    } catch (Exception e) {
      throw new IllegalStateException("closing what tells of changes throws nothing", e);
    }
  }
}
