package orch.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import orch.engine.Captured;
import orch.engine.Experiments;
import orch.model.OrchException;
import orch.plan.Observed;

/** A volume into which several containers can write, and the writers in them. */
final class SharedFolder {
  private final Subject subject;

  /** Container id and the folder there, by container name. */
  private final Map<String, String[]> places;

  private SharedFolder(Subject subject, Map<String, String[]> places) {
    this.subject = subject;
    this.places = places;
  }

  /**
   * The volume that most containers can write to.
   *
   * @throws DoesNotApply when there is none with a shell beside it
   */
  static SharedFolder find(Subject subject) {
    Map<String, Map<String, String[]>> byVolume = new LinkedHashMap<>();
    for (Observed.Container container : subject.containers()) {
      if (!container.running()) {
        continue;
      }
      for (Experiments.Mounted mount : subject.experiments().details(container.id()).mounts()) {
        if (mount.type().equals("volume") && mount.writable()) {
          byVolume
              .computeIfAbsent(mount.name(), name -> new LinkedHashMap<>())
              .put(container.name(), new String[] {container.id(), mount.target()});
        }
      }
    }
    Map<String, String[]> most =
        byVolume.values().stream()
            .max((a, b) -> Integer.compare(a.size(), b.size()))
            .orElseThrow(() -> new DoesNotApply("no service can write to a volume"));
    most.values().removeIf(place -> !new Inside(subject.engine(), place[0]).hasShell());
    if (most.isEmpty()) {
      throw new DoesNotApply("no image with a volume has a shell in which writers could run");
    }
    return new SharedFolder(subject, most);
  }

  /**
   * The shell's words with which each writer waits until all are there: commands take longer to
   * begin than to write, and one after the other nobody is in another's way. {@code sleep} is not
   * in every image.
   */
  static String together(int writers, String mark) {
    String file = "\"$1/" + mark + "-";
    return ": > "
        + file
        + "$2\"; n=1; k=0; while [ $n -le "
        + writers
        + " ]; do if [ -e "
        + file
        + "$n\" ]; then n=$((n+1));"
        + " elif sleep 0.02 2>/dev/null; then k=$((k+1000)); else k=$((k+1)); fi;"
        + " if [ $k -gt 1000000 ]; then echo 'the others have not begun' >&2; exit 98; fi; done; ";
  }

  /** How many containers write. */
  int containers() {
    return places.size();
  }

  /**
   * Runs a line for the shell as often as there are writers, all at once, spread over the
   * containers: {@code $1} is the folder, {@code $2} the writer's number.
   */
  void write(int writers, String script) {
    List<String[]> spread = List.copyOf(places.values());
    String mark = ".orch-check-ready-" + Long.toString(System.nanoTime(), 36);
    String line = together(writers, mark) + script;
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    try {
      List<CompletableFuture<Captured>> running = new ArrayList<>();
      for (int writer = 1; writer <= writers; writer++) {
        String[] place = spread.get(writer % spread.size());
        String number = Integer.toString(writer);
        Inside inside = new Inside(subject.engine(), place[0]);
        running.add(
            CompletableFuture.supplyAsync(() -> inside.shell(line, place[1], number), threads));
      }
      for (CompletableFuture<Captured> one : running) {
        Captured ran = one.join();
        if (ran.code() != 0) {
          throw new OrchException.Failed(
              "a writer ended with exit code " + ran.code(),
              (ran.err() + ran.out()).lines().limit(5).toList(),
              null);
        }
      }
    } finally {
      threads.shutdownNow();
      remove(mark + "-*");
    }
  }

  /** A file in it, as text; empty where there is none. */
  String read(String file) {
    String[] place = places.values().iterator().next();
    return subject
        .experiments()
        .read(place[0], place[1] + "/" + file)
        .map(entry -> new String(entry.content(), java.nio.charset.StandardCharsets.UTF_8))
        .orElse("");
  }

  /** Removes files from it, where the image can. */
  void remove(String... files) {
    String[] place = places.values().iterator().next();
    for (String file : files) {
      new Inside(subject.engine(), place[0]).shell("rm -f \"$1\"/" + file, place[1]);
    }
  }

  /** Whether all images of the writers have a program. */
  boolean have(String program) {
    return places.values().stream()
        .allMatch(
            place ->
                new Inside(subject.engine(), place[0]).shell("command -v " + program).code() == 0);
  }
}
