package orch.report;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Replaces secrets in whatever is shown. Safe for use by several threads. */
public final class Masking {
  private static final String MASK = "***";

  private final Set<String> secrets = ConcurrentHashMap.newKeySet();

  /**
   * From now on this text is not shown; texts shorter than four letters would mask half of every
   * sentence and are left.
   */
  public void add(String secret) {
    if (secret.length() >= 4) {
      secrets.add(secret);
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
