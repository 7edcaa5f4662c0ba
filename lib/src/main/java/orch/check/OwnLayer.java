package orch.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Tells data from scrap among the paths that a service has written outside of volumes. */
final class OwnLayer {
  /** Where data is kept by the file system's conventions and by habit. */
  private static final List<String> DATA =
      List.of("/data", "/srv", "/var/lib", "/var/opt", "/var/spool", "/home", "/opt");

  /** What package managers and servers write below those, and nobody misses. */
  private static final List<String> SCRAP =
      List.of(
          "/var/lib/apt",
          "/var/lib/dpkg",
          "/var/lib/nginx",
          "/var/lib/haproxy",
          "/var/lib/systemd",
          "/data/tmp");

  private OwnLayer() {}

  /**
   * The data folders among paths that were written: the outermost ones.
   *
   * @param mounted where something is mounted
   */
  static List<String> data(Collection<String> written, Collection<String> mounted) {
    TreeSet<String> files = new TreeSet<>();
    for (String path : written) {
      boolean kept = DATA.stream().anyMatch(data -> isBelow(path, data) && !path.equals(data));
      boolean scrap = SCRAP.stream().anyMatch(s -> isBelow(path, s));
      // an engine lists the folders in which something is mounted as well
      boolean mount = mounted.stream().anyMatch(m -> isBelow(path, m) || isBelow(m, path));
      if (kept && !scrap && !mount && !path.contains("/.orch-check-")) {
        files.add(path);
      }
    }
    // a folder is listed with each change in it: what has nothing below it was written itself
    TreeSet<String> folders = new TreeSet<>();
    for (String path : files) {
      String next = files.higher(path);
      if (next == null || !isBelow(next, path)) {
        folders.add(path.substring(0, Math.max(1, path.lastIndexOf('/'))));
      }
    }
    List<String> outermost = new ArrayList<>();
    for (String folder : folders) {
      if (outermost.stream().noneMatch(other -> isBelow(folder, other))) {
        outermost.add(folder);
      }
    }
    return outermost;
  }

  /** Whether a path is another one or below it. */
  static boolean isBelow(String path, String folder) {
    return path.equals(folder) || path.startsWith(folder.replaceFirst("/+$", "") + "/");
  }
}
