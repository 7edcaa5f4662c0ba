package orch.check;

import java.util.Locale;

/**
 * Something measured.
 *
 * @param name what: {@code memory of db}
 * @param value how much
 * @param unit such as {@code MB}, {@code ms}, {@code lines}; may be empty
 */
public record Figure(String name, double value, String unit) {
  /** The value as people read it: whole, or with one digit behind the point. */
  public String amount() {
    boolean whole = value == Math.rint(value);
    String number = String.format(Locale.ROOT, whole ? "%.0f" : "%.1f", value);
    return unit.isEmpty() ? number : number + " " + unit;
  }

  /** {@code memory of db 24.1 MB}. */
  public String text() {
    return name + " " + amount();
  }
}
