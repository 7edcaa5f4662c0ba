package orch.check;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import orch.model.OrchException;
import orch.model.Stack;

/** Holds who reaches whom against who should. */
final class Reachability {
  /** Columns behind those of the services. */
  private static final List<String> BEYOND = List.of("outside", "host");

  private Reachability() {}

  /**
   * One attempt.
   *
   * @param from a service, {@code host}
   * @param to a service, {@code host} or {@code outside}
   * @param target {@code address:port}
   * @param expected whether it should be reached
   * @param found what came of it
   * @param twin whether the same target answered to somebody, and the prober reached something, in
   *     this very run
   */
  record Attempt(
      String from, String to, String target, boolean expected, Reach found, boolean twin) {}

  /** Pairs as {@code a:b}, both ways. */
  static Set<String> apart(Stack stack, Arguments arguments) {
    Set<String> pairs = new LinkedHashSet<>();
    for (String pair : arguments.text("apart").map(t -> t.split("[,;]")).orElse(new String[0])) {
      String[] both = pair.strip().split("[:\\s]+");
      if (both.length != 2) {
        throw new OrchException.BadInput(
            "'apart' of check 'networkIsolation' is pairs such as web:db, not '" + pair + "'");
      }
      stack.service(both[0]);
      stack.service(both[1]);
      pairs.add(both[0] + ":" + both[1]);
      pairs.add(both[1] + ":" + both[0]);
    }
    return pairs;
  }

  /** What is not as expected; of a pair the first attempt. */
  static List<String> problems(List<Attempt> attempts) {
    List<String> problems = new ArrayList<>();
    Set<String> told = new LinkedHashSet<>();
    for (Attempt a : attempts) {
      String pair = a.from() + " -> " + a.to();
      if (a.expected() && !a.found().answers()) {
        if (told.add(pair + " closed")) {
          problems.add(
              pair + ": should reach " + a.target() + " and does not (" + word(a.found()) + ")");
        }
      } else if (!a.expected() && a.found().answers()) {
        if (told.add(pair + " open")) {
          problems.add(pair + ": reaches " + a.target() + " and should not");
        }
      } else if (!a.expected() && !a.twin() && told.add(pair + " unknown")) {
        problems.add(
            pair
                + ": does not reach "
                + a.target()
                + ", but nobody does, so that this shows nothing");
      }
    }
    return problems;
  }

  /** The matrix: a line for each who asks, with a difference marked. */
  static List<String> matrix(List<Attempt> attempts) {
    Set<String> to = new LinkedHashSet<>();
    Set<String> from = new LinkedHashSet<>();
    attempts.stream().map(Attempt::from).forEach(from::add);
    attempts.stream().map(Attempt::to).filter(one -> !BEYOND.contains(one)).forEach(to::add);
    to.addAll(BEYOND);
    List<String> lines = new ArrayList<>();
    for (String one : from) {
      StringBuilder line = new StringBuilder(one).append(" reaches");
      for (String other : to) {
        List<Attempt> both =
            attempts.stream().filter(a -> a.from().equals(one) && a.to().equals(other)).toList();
        if (!both.isEmpty()) {
          boolean reached = both.stream().anyMatch(a -> a.found().answers());
          boolean wrong = both.stream().anyMatch(a -> a.expected() != a.found().answers());
          line.append(' ').append(other).append(reached ? ":yes" : ":no").append(wrong ? "!" : "");
        }
      }
      lines.add(line.toString());
    }
    return lines;
  }

  private static String word(Reach found) {
    return found == Reach.SILENT ? "nothing comes back" : "there is no way";
  }
}
