package orch.compose.out;

import java.math.BigDecimal;
import java.time.Duration;

/** Amounts as Compose files have them. */
final class Amount {
  private Amount() {}

  /** {@code 1h2m3s}, {@code 1.5s}, {@code 500ms}: what the specification calls a duration. */
  static String duration(Duration duration) {
    long nanos = duration.toNanos();
    if (nanos % 1_000_000_000L != 0) {
      return nanos % 1_000_000L == 0 ? nanos / 1_000_000L + "ms" : nanos + "ns";
    }
    long seconds = duration.toSeconds();
    StringBuilder text = new StringBuilder();
    if (seconds >= 3600) {
      text.append(seconds / 3600).append('h');
    }
    if (seconds >= 60) {
      text.append(seconds / 60 % 60).append('m');
    }
    return text.append(seconds % 60).append('s').toString();
  }

  /** Bytes, as text: the specification has sizes as texts; empty for none. */
  static String bytes(long bytes) {
    return bytes == 0 ? "" : Long.toString(bytes);
  }

  /** A number, whole where it is whole. */
  static Number number(double number) {
    BigDecimal exact = BigDecimal.valueOf(number).stripTrailingZeros();
    if (exact.scale() <= 0) {
      return exact.longValue();
    }
    return number;
  }
}
