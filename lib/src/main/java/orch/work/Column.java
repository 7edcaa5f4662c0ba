package orch.work;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The columns that orch knows. Any order; more of them are kept, and read as they are. */
public enum Column {
  /** What the item is about. Required. */
  PROJECT("Project"),
  /** A number, lowest first; empty: behind all others. Required. */
  PRIORITY("Priority"),
  /** {@code Pending, Running, Done, Failed, Blocked}; others are left alone. Required. */
  STATUS("Status"),
  /** Who works on it. */
  AGENT("Agent"),
  /** When it last changed; a date to come holds the item back until then. */
  LAST_UPDATE("Last Update"),
  /** What is to be done. */
  NEXT_ACTION("Next Action"),
  /** A date until when; items of the same priority are ordered by it. */
  DEADLINE("Deadline"),
  /** For the task to read. */
  GPU("GPU"),
  /** For the task to read. */
  MODEL("Model");

  private final String title;

  Column(String title) {
    this.title = title;
  }

  /** As it stands in the header. */
  public String title() {
    return title;
  }

  /** The column of that title, whatever its capitals and the blanks around it. */
  static Optional<Column> of(String title) {
    String plain = plain(title);
    return Arrays.stream(values()).filter(one -> plain(one.title).equals(plain)).findFirst();
  }

  /** What of a title tells it from others. */
  static String plain(String title) {
    return title.strip().toLowerCase(Locale.ROOT);
  }
}
