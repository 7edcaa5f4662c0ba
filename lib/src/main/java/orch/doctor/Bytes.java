package orch.doctor;

import java.util.Locale;

/** Amounts of memory and disk in words. */
final class Bytes {
  static final long MB = 1_000_000;
  static final long GB = 1_000_000_000;

  private Bytes() {}

  /** {@code 1.5 GB} or {@code 120 MB}. */
  static String text(long bytes) {
    return bytes >= GB
        ? String.format(Locale.ROOT, "%.1f GB", (double) bytes / GB)
        : bytes / MB + " MB";
  }
}
