package orch.plan;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What may be shown of a value when it changes. Files hold secrets that nobody marked as such:
 * where name or text looks like one, only that it changed is told.
 */
final class Disclosure {
  /** The longest text that a line of a plan has room for. */
  private static final int LONGEST = 40;

  private static final Pattern SECRET_NAME =
      Pattern.compile("pass|pwd|secret|token|key|cred|auth|cert|private|salt|dsn|cookie|session");

  private static final Pattern SECRET_TEXT =
      Pattern.compile("://[^/\\s]*@|(pass|pwd|secret|token|key)\\w*\\s*[=:]|-----begin");

  /** Long, without blanks, letters and digits mixed: made by a machine, perhaps as a key. */
  private static final Pattern RANDOM =
      Pattern.compile("(?=.*[0-9])(?=.*[A-Za-z])[A-Za-z0-9+/_=-]{20,}");

  private Disclosure() {}

  /** Whether a value is treated as a secret, marked or not. */
  static boolean looksSecret(String name, String text) {
    return SECRET_NAME.matcher(name.toLowerCase(Locale.ROOT)).find()
        || SECRET_TEXT.matcher(text.toLowerCase(Locale.ROOT)).find()
        || RANDOM.matcher(text).matches();
  }

  /** Whether a text that is no secret is short enough for a line of a plan. */
  static boolean fits(String text) {
    return text.length() <= LONGEST && text.chars().noneMatch(Character::isISOControl);
  }
}
