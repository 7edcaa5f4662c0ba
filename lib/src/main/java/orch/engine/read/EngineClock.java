package orch.engine.read;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import orch.engine.http.EngineAddress;
import orch.engine.http.HttpReply;

/**
 * What time it is on the engine, told from this machine's clock and how far the engine's is from
 * it. Exact on the same machine, else known to a second: answers carry no more.
 */
final class EngineClock {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Clock here;
  private final Duration ahead;
  private final Duration unsure;

  private EngineClock(Clock here, Duration ahead, Duration unsure) {
    this.here = here;
    this.ahead = ahead;
    this.unsure = unsure;
  }

  /** Reads it off an answer that has just come. */
  static EngineClock of(HttpReply reply, EngineAddress address, Clock here) {
    Instant now = here.instant();
    Instant date = now;
    List<String> header = reply.headers().getOrDefault("Date", List.of());
    if (!header.isEmpty()) {
      try {
        date = ZonedDateTime.parse(header.get(0), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      } catch (DateTimeException e) {
        // no date: it is taken for the same as here
      }
    }
    // a socket file may lead into a virtual machine with a clock of its own
    Duration apart = Duration.between(date, now);
    boolean same =
        address.isUnix() && !apart.isNegative() && apart.compareTo(SECOND.plusMillis(100)) < 0;
    return same || date.equals(now)
        ? new EngineClock(here, Duration.ZERO, Duration.ZERO)
        : new EngineClock(here, apart.negated(), SECOND);
  }

  /** The earliest that it can be there. */
  Instant earliest() {
    return here.instant().plus(ahead);
  }

  /** The latest that it can be there. */
  Instant latest() {
    return here.instant().plus(ahead).plus(unsure);
  }
}
