package orch.engine.read;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A JSON value of the engine's, with forgiving access: what is absent or null reads as empty, as
 * the engine leaves out or nulls fields by version.
 *
 * @param value a map, list, string, number, boolean or null
 */
public record Json(Object value) {
  /** Reads one document; nothing at all reads as missing. */
  public static Json read(InputStream in) throws IOException {
    return read(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  /** Reads one document from text. */
  public static Json read(String text) throws IOException {
    return read(new StringReader(text));
  }

  private static Json read(Reader text) throws IOException {
    try (JsonReader reader = new JsonReader(text)) {
      return new Json(isOver(reader) ? null : tree(reader));
    }
  }

  /**
   * Reads documents that follow each other, such as events; {@code each} ends the reading by
   * returning false.
   */
  public static void readAll(InputStream in, Predicate<Json> each) throws IOException {
    try (JsonReader reader = new JsonReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      // several documents in one stream are no JSON, strictly
      reader.setStrictness(Strictness.LENIENT);
      boolean more = !isOver(reader);
      while (more) {
        more = each.test(new Json(tree(reader))) && reader.peek() != JsonToken.END_DOCUMENT;
      }
    }
  }

  /** Whether there is nothing at all. */
  private static boolean isOver(JsonReader reader) throws IOException {
    try {
      return reader.peek() == JsonToken.END_DOCUMENT;
    } catch (EOFException e) {
      return true;
    }
  }

  private static Object tree(JsonReader reader) throws IOException {
    switch (reader.peek()) {
      case BEGIN_OBJECT -> {
        Map<String, Object> map = new LinkedHashMap<>();
        reader.beginObject();
        while (reader.hasNext()) {
          String name = reader.nextName();
          map.put(name, tree(reader));
        }
        reader.endObject();
        return map;
      }
      case BEGIN_ARRAY -> {
        List<Object> list = new ArrayList<>();
        reader.beginArray();
        while (reader.hasNext()) {
          list.add(tree(reader));
        }
        reader.endArray();
        return list;
      }
      case NUMBER -> {
        return number(reader.nextString());
      }
      case BOOLEAN -> {
        return reader.nextBoolean();
      }
      case NULL -> {
        reader.nextNull();
        return null;
      }
      default -> {
        return reader.nextString();
      }
    }
  }

  /** A whole number that fits; anything else as a floating-point number. */
  private static Number number(String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      return Double.valueOf(text);
    }
  }

  /** The value at a path of names. */
  public Json at(String... names) {
    Object current = value;
    for (String name : names) {
      current = current instanceof Map<?, ?> map ? map.get(name) : null;
    }
    return new Json(current);
  }

  /** As text; empty for what is absent. */
  public String text() {
    return value == null ? "" : value.toString();
  }

  /** As a whole number; 0 for what is absent. */
  public long number() {
    return value instanceof Number number ? number.longValue() : 0;
  }

  /** Whether it is true. */
  public boolean isTrue() {
    return Boolean.TRUE.equals(value);
  }

  /** Whether it is absent or null. */
  public boolean isMissing() {
    return value == null;
  }

  /** The elements of a list; none for what is absent. */
  public List<Json> elements() {
    List<Json> elements = new ArrayList<>();
    if (value instanceof List<?> list) {
      list.forEach(element -> elements.add(new Json(element)));
    }
    return elements;
  }

  /** The members of an object; none for what is absent. */
  public Map<String, Json> members() {
    Map<String, Json> members = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((name, member) -> members.put(name.toString(), new Json(member)));
    }
    return members;
  }

  /** The members of an object as text. */
  public Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    members().forEach((name, member) -> texts.put(name, member.text()));
    return texts;
  }
}
