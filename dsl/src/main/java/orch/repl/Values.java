package orch.repl;

import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import orch.report.JsonText;

/** Results of what was typed, for people as table or tree, and as JSON. */
final class Values {
  /** Deeper things are shown as their text: what refers to itself would have no end. */
  private static final int DEPTH = 12;

  private Values() {}

  /** A result as text, with a line end. */
  static String text(Object value) {
    Object plain = value instanceof CharSequence ? value.toString() : plain(value, 0);
    StringBuilder text = new StringBuilder();
    if (plain instanceof List<?> list && isTable(list)) {
      table(text, list);
    } else if (plain instanceof Map<?, ?> || plain instanceof List<?>) {
      tree(text, plain, 0);
    } else {
      text.append(plain).append('\n');
    }
    return text.toString();
  }

  /** A result as one line of JSON. */
  static String json(Object value) {
    return JsonText.value(plain(value, 0));
  }

  /** The same made of maps, lists, texts, numbers, booleans and nulls. */
  private static Object plain(Object value, int depth) {
    if (value == null || value instanceof Boolean) {
      return value;
    } else if (value instanceof BigDecimal || value instanceof Float || value instanceof Double) {
      return ((Number) value).doubleValue();
    } else if (value instanceof BigInteger) {
      return value;
    } else if (value instanceof Number number) {
      return number.longValue();
    } else if (depth > DEPTH || value instanceof Path) {
      return String.valueOf(value);
    } else if (value instanceof Optional<?> optional) {
      return plain(optional.orElse(null), depth);
    } else if (value instanceof Map<?, ?> map) {
      Map<String, Object> plain = new LinkedHashMap<>();
      map.forEach((key, v) -> plain.put(String.valueOf(key), plain(v, depth + 1)));
      return plain;
    } else if (value instanceof Iterable<?> all) {
      List<Object> plain = new ArrayList<>();
      all.forEach(v -> plain.add(plain(v, depth + 1)));
      return plain;
    } else if (value.getClass().isArray()) {
      List<Object> plain = new ArrayList<>();
      for (int i = 0; i < Array.getLength(value); i++) {
        plain.add(plain(Array.get(value, i), depth + 1));
      }
      return plain;
    }
    return value instanceof Record data ? components(data, depth) : String.valueOf(value);
  }

  private static Object components(Record data, int depth) {
    Map<String, Object> plain = new LinkedHashMap<>();
    try {
      for (RecordComponent component : data.getClass().getRecordComponents()) {
        plain.put(component.getName(), plain(component.getAccessor().invoke(data), depth + 1));
      }
      return plain;
    } catch (ReflectiveOperationException e) {
      // not for others to look into
      return String.valueOf(data);
    }
  }

  /** Whether all are maps with the same keys and nothing in them has parts. */
  private static boolean isTable(List<?> list) {
    return list.size() > 1
        && list.get(0) instanceof Map<?, ?> first
        && !first.isEmpty()
        && list.stream()
            .allMatch(
                row ->
                    row instanceof Map<?, ?> map
                        && map.keySet().equals(first.keySet())
                        && map.values().stream().noneMatch(Values::hasParts));
  }

  private static boolean hasParts(Object value) {
    return value instanceof Map<?, ?> map && !map.isEmpty()
        || value instanceof List<?> list && !list.isEmpty();
  }

  private static void table(StringBuilder text, List<?> list) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(((Map<?, ?>) list.get(0)).keySet().stream().map(String::valueOf).toList());
    list.forEach(
        row -> rows.add(((Map<?, ?>) row).values().stream().map(String::valueOf).toList()));
    int columns = rows.get(0).size();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        int column = i;
        int width = rows.stream().mapToInt(r -> r.get(column).length()).max().orElse(0);
        line.append(row.get(i)).append(" ".repeat(width - row.get(i).length() + 2));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
  }

  private static void tree(StringBuilder text, Object value, int depth) {
    String indent = "  ".repeat(depth);
    if (value instanceof Map<?, ?> map) {
      if (map.isEmpty()) {
        text.append(indent).append("(nothing)\n");
      }
      map.forEach((key, v) -> branch(text, indent + key + ":", v, depth));
    } else if (value instanceof List<?> list) {
      if (list.isEmpty()) {
        text.append(indent).append("(nothing)\n");
      }
      list.forEach(v -> branch(text, indent + "-", v, depth));
    }
  }

  private static void branch(StringBuilder text, String head, Object value, int depth) {
    if (hasParts(value)) {
      text.append(head).append('\n');
      tree(text, value, depth + 1);
    } else {
      boolean nothing = value instanceof Map<?, ?> || value instanceof List<?>;
      text.append(head).append(' ').append(nothing ? "(nothing)" : value).append('\n');
    }
  }
}
