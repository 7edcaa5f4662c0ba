package orch.health;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** The last different answers that a wait saw, for the report of its failure. */
final class Answers {
  /** Older ones explain little. */
  private static final int KEPT = 4;

  private record Kept(Heard first, int lastTry) {}

  private final Deque<Kept> kept = new ArrayDeque<>();

  /** Takes in what is seen now; what is seen again and again is one. */
  void heard(Heard heard) {
    if (heard.tries() == 0) {
      return;
    }
    Kept last = kept.peekLast();
    if (last != null && last.first().answer().equals(heard.answer())) {
      kept.removeLast();
      kept.addLast(new Kept(last.first(), heard.tries()));
      return;
    }
    kept.addLast(new Kept(heard, heard.tries()));
    if (kept.size() > KEPT) {
      kept.removeFirst();
    }
  }

  /** A heading, and a line for each answer with the time from which on it came. */
  List<String> lines() {
    if (kept.isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    lines.add("last answers of " + kept.getLast().lastTry() + " probes:");
    for (Kept answer : kept) {
      int times = answer.lastTry() - answer.first().tries() + 1;
      lines.add(
          String.format(
              Locale.ROOT,
              "  from %.1f s on: %s%s",
              answer.first().waited().toMillis() / 1000.0,
              answer.first().answer(),
              times > 1 ? " (" + times + " times)" : ""));
    }
    return lines;
  }
}
