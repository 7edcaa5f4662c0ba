package orch.lane;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Verbs that jars in {@code lib/ext} of a folder bring. */
final class OfJars {
  private static final String VERBS = "orch/verbs/";
  private static final String ENDING = ".groovy";

  private OfJars() {}

  /** Their texts by name. */
  static Map<String, String> verbs(Path folder) throws IOException {
    Map<String, String> verbs = new TreeMap<>();
    Path jars = folder.resolve("lib/ext");
    String[] names = jars.toFile().list((in, name) -> name.endsWith(".jar"));
    for (String name : names == null ? new String[0] : names) {
      try (ZipFile zip = new ZipFile(jars.resolve(name).toFile())) {
        for (ZipEntry entry : zip.stream().toList()) {
          String path = entry.getName();
          if (path.startsWith(VERBS) && path.endsWith(ENDING)) {
            verbs.put(
                path.substring(VERBS.length(), path.length() - ENDING.length()),
                new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
          }
        }
      }
    }
    return verbs;
  }
}
