package orch.plan;

import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import orch.model.Service;

/**
 * A hash of what a container of a service should be. Every component of the record takes part by
 * itself, so none can be forgotten; empty lists and maps, zero and false leave no trace, so a later
 * version can add components without replacing every container.
 */
final class ConfigHash {
  /**
   * Of these a change needs no new container: where it is written, who waits for whom, how many
   * there are.
   */
  static final List<String> NOT_OF_THE_CONTAINER =
      List.of("name", "origin", "images", "dependencies", "replicas", "oneShot");

  private ConfigHash() {}

  /** Short hashes by component, of those that say anything. */
  static Map<String, String> parts(Service service) {
    Map<String, String> parts = new TreeMap<>();
    for (RecordComponent component : Service.class.getRecordComponents()) {
      if (!NOT_OF_THE_CONTAINER.contains(component.getName())) {
        List<String> lines = lines(value(component, service));
        if (!lines.isEmpty()) {
          parts.put(component.getName(), sha256(String.join("\n", lines)).substring(0, 8));
        }
      }
    }
    return parts;
  }

  /** The hash of a record without some of its components. */
  static String of(Record record, Collection<String> without) {
    List<String> lines = new ArrayList<>();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      if (!without.contains(component.getName())) {
        write(component.getName(), value(component, record), lines);
      }
    }
    return sha256(String.join("\n", lines)).substring(0, 16);
  }

  /** All that a value says, a line each; none for what says nothing. */
  static List<String> lines(Object value) {
    List<String> lines = new ArrayList<>();
    write("", value, lines);
    return lines;
  }

  /** The parts as one text; older versions kept it as a label. */
  static String partsLabel(Map<String, String> parts) {
    List<String> pairs = new ArrayList<>();
    parts.forEach((part, hash) -> pairs.add(part + "=" + hash));
    return String.join(",", pairs);
  }

  /** The hash of all parts. */
  static String of(Map<String, String> parts) {
    return sha256(partsLabel(parts)).substring(0, 16);
  }

  /** Whether a label is of a version that wrote hashes by component into it. */
  static boolean isOfOlderVersion(String label) {
    // every service of those had this part, and nothing is called so in a stack's file
    return label.isEmpty() || ("," + label).contains(",process=");
  }

  /** The names of the parts in which a label differs from what is wanted. */
  static Collection<String> changed(String label, Map<String, String> wanted) {
    Map<String, String> before = new LinkedHashMap<>();
    for (String pair : label.split(",")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        before.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    Collection<String> names = new TreeSet<>(before.keySet());
    names.addAll(wanted.keySet());
    names.removeIf(name -> before.getOrDefault(name, "").equals(wanted.getOrDefault(name, "")));
    return names;
  }

  private static void write(String path, Object value, List<String> lines) {
    if (value instanceof Record record) {
      if (!record.getClass().isSealed() && record.getClass().getInterfaces().length > 0) {
        // an alternative of a sealed type: which one it is counts even when all its components are
        // empty
        lines.add(path + ":" + record.getClass().getSimpleName());
      }
      for (RecordComponent component : record.getClass().getRecordComponents()) {
        write(path + "." + component.getName(), value(component, record), lines);
      }
    } else if (value instanceof Collection<?> collection) {
      int index = 0;
      for (Object element : collection) {
        lines.add(path + "[" + index + "]");
        write(path + "[" + index++ + "]", element, lines);
      }
    } else if (value instanceof Map<?, ?> map) {
      new TreeMap<>(map)
          .forEach(
              (key, element) -> {
                String at = path + "{" + line(String.valueOf(key)) + "}";
                lines.add(at);
                write(at, element, lines);
              });
    } else if (value instanceof String text) {
      if (!text.isEmpty()) {
        lines.add(path + "=" + line(text));
      }
    } else if (value instanceof Number
        || value instanceof Boolean
        || value instanceof Enum
        || value instanceof Duration
        || value instanceof Path) {
      String text = value.toString();
      if (!text.equals("0") && !text.equals("0.0") && !text.equals("false")) {
        lines.add(path + "=" + line(text));
      }
    } else {
      throw new IllegalStateException("no hash for " + value.getClass() + " at " + path);
    }
  }

  /** A text on one line, so that no text looks like several places. */
  private static String line(String text) {
    return text.replace("\\", "\\\\").replace("\n", "\\n");
  }

  static Object value(RecordComponent component, Object owner) {
    try {
      return component.getAccessor().invoke(owner);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }

  static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
