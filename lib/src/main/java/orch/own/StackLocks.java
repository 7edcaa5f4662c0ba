package orch.own;

import java.io.IOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import orch.model.Identity;
import orch.model.Next;
import orch.model.OrchException;

/**
 * One lock for each stack on an engine: who changes the stack holds it, who reads or waits does
 * not. It goes with the process that holds it, and tells who that is.
 */
public final class StackLocks {
  /** How often a lock that is held is tried again. */
  private static final Duration PAUSE = Duration.ofMillis(20);

  /** Somebody who waits so long hears for whom. */
  private static final Duration NEWS = Duration.ofSeconds(1);

  private final StateFolder state;
  private final String engine;
  private final Clock clock;
  private final String command;

  /**
   * Locks for the stacks on this engine.
   *
   * @param command what this process was called with, for those who wait for it
   */
  public StackLocks(StateFolder state, URI engine, Clock clock, String command) {
    this.state = state;
    this.engine = EngineName.of(engine);
    this.clock = clock;
    this.command = command;
  }

  /**
   * Waits for the lock and takes it.
   *
   * @param stops whether things are to be taken away
   * @param patience the longest wait; empty: as long as it is held
   * @param news receives whom it waits for
   * @throws OrchException.TimedOut when another holds it for longer than that
   */
  public StackLock take(
      Identity identity, boolean stops, Optional<Duration> patience, Consumer<String> news) {
    StackLock lock = new StackLock(this, identity, stops, patience, news);
    lock.take();
    return lock;
  }

  /** Waits until the kernel gives the lock. */
  KernelLock wait(Identity identity, Optional<Duration> patience, Consumer<String> news) {
    Instant begin = clock.instant();
    boolean told = false;
    try {
      while (true) {
        Optional<KernelLock> taken = tryTake(identity);
        if (taken.isPresent()) {
          hold(identity, taken.get());
          return taken.get();
        }
        Duration waited = Duration.between(begin, clock.instant());
        if (patience.isPresent() && waited.compareTo(patience.get()) >= 0) {
          throw new OrchException.TimedOut(
              "stack '"
                  + identity.prefix()
                  + "' is being changed by another orch, for longer than "
                  + text(patience.get()),
              List.of("held by " + holder(identity)),
              Next.verb("status", identity.stack()));
        }
        if (!told && waited.compareTo(NEWS) >= 0) {
          told = true;
          news.accept("waits for " + holder(identity) + ", which changes it");
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OrchException.Failed("interrupted", List.of(), null);
    }
  }

  private Optional<KernelLock> tryTake(Identity identity) {
    // each time anew: somebody may have removed the state folder
    Path file = state.folderOf(files(identity, "lock"));
    try {
      return KernelLock.tryTake(file);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw StateFolder.broken("lock", file, e);
    }
  }

  private static String text(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() + " ms";
  }

  /** The last change. */
  StackChange last(Identity identity) {
    return StackChange.parse(state.read(files(identity, "change")));
  }

  /** Writes down that this process changes the stack from now on. */
  void begin(Identity identity, long number, boolean stops) {
    state.write(own(number, stops).text(), files(identity, "change"));
  }

  /** Writes down that this process holds the lock; lets go of it where that cannot be written. */
  private void hold(Identity identity, KernelLock lock) {
    try {
      state.write(own(0, false).text(), files(identity, "holder"));
    } catch (OrchException e) {
      lock.close();
      throw e;
    }
  }

  private String holder(Identity identity) {
    return StackChange.parse(state.read(files(identity, "holder"))).who();
  }

  private StackChange own(long number, boolean stops) {
    return new StackChange(number, stops, ProcessHandle.current().pid(), clock.instant(), command);
  }

  /** A dedicated copy's files go with its run. */
  private String[] files(Identity identity, String kind) {
    return identity.environment().run().isPresent()
        ? new String[] {"runs", engine, identity.prefix(), kind}
        : new String[] {"locks", engine, identity.stack() + "." + kind};
  }
}
