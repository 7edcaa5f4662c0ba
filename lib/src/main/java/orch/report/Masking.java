package orch.report;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Consumer;

/** Replaces secrets in whatever is shown. Safe for use by several threads. */
public final class Masking {
  private static final String MASK = "***";
  private static final int SHORTEST = 4;

  /** The longest first: of a secret that begins with another nothing must be left. */
  private final Set<String> secrets = new ConcurrentSkipListSet<>(Masking::longestFirst);

  private final Consumer<String> told;

  /** Knows no secret yet. */
  public Masking() {
    this(secret -> {});
  }

  /**
   * Knows no secret yet.
   *
   * @param told is told of each that is added, line by line, before it is used; others mask as well
   */
  public Masking(Consumer<String> told) {
    this.told = told;
  }

  // the comparators of Comparator's own are serializable lambdas, which no cache keeps: 10 ms
  private static int longestFirst(String one, String other) {
    int length = Integer.compare(other.length(), one.length());
    return length != 0 ? length : one.compareTo(other);
  }

  /**
   * From now on this text is not shown, nor any of its lines, nor how JSON writes them; texts
   * shorter than four letters would mask half of every sentence and are left.
   */
  public void add(String secret) {
    secret.lines().forEach(this::addLine);
    addOne(secret);
  }

  private void addLine(String line) {
    if (line.length() >= SHORTEST && !secrets.contains(line)) {
      told.accept(line);
    }
    addOne(line);
  }

  private void addOne(String secret) {
    if (secret.length() >= SHORTEST) {
      secrets.add(secret);
      if (secret.chars().anyMatch(c -> c < ' ' || c == '"' || c == '\\')) {
        secrets.add(new String(JsonStringEncoder.getInstance().quoteAsString(secret)));
      }
    }
  }

  /** The text without secrets. */
  public String mask(String text) {
    String masked = text;
    for (String secret : secrets) {
      masked = masked.replace(secret, MASK);
    }
    return masked;
  }
}
