package orch.own;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import orch.model.OrchException;

/**
 * The engine that orch has started on this machine, as the launcher has written it down in the file
 * {@code engine} of the state folder: pid, time of start in the kernel's ticks, address.
 *
 * @param pid of the engine's process
 * @param ticks when that process began: a pid comes back, this does not
 * @param address where it listens: {@code unix:///var/run/docker.sock}
 */
public record StartedEngine(long pid, String ticks, String address) {
  private static final String FILE = "engine";

  /** What is written down, whether it still runs or not; nothing where orch has started none. */
  public static Optional<StartedEngine> read(StateFolder state) {
    return state
        .read(FILE)
        .map(text -> text.strip().split(" "))
        .filter(words -> words.length == 3 && words[0].matches("\\d{1,9}"))
        .map(words -> new StartedEngine(Long.parseLong(words[0]), words[1], words[2]));
  }

  /** Forgets it. */
  public static void forget(StateFolder state) {
    state.delete(FILE);
  }

  /** Whether this very process still runs. */
  public boolean isAlive() {
    try {
      // https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: the name may hold anything
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      String[] behindName = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return behindName[19].equals(ticks) && !behindName[0].equals("Z");
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Ends it as the system does: its containers are stopped.
   *
   * @param patience how long it may take
   * @throws OrchException.TimedOut when it takes longer
   */
  public void stop(Duration patience) {
    Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(p -> isAlive());
    if (process.isEmpty()) {
      return;
    }
    process.get().destroy();
    try {
      process.get().onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new OrchException.TimedOut(
          "the engine has not ended after " + patience.toSeconds() + " s",
          List.of("process " + pid),
          null);
    } catch (ExecutionException e) {
      throw new IllegalStateException("waiting for an end does not fail", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OrchException.Failed("interrupted", List.of(), null);
    }
  }
}
