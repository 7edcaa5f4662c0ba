package orch.serve;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What the server decides, and why: a line each on its output, in a file and as an event. Safe for
 * use by several threads.
 */
public final class Decisions {
  /** Above this size, in bytes, the file is put aside, and what was put aside before goes. */
  static final long LARGEST = 10L << 20;

  private final Path file;
  private final Consumer<String> output;
  private final Events events;
  private final Clock clock;

  /**
   * Begins.
   *
   * @param file its folder must exist
   * @param output receives each line as well
   */
  public Decisions(Path file, Consumer<String> output, Events events, Clock clock) {
    this.file = file;
    this.output = output;
    this.events = events;
    this.clock = clock;
  }

  /**
   * Notes one.
   *
   * @param about {@code stack dev}, {@code server}
   * @param text what and why, without secrets
   */
  public synchronized void note(String about, String text) {
    String at = clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
    String line = at + " " + about + ": " + text;
    output.accept(line);
    write(line);
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("at", at);
    data.put("about", about);
    data.put("text", text);
    events.publish("decision", data);
  }

  /** A full disk must not stop what is decided about. */
  private void write(String line) {
    try {
      if (!Files.exists(file)) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      } else if (Files.size(file) > LARGEST) {
        Path aside = file.resolveSibling(file.getFileName() + ".1");
        Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
      }
      Files.writeString(
          file,
          line + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      output.accept("cannot write " + file + ": " + e.getMessage());
    }
  }
}
