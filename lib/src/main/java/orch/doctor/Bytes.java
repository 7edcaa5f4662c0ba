package orch.doctor;

import java.util.Locale;

/** Amounts of memory and disk in words, in the units of the language: {@code 1.MB} is 1,024 KB. */
final class Bytes {
  static final long MB = 1L << 20;
  static final long GB = 1L << 30;

  private Bytes() {}

  /** {@code 1.5 GB} or {@code 120 MB}. */
  static String text(long bytes) {
    return bytes >= GB
        ? String.format(Locale.ROOT, "%.1f GB", (double) bytes / GB)
        : bytes / MB + " MB";
  }
}
