package orch.lane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names by which {@code orch task run} finds tasks in a folder, read from its files as text.
 */
public final class DescribedTasks {
  private static final Pattern TASK =
      Pattern.compile("\\btask\\s*\\(?\\s*['\"]([A-Za-z0-9_.-]+)['\"]");

  private DescribedTasks() {}

  /** The names, and which file describes each. */
  public static Map<String, String> in(Path folder) {
    Map<String, String> names = new TreeMap<>();
    String[] files = folder.resolve("tasks").toFile().list();
    for (String file : files == null ? new String[0] : files) {
      if (file.endsWith(".groovy")) {
        names.put(file.substring(0, file.length() - ".groovy".length()), "tasks/" + file);
      }
    }
    for (String file : new String[] {"tasks.groovy", "stack.groovy"}) {
      Path script = folder.resolve(file);
      if (Files.isRegularFile(script)) {
        addOf(script, names);
        break;
      }
    }
    return names;
  }

  private static void addOf(Path script, Map<String, String> names) {
    try {
      Matcher task = TASK.matcher(Files.readString(script));
      while (task.find()) {
        names.put(task.group(1), String.valueOf(script.getFileName()));
      }
    } catch (IOException e) {
      // nothing to propose
    }
  }
}
