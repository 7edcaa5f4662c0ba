package orch.engine.read;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON value of the engine's, with forgiving access: what is absent or null reads as empty, as
 * the engine leaves out or nulls fields by version.
 *
 * @param value a map, list, string, number, boolean or null
 */
public record Json(Object value) {
  private static final JsonFactory FACTORY = new JsonFactory();

  /** Reads one document. */
  public static Json read(InputStream in) throws IOException {
    try (JsonParser parser = FACTORY.createParser(in)) {
      parser.nextToken();
      return new Json(tree(parser));
    }
  }

  /** Reads one document from text. */
  public static Json read(String text) throws IOException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      parser.nextToken();
      return new Json(tree(parser));
    }
  }

  /**
   * Reads documents that follow each other, such as events; {@code each} ends the reading by
   * returning false.
   */
  public static void readAll(InputStream in, java.util.function.Predicate<Json> each)
      throws IOException {
    try (JsonParser parser = FACTORY.createParser(in)) {
      while (parser.nextToken() != null) {
        if (!each.test(new Json(tree(parser)))) {
          return;
        }
      }
    }
  }

  private static Object tree(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      return null;
    }
    switch (token) {
      case START_OBJECT -> {
        Map<String, Object> map = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String name = parser.currentName();
          parser.nextToken();
          map.put(name, tree(parser));
        }
        return map;
      }
      case START_ARRAY -> {
        List<Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(tree(parser));
        }
        return list;
      }
      case VALUE_NUMBER_INT -> {
        return parser.getLongValue();
      }
      case VALUE_NUMBER_FLOAT -> {
        return parser.getDoubleValue();
      }
      case VALUE_TRUE -> {
        return Boolean.TRUE;
      }
      case VALUE_FALSE -> {
        return Boolean.FALSE;
      }
      case VALUE_NULL -> {
        return null;
      }
      default -> {
        return parser.getText();
      }
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
