package orch.dsl;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import orch.engine.Engine;
import orch.model.Next;
import orch.model.OrchException;
import orch.own.StateFolder;
import orch.plan.Observed;

/** A command on this machine that works on a copy of a stack. One object runs one command. */
final class CommandRun {
  /** How long a command that was told to end may take before it is killed. */
  private static final int GRACE_SECONDS = 10;

  /** The output of so many failed runs is kept where no folder is named. */
  private static final int KEPT = 20;

  private final Surroundings surroundings;
  private final List<String> command;
  private Process process;
  private boolean ended;

  CommandRun(Surroundings surroundings, List<String> command) {
    this.surroundings = surroundings;
    this.command = List.copyOf(command);
  }

  /**
   * Makes sure that there is such a command, before a copy is made for it.
   *
   * @throws OrchException.BadInput when there is none
   */
  void check() {
    String program = command.get(0);
    Stream<Path> places =
        program.contains("/")
            ? Stream.of(surroundings.folder().resolve(program))
            : Stream.of(surroundings.environment().getOrDefault("PATH", "").split(":"))
                .map(folder -> surroundings.folder().resolve(folder).resolve(program));
    if (places.noneMatch(file -> Files.isExecutable(file) && !Files.isDirectory(file))) {
      throw new OrchException.BadInput(
          "there is no command '" + program + "'",
          List.of(
              program.contains("/")
                  ? "no program at " + surroundings.folder().resolve(program)
                  : "in no folder of PATH"),
          Next.verb("help", "run"));
    }
  }

  /**
   * Makes sure that a file can be written, before a copy is made.
   *
   * @throws OrchException.BadInput when it cannot
   */
  static void checkFile(Path file) {
    if (Files.isDirectory(file)) {
      throw new OrchException.BadInput("cannot write " + file + ": it is a folder");
    }
    Path there = Files.exists(file) ? file : file.toAbsolutePath().getParent();
    if (!Files.isWritable(there)) {
      throw new OrchException.BadInput(
          "cannot write "
              + file
              + (Files.exists(there) ? ": permission denied" : ": there is no folder " + there));
    }
  }

  /**
   * Makes sure that a folder is one or can be, before a copy is made.
   *
   * @throws OrchException.BadInput when a file is in its place
   */
  static void checkFolder(Path folder) {
    for (Path part = folder.toAbsolutePath(); part != null; part = part.getParent()) {
      if (Files.exists(part) && !Files.isDirectory(part)) {
        throw new OrchException.BadInput(
            "logs cannot be kept in " + folder + ": " + part + " is no folder");
      }
    }
  }

  /** Runs it on our own input and output; its exit code, 128 and more for a signal. */
  int run(Map<String, String> variables) {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(surroundings.folder().toFile()).inheritIO();
    builder.environment().putAll(variables);
    try {
      synchronized (this) {
        if (ended) {
          throw new OrchException.Failed("interrupted", List.of(), null);
        }
        process = builder.start();
      }
      return process.waitFor();
    } catch (IOException e) {
      throw new OrchException.BadInput("cannot run '" + command.get(0) + "': " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OrchException.Failed("interrupted", List.of(), null);
    }
  }

  /** Ends it, with all that it has started, before its copy goes. */
  synchronized void end() {
    ended = true;
    if (process == null || !process.isAlive()) {
      return;
    }
    List<ProcessHandle> started = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        started.forEach(ProcessHandle::destroyForcibly);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    started.forEach(ProcessHandle::destroy);
  }

  /** Writes the addresses as {@code NAME=value}, a line each. */
  static void writeVariables(Path file, Map<String, String> variables) {
    StringBuilder text = new StringBuilder();
    variables.forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new OrchException.BadInput("cannot write " + file + ": " + OrchException.reason(e));
    }
  }

  /**
   * Keeps what services have printed, a file for each container. The copy does not go meanwhile.
   *
   * @param containers which they are, asked when they are needed
   * @param asked the folder; empty: one for each run under the state folder, the newest 20 stay
   * @return the folder
   * @throws OrchException.Failed when the command was ended from outside: it did not fail
   */
  synchronized Path keepLogs(
      Engine engine,
      Supplier<List<Observed.Container>> containers,
      Optional<Path> asked,
      String run) {
    if (ended) {
      throw new OrchException.Failed("interrupted", List.of(), null);
    }
    Path all =
        StateFolder.of(surroundings.environment(), surroundings.home()).path().resolve("logs");
    Path folder = asked.orElseGet(() -> all.resolve(run));
    try {
      Files.createDirectories(folder);
      if (asked.isEmpty()) {
        keepNewest(all);
      }
      for (Observed.Container container : containers.get()) {
        try (BufferedWriter file =
            Files.newBufferedWriter(folder.resolve(container.name() + ".log"))) {
          engine.logs(container.id(), Engine.LogQuery.ALL, line -> write(file, line.text()));
        }
      }
    } catch (IOException | UncheckedIOException e) {
      throw new OrchException.Failed(
          "the logs cannot be kept in " + folder, List.of(String.valueOf(e.getMessage())), null);
    }
    return folder;
  }

  private void write(BufferedWriter file, String line) {
    try {
      file.write(surroundings.masking().mask(line));
      file.newLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void keepNewest(Path all) throws IOException {
    List<Path> runs;
    try (Stream<Path> folders = Files.list(all)) {
      runs =
          folders
              .sorted(
                  java.util.Comparator.comparing((Path p) -> p.toFile().lastModified()).reversed())
              .toList();
    }
    for (Path old : runs.subList(Math.min(KEPT, runs.size()), runs.size())) {
      try (Stream<Path> files = Files.walk(old)) {
        for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  @Override
  public String toString() {
    return String.join(" ", command);
  }
}
