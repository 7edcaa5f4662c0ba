package orch.compose;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Numbers as YAML 1.2 and the reference have them: leading zeros are octal, underscores nothing.
 */
final class Numbers {
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final Pattern INTEGER =
      Pattern.compile("[-+]?(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]*|[1-9][0-9]*)");

  /** The power of ten from which on the reference writes an exponent. */
  private static final int LARGE = 6;

  private Numbers() {}

  /**
   * Reads a Long, a BigInteger of up to 64 bits, or a Double; empty where the text is no number.
   */
  static Optional<Object> read(String text) {
    char first = text.isEmpty() ? ' ' : text.charAt(0);
    if (!(first >= '0' && first <= '9' || first == '-' || first == '+' || first == '.')) {
      return Optional.empty();
    }
    String plain = text.replace("_", "");
    if (INTEGER.matcher(plain).matches()) {
      BigInteger whole = integer(plain);
      boolean large = whole.bitLength() > 63;
      return Optional.of(
          large
              ? whole.bitLength() > 64 ? whole.doubleValue() : whole
              : (Object) whole.longValue());
    }
    if (FLOAT.matcher(plain).matches()) {
      return Optional.of(Double.valueOf(plain));
    }
    return switch (plain) {
      case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF" ->
          Optional.of(Double.POSITIVE_INFINITY);
      case "-.inf", "-.Inf", "-.INF" -> Optional.of(Double.NEGATIVE_INFINITY);
      case ".nan", ".NaN", ".NAN" -> Optional.of(Double.NaN);
      default -> Optional.empty();
    };
  }

  private static BigInteger integer(String text) {
    boolean negative = text.startsWith("-");
    String digits = negative || text.startsWith("+") ? text.substring(1) : text;
    int base = 10;
    if (digits.length() > 1 && digits.charAt(0) == '0') {
      char kind = Character.toLowerCase(digits.charAt(1));
      base = kind == 'x' ? 16 : kind == 'b' ? 2 : 8;
      digits = digits.substring(Character.isLetter(kind) ? 2 : 1);
    }
    BigInteger value = digits.isEmpty() ? BigInteger.ZERO : new BigInteger(digits, base);
    return negative ? value.negate() : value;
  }

  /**
   * A number that the loader has written as text; 0 where there is none.
   *
   * @throws orch.model.OrchException.BadInput naming the place where it is not finite
   */
  static double finite(String text, Place place) {
    if (text.isEmpty()) {
      return 0;
    }
    if (FLOAT.matcher(text).matches()) {
      return Double.parseDouble(text);
    }
    throw place.bad("'" + text + "' is no number that can be used here");
  }

  /** A number as text, as the reference writes it: shortest, with an exponent when it is large. */
  static String text(double number) {
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      return Double.isNaN(number) ? "NaN" : number > 0 ? "+Inf" : "-Inf";
    }
    if (number == 0) {
      return "0";
    }
    BigDecimal exact = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    int exponent = exact.precision() - exact.scale() - 1;
    if (exponent >= -4 && exponent < LARGE) {
      return exact.toPlainString();
    }
    String digits = exact.unscaledValue().abs().toString();
    String sign = number < 0 ? "-" : "";
    String rest = digits.length() > 1 ? "." + digits.substring(1) : "";
    return sign
        + digits.charAt(0)
        + rest
        + (exponent < 0 ? "e-" : "e+")
        + (Math.abs(exponent) < 10 ? "0" : "")
        + Math.abs(exponent);
  }
}
