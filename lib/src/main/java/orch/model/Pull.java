package orch.model;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When an image is pulled although one of that name may be present.
 *
 * @param when which of the policies
 * @param older for {@link When#OLDER}: the age from which on it is pulled again
 */
public record Pull(When when, Duration older) {
  private static final Pattern AGE = Pattern.compile("([0-9]{1,9})([wdhms])");

  /** The policies. */
  public enum When {
    /** Only where it is not present. */
    MISSING,
    /** Not at all: what is not present is not to be had. */
    NEVER,
    /** At each start. */
    ALWAYS,
    /** When the last pull is too long ago. */
    OLDER
  }

  /** Only where it is not present. */
  public static final Pull MISSING = new Pull(When.MISSING, Duration.ZERO);

  /** Not at all. */
  public static final Pull NEVER = new Pull(When.NEVER, Duration.ZERO);

  /** At each start. */
  public static final Pull ALWAYS = new Pull(When.ALWAYS, Duration.ZERO);

  /**
   * Reads {@code missing}, {@code never}, {@code always}, {@code daily}, {@code weekly} or {@code
   * every_12h}, with units w, d, h, m and s.
   *
   * @throws OrchException.BadInput when it is none of these
   */
  public static Pull parse(String text) {
    return switch (text) {
      case "", "missing", "if_not_present" -> MISSING;
      case "never" -> NEVER;
      case "always" -> ALWAYS;
      case "daily" -> older("1d");
      case "weekly" -> older("1w");
      default -> {
        if (!text.matches("every_([0-9]{1,9}[wdhms])+")) {
          throw new OrchException.BadInput(
              "pull policy '"
                  + text
                  + "' is not possible: missing, never, always, daily, weekly or every_12h");
        }
        yield older(text.substring("every_".length()));
      }
    };
  }

  private static Pull older(String text) {
    Duration age = Duration.ZERO;
    Matcher part = AGE.matcher(text);
    while (part.find()) {
      long number = Long.parseLong(part.group(1));
      age =
          age.plus(
              switch (part.group(2)) {
                case "w" -> Duration.ofDays(7 * number);
                case "d" -> Duration.ofDays(number);
                case "h" -> Duration.ofHours(number);
                case "m" -> Duration.ofMinutes(number);
                default -> Duration.ofSeconds(number);
              });
    }
    return new Pull(When.OLDER, age);
  }
}
