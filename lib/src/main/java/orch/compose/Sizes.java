package orch.compose;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes such as {@code 64m} and durations such as {@code 1m30s}, as Compose files have them. */
final class Sizes {
  private static final Pattern SIZE =
      Pattern.compile("(-?\\d+(?:\\.\\d+)?) ?([kmgtp]?)i?b?", Pattern.CASE_INSENSITIVE);
  private static final Pattern DURATION_PART =
      Pattern.compile("(\\d+(?:\\.\\d*)?|\\.\\d+)(ns|us|µs|μs|ms|s|m|h)");
  private static final Pattern DURATION = Pattern.compile("0|(?:" + DURATION_PART + ")+");

  private Sizes() {}

  /** Whether a text is a size. */
  static boolean isSize(String text) {
    return SIZE.matcher(text).matches();
  }

  /** Bytes; units are powers of 1024. */
  static long bytes(String text) {
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      return 0;
    }
    int power = " kmgtp".indexOf(matcher.group(2).toLowerCase(Locale.ROOT) + "");
    long unit = 1L << (10 * (matcher.group(2).isEmpty() ? 0 : power));
    return new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit)).longValue();
  }

  /** Whether a text is a duration. */
  static boolean isDuration(String text) {
    return DURATION.matcher(text).matches();
  }

  /** A duration; zero for what is none. */
  static Duration duration(String text) {
    Matcher part = DURATION_PART.matcher(text);
    BigDecimal nanos = BigDecimal.ZERO;
    while (part.find()) {
      nanos =
          nanos.add(
              new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit(part.group(2)))));
    }
    return Duration.ofNanos(nanos.longValue());
  }

  private static long unit(String unit) {
    return switch (unit) {
      case "ns" -> 1;
      case "us", "µs", "μs" -> 1_000;
      case "ms" -> 1_000_000;
      case "s" -> 1_000_000_000L;
      case "m" -> 60_000_000_000L;
      default -> 3_600_000_000_000L;
    };
  }
}
