package orch.report;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** Replaces secrets in whatever is shown. Safe for use by several threads. */
public final class Masking {
  private static final String MASK = "***";

  /** The longest first: of a secret that begins with another nothing must be left. */
  private final Set<String> secrets =
      new ConcurrentSkipListSet<>(
          Comparator.comparingInt(String::length).reversed().thenComparing(String::compareTo));

  /**
   * From now on this text is not shown, nor any of its lines, nor how JSON writes them; texts
   * shorter than four letters would mask half of every sentence and are left.
   */
  public void add(String secret) {
    addOne(secret);
    secret.lines().forEach(this::addOne);
  }

  private void addOne(String secret) {
    if (secret.length() >= 4) {
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
