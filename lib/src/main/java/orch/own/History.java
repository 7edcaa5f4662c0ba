package orch.own;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import orch.engine.read.EngineEvent;

/** What happened between two moments, asked object by object. */
final class History {
  /** Signals that tell a process something and do not mean its end: HUP, USR1, USR2. */
  private static final Set<String> NEWS = Set.of("1", "10", "12", "HUP", "SIGHUP", "USR1", "USR2");

  private final List<EngineEvent> events;

  /** Events, oldest first. */
  History(List<EngineEvent> events) {
    this.events = List.copyOf(events);
  }

  /**
   * How a container ended the last time.
   *
   * @param at when; empty where no event tells
   * @param by what, in words
   * @param done whether it ended by itself with exit code 0
   * @param requested whether somebody asked for it: a signal, or removal of what did not run
   * @param outOfMemory whether the kernel ended it for lack of memory
   */
  record End(
      Optional<Instant> at, String by, boolean done, boolean requested, boolean outOfMemory) {}

  /** How a container ended the last time. */
  End end(String containerId) {
    boolean oom = false;
    String signal = "";
    EngineEvent death = null;
    End end =
        new End(
            Optional.empty(), "the engine told of no event that explains it", false, false, false);
    for (EngineEvent event : events) {
      if (!event.type().equals("container") || !event.id().equals(containerId)) {
        continue;
      }
      switch (event.action()) {
        case "start" -> {
          oom = false;
          signal = "";
          death = null;
        }
        case "oom" -> oom = true;
        case "kill" -> {
          String sent = event.attributes().getOrDefault("signal", "");
          signal = NEWS.contains(sent) ? signal : sent.isEmpty() ? "unknown" : sent;
          // the engine tells of a signal after sending it: the end that it caused may come first
          end = death == null ? end : died(death, oom, signal);
        }
        case "die" -> {
          death = event;
          end = died(event, oom, signal);
        }
        case "destroy" -> {
          // what ran has died before, and that says more
          if (end.at().isEmpty()) {
            end =
                new End(
                    Optional.of(event.at()), "removed while it did not run", false, true, false);
          }
        }
        case "pause" -> end = new End(Optional.of(event.at()), "paused", false, false, false);
        default -> {}
      }
    }
    return end;
  }

  private static End died(EngineEvent event, boolean oom, String signal) {
    String code = event.attributes().getOrDefault("exitCode", "unknown");
    if (oom && !code.equals("0")) {
      return new End(
          Optional.of(event.at()), "out of memory, exit code " + code, false, false, true);
    }
    boolean asked = !signal.isEmpty();
    String by = asked ? "killed with signal " + signal + ", " : "ended by itself with ";
    return new End(
        Optional.of(event.at()),
        by + "exit code " + code,
        !asked && code.equals("0"),
        asked,
        false);
  }

  /** When something of that kind last happened to an object. */
  Optional<Instant> last(String type, String id, String... actions) {
    return events.stream()
        .filter(e -> e.type().equals(type) && e.id().equals(id))
        .filter(e -> List.of(actions).contains(e.action()))
        .map(EngineEvent::at)
        .reduce((earlier, later) -> later);
  }

  /** {@code " at 2026-11-21T16:10:33.120Z"}, or nothing where it is not known. */
  static String at(Optional<Instant> moment) {
    return moment.map(m -> " at " + m.truncatedTo(ChronoUnit.MILLIS)).orElse("");
  }
}
