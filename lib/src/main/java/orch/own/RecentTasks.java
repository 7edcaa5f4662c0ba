package orch.own;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tasks that were submitted or ended here last, for those who complete an id while somebody
 * types it: opening the store of tasks would take longer than they may wait. A hint and no more:
 * what another process notes while the file is shortened is missing from it.
 */
public final class RecentTasks {
  /** So many are kept. */
  static final int MOST = 100;

  private static final long LONGEST = 16 * 1024;

  private final Path file;

  /**
   * In this folder.
   *
   * @param folder of tasks, in the state folder; it may not exist yet
   */
  public RecentTasks(Path folder) {
    this.file = folder.resolve("recent");
  }

  /** Those of a state folder. */
  public static RecentTasks of(StateFolder state) {
    return new RecentTasks(state.path().resolve("tasks"));
  }

  /** Notes a task and what is known of it: its name and state. */
  public void note(String id, String about) {
    try {
      Files.writeString(
          file,
          line(id, about),
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
      if (Files.size(file) > LONGEST) {
        replace(all());
      }
    } catch (IOException e) {
      // nobody is told an id that could be; all else works
    }
  }

  /** What they are by their ids, the latest first. */
  public Map<String, String> all() {
    Map<String, String> all = new LinkedHashMap<>();
    try {
      List<String> lines =
          Files.exists(file) ? new ArrayList<>(Files.readAllLines(file)) : new ArrayList<>();
      Collections.reverse(lines);
      for (String line : lines) {
        int tab = line.indexOf('\t');
        if (tab > 0 && all.size() < MOST) {
          all.putIfAbsent(line.substring(0, tab), line.substring(tab + 1));
        }
      }
    } catch (IOException e) {
      // as above
    }
    return all;
  }

  /** From now on it is these, the latest first. */
  public void replace(Map<String, String> latest) {
    List<Map.Entry<String, String>> oldestFirst = new ArrayList<>(latest.entrySet());
    Collections.reverse(oldestFirst);
    StringBuilder text = new StringBuilder();
    oldestFirst.stream()
        .skip(Math.max(0, oldestFirst.size() - MOST))
        .forEach(entry -> text.append(line(entry.getKey(), entry.getValue())));
    try {
      Path fresh = Files.createTempFile(file.getParent(), ".recent-", "");
      Files.writeString(fresh, text);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      // as above
    }
  }

  private static String line(String id, String about) {
    return id + "\t" + about + "\n";
  }
}
