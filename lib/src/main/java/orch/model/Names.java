package orch.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/** Rules for names, and the nearest known name to a mistyped one. */
public final class Names {
  /**
   * What stacks, services, volumes and networks may be called: it must serve in container names,
   * labels and DNS alike (Compose's rule for project names, with capitals allowed).
   */
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}");

  private Names() {}

  /**
   * Returns the name, unchanged.
   *
   * @throws OrchException.BadInput when it cannot be the name of a {@code what}
   */
  public static String checked(String what, String name) {
    if (name == null || !NAME.matcher(name).matches()) {
      throw new OrchException.BadInput(
          what
              + " name '"
              + name
              + "' is not possible: 1 to 63 letters, digits, '_', '.' or '-', the first a letter or digit");
    }
    return name;
  }

  /**
   * The known word that a reader would take for a slip of {@code word}: at most a third of its
   * letters differ.
   */
  public static Optional<String> nearest(String word, Collection<String> known) {
    int most = Math.max(1, word.length() / 3);
    return known.stream()
        .filter(candidate -> distance(word, candidate) <= most)
        .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
  }

  /** {@code "; did you mean 'x'?"}, or nothing where no known word is near. */
  public static String didYouMean(String word, Collection<String> known) {
    return nearest(word, known).map(found -> "; did you mean '" + found + "'?").orElse("");
  }

  /**
   * Optimal string alignment: insertions, deletions, substitutions and swapped neighbours, ignoring
   * case.
   */
  private static int distance(String left, String right) {
    String a = left.toLowerCase(java.util.Locale.ROOT);
    String b = right.toLowerCase(java.util.Locale.ROOT);
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        cost[i][j] =
            Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + change);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }
}
