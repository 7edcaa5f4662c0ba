package orch.work;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;
import orch.own.StateFolder;

/**
 * What was decided about the items of a source and why, a line each, oldest first. Above four
 * megabytes the file begins anew, and the one before it is kept.
 */
public final class Decisions {
  private static final long MOST = 4 << 20;

  private final Path file;
  private final Clock clock;
  private final Consumer<String> news;

  /**
   * About a source.
   *
   * @param key of the source
   * @param news receives each line as well
   */
  public Decisions(StateFolder state, String key, Clock clock, Consumer<String> news) {
    this.file = state.folderOf("work", key, "decisions.log");
    this.clock = clock;
    this.news = news;
  }

  /** Where they are kept. */
  public Path file() {
    return file;
  }

  /** Notes one down. */
  void add(String text) {
    String line = clock.instant().truncatedTo(ChronoUnit.MILLIS) + "  " + text.replace("\n", " ");
    news.accept(line);
    try {
      if (Files.exists(file) && Files.size(file) > MOST) {
        Path before = file.resolveSibling("decisions.1.log");
        Files.move(file, before, StandardCopyOption.REPLACE_EXISTING);
      }
      Files.writeString(
          file,
          line + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw StateFolder.broken("write", file, e);
    }
  }

  /** The newest ones, oldest first. */
  public List<String> newest(int most) {
    try {
      List<String> lines =
          Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of();
      return lines.subList(Math.max(0, lines.size() - most), lines.size());
    } catch (IOException e) {
      throw StateFolder.broken("read", file, e);
    }
  }
}
