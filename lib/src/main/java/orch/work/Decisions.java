package orch.work;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
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
  private final Consumer<Decision> news;

  /**
   * About a source.
   *
   * @param key of the source
   * @param news receives each as well
   */
  public Decisions(StateFolder state, String key, Clock clock, Consumer<Decision> news) {
    this.file = state.folderOf("work", key, "decisions.log");
    this.clock = clock;
    this.news = news;
  }

  /** Where they are kept. */
  public Path file() {
    return file;
  }

  /** Notes one down that is about the list as a whole. */
  void add(String text) {
    add(0, "", "", "", text);
  }

  /** Notes one down; see {@link Decision}. */
  void add(int line, String project, String task, String status, String text) {
    Decision decision = new Decision(clock.instant(), line, project, task, status, text);
    news.accept(decision);
    try {
      if (Files.exists(file) && Files.size(file) > MOST) {
        Path before = file.resolveSibling("decisions.1.log");
        Files.move(file, before, StandardCopyOption.REPLACE_EXISTING);
      }
      Files.writeString(
          file,
          decision.logged() + "\n",
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
