package orch.work;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Set;
import orch.model.OrchException;

/**
 * How a list is worked off.
 *
 * @param projects those with a folder; empty: all are welcome
 * @param atOnce how many items at the same time, from 1; 1 by default
 * @param every how often it looks where nothing tells of changes; 10 seconds by default
 * @param zone in which dates without a zone are meant
 */
public record Terms(Set<String> projects, int atOnce, Duration every, ZoneId zone) {
  /** What {@code every} is unless it is said. */
  public static final Duration DEFAULT_EVERY = Duration.ofSeconds(10);

  /** Copies the names and checks the ranges. */
  public Terms {
    projects = Set.copyOf(projects);
    if (atOnce < 1 || atOnce > 1_000) {
      throw new OrchException.BadInput("concurrency is 1 to 1000, not " + atOnce);
    } else if (every.compareTo(Duration.ofMillis(100)) < 0) {
      throw new OrchException.BadInput("every is 100 ms or more, not " + every.toMillis() + " ms");
    }
  }
}
