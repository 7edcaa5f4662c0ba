package orch.dsl;

import java.time.Duration;

/**
 * What numbers can say in scripts: {@code 500.ms}, {@code 30.seconds}, {@code 2.minutes}, {@code
 * 64.MB}, {@code 1.GB}.
 */
public final class Amounts {
  private Amounts() {}

  /** Milliseconds. */
  public static Duration getMs(Number self) {
    return millis(self, 1);
  }

  /** Seconds. */
  public static Duration getSecond(Number self) {
    return millis(self, 1000);
  }

  /** Seconds. */
  public static Duration getSeconds(Number self) {
    return millis(self, 1000);
  }

  /** Minutes. */
  public static Duration getMinute(Number self) {
    return millis(self, 60_000);
  }

  /** Minutes. */
  public static Duration getMinutes(Number self) {
    return millis(self, 60_000);
  }

  /** Hours. */
  public static Duration getHour(Number self) {
    return millis(self, 3_600_000);
  }

  /** Hours. */
  public static Duration getHours(Number self) {
    return millis(self, 3_600_000);
  }

  /** Bytes. */
  public static Size getB(Number self) {
    return size(self, 1);
  }

  /** Kibibytes: 1024 bytes, as the engine counts. */
  public static Size getKB(Number self) {
    return size(self, 1L << 10);
  }

  /** Mebibytes: 1024 x 1024 bytes, as the engine counts. */
  public static Size getMB(Number self) {
    return size(self, 1L << 20);
  }

  /** Gibibytes, as the engine counts. */
  public static Size getGB(Number self) {
    return size(self, 1L << 30);
  }

  private static Duration millis(Number number, long factor) {
    return Duration.ofMillis(Math.round(number.doubleValue() * factor));
  }

  private static Size size(Number number, long factor) {
    boolean whole = number instanceof Integer || number instanceof Long;
    return new Size(
        whole ? number.longValue() * factor : Math.round(number.doubleValue() * factor));
  }

  /**
   * An amount of memory or disk.
   *
   * @param bytes of it
   */
  public record Size(long bytes) {}
}
