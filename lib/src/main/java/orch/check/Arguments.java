package orch.check;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import orch.model.Durations;
import orch.model.Names;
import orch.model.OrchException;
import orch.model.Stack;

/**
 * What a user says to a check: texts from the command line, values from a script.
 *
 * @param check whose they are
 * @param values by name
 */
public record Arguments(String check, Map<String, Object> values) {
  private static final Pattern SIZE = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([kKmMgG]?)i?[bB]?");

  /** Copies the map. */
  public Arguments {
    values = Map.copyOf(values);
  }

  /**
   * Checks that each is known.
   *
   * @throws OrchException.BadInput naming the nearest known one
   */
  public void allowOnly(Collection<String> names) {
    for (String name : values.keySet()) {
      if (!names.contains(name)) {
        throw new OrchException.BadInput(
            "check '" + check + "' has no argument '" + name + "'" + Names.didYouMean(name, names),
            List.of(names.isEmpty() ? "it takes none" : "it takes: " + String.join(", ", names)),
            null);
      }
    }
  }

  /**
   * Reads each as its check will, so that what is wrong is told before anything is done.
   *
   * @throws OrchException.BadInput when a value is of another kind, or names no service
   */
  public void verify(Stack stack) {
    for (String name : values.keySet()) {
      switch (name) {
        case "service", "balancer" -> text(name).ifPresent(stack::service);
        case "within", "after", "grace", "steady" -> duration(name, Duration.ZERO);
        case "lines", "writers", "processes", "facts" -> number(name, 0);
        case "bounded", "lean", "clean" -> flag(name, false);
        case "each" -> size(name);
        case "atMost" -> atMost();
        case "apart" -> Reachability.apart(stack, this);
        case "path" -> path();
        default -> {
          // any text will do
        }
      }
    }
  }

  private void atMost() {
    if (check.equals("idleCpu")) {
      amount("atMost");
    } else {
      size("atMost");
    }
  }

  private void path() {
    if (check.equals("persistence") && text("service").isEmpty()) {
      throw new OrchException.BadInput(
          "'path' of check 'persistence' needs 'service': it is a path in that service's container");
    }
  }

  /** A text. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name)).map(Object::toString);
  }

  /** Yes or no: {@code true}, {@code false}. */
  public boolean flag(String name, boolean otherwise) {
    Object value = values.get(name);
    if (value == null) {
      return otherwise;
    }
    if (!value.toString().matches("true|false")) {
      throw wrong(name, value, "true or false");
    }
    return Boolean.parseBoolean(value.toString());
  }

  /** A whole number, zero or more. */
  public int number(String name, int otherwise) {
    Object value = values.get(name);
    if (value == null) {
      return otherwise;
    }
    if (!value.toString().matches("\\d{1,9}")) {
      throw wrong(name, value, "a whole number");
    }
    return Integer.parseInt(value.toString());
  }

  /** A number, zero or more. */
  public Optional<Double> amount(String name) {
    Object value = values.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.toString().matches("\\d{1,9}(\\.\\d{1,9})?")) {
      throw wrong(name, value, "a number");
    }
    return Optional.of(Double.valueOf(value.toString()));
  }

  /** A span of time: {@code 5s}, {@code 500ms}. */
  public Duration duration(String name, Duration otherwise) {
    Object value = values.get(name);
    if (value == null) {
      return otherwise;
    }
    return value instanceof Duration given
        ? given
        : Durations.parse("'" + name + "' of check '" + check + "'", value.toString());
  }

  /** Bytes: {@code 500MB}, with units of 1024. */
  public Optional<Long> size(String name) {
    Object value = values.get(name);
    if (value == null || value instanceof Long) {
      return Optional.ofNullable((Long) value);
    }
    Matcher matcher = SIZE.matcher(value.toString());
    if (!matcher.matches()) {
      throw wrong(name, value, "a size such as 500MB");
    }
    long unit =
        switch (matcher.group(2).toUpperCase(Locale.ROOT)) {
          case "K" -> 1L << 10;
          case "M" -> 1L << 20;
          case "G" -> 1L << 30;
          default -> 1;
        };
    return Optional.of(Math.round(Double.parseDouble(matcher.group(1)) * unit));
  }

  private OrchException.BadInput wrong(String name, Object value, String wanted) {
    return new OrchException.BadInput(
        "'" + name + "' of check '" + check + "' is " + wanted + ", not '" + value + "'");
  }
}
