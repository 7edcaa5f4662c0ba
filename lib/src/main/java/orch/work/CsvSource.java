package orch.work;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import orch.model.OrchException;
import orch.own.ProcessLock;
import orch.own.StateFolder;

/**
 * A list of work in a CSV file. What is being saved is not read before two looks have found the
 * same file, with its last row ended; a last row without end counts when the file has been at rest
 * for a second. Links are followed, and stay.
 */
public final class CsvSource implements WorkSource {
  /** Longer than a tick of the clock by which file systems note times. */
  private static final Duration QUIET = Duration.ofMillis(40);

  private static final Duration QUIET_UNENDED = Duration.ofSeconds(1);
  private static final Duration QUIET_EMPTY = Duration.ofSeconds(3);

  /** A file that was written so long ago is not being saved now. */
  private static final Duration OLD = Duration.ofSeconds(2);

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Path file;
  private final Clock clock;
  private final Path lock;
  private final StateFolder state;
  private final Consumer<String> news;
  private final FileReplacement replacement = new FileReplacement();
  private FileWatch watch;
  private Stamp seen;
  private long seenAt;
  private Stamp accepted;
  private CsvDocument document;
  private byte[] content;

  /**
   * Of a file.
   *
   * @param file absolute
   * @param state where locks are, and what could not be brought together
   * @param news receives what people should know
   */
  public CsvSource(Path file, StateFolder state, Clock clock, Consumer<String> news) {
    this.file = file;
    this.state = state;
    this.clock = clock;
    this.news = news;
    this.lock = state.folderOf("work", key(), "file.lock");
  }

  @Override
  public String name() {
    return file.toString();
  }

  @Override
  public String key() {
    String path = real().toString();
    String name = file.getFileName().toString().replaceAll("[^A-Za-z0-9_-]", "-");
    return name + "-" + Integer.toHexString(path.hashCode());
  }

  private Path real() {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      return file;
    }
  }

  @Override
  public Look look() {
    late();
    try {
      Path real = file.toRealPath();
      Stamp now = Stamp.of(real);
      if (now.equals(accepted)) {
        return new Look.Same();
      }
      Duration quiet = quiet(now);
      if (quiet.compareTo(QUIET) < 0) {
        return new Look.NotYet("it was changed this moment");
      }
      byte[] bytes = Files.readAllBytes(real);
      if (!Stamp.of(real).equals(now)) {
        return new Look.NotYet("it was changed while it was read");
      }
      return accepted(now, bytes, quiet);
    } catch (NoSuchFileException e) {
      throw new OrchException.BadInput(
          "there is no " + file,
          List.of("it begins with a line like: Project,Priority,Status,Next Action"),
          null);
    } catch (IOException e) {
      throw new OrchException.Unavailable(
          "cannot read " + file, List.of(OrchException.reason(e)), null);
    }
  }

  /** How long it has been as it is now. */
  private Duration quiet(Stamp now) {
    if (!now.equals(seen)) {
      seen = now;
      seenAt = System.nanoTime();
    }
    Duration old = Duration.between(now.modified().toInstant(), clock.instant());
    return old.compareTo(OLD) > 0 ? old : Duration.ofNanos(System.nanoTime() - seenAt);
  }

  private Look accepted(Stamp now, byte[] bytes, Duration quiet) {
    if (bytes.length == 0 && quiet.compareTo(QUIET_EMPTY) < 0) {
      return new Look.NotYet("it is empty");
    }
    CsvDocument read;
    try {
      read = CsvDocument.parse(bytes);
      if (!read.isComplete() && quiet.compareTo(QUIET_UNENDED) < 0) {
        return new Look.NotYet("its last row has no end");
      }
      accepted = now;
      document = null;
      read.table().checked(file.toString());
    } catch (OrchException.BadInput e) {
      accepted = now;
      document = null;
      throw e.getMessage().startsWith(file.toString())
          ? e
          : new OrchException.BadInput(
              file + " cannot be read: " + e.getMessage(), e.evidence(), null);
    }
    document = read;
    content = bytes;
    return new Look.Fresh(read.table());
  }

  @Override
  public Written write(WorkTable base, List<Edit> edits) {
    Optional<Path> open = openInSpreadsheet();
    if (open.isPresent()) {
      return new Written.Later("it is open in a spreadsheet, says " + open.get());
    }
    long begin = System.nanoTime();
    try (ProcessLock held = take(begin)) {
      while (held != null && System.nanoTime() - begin < PATIENCE.toNanos()) {
        Look look = look();
        if (look instanceof Look.NotYet) {
          pause(10);
          continue;
        } else if (document == null) {
          return new Written.Later("it cannot be read");
        }
        Merge merge = Merge.of(base, edits, document.table());
        if (merge.changes().isEmpty()) {
          return new Written.Merged(document.table(), merge);
        }
        WorkTable changed = document.table().with(merge.changes());
        if (replace(document.with(merge.changes()))) {
          return new Written.Merged(changed, merge);
        }
      }
      return new Written.Later(held == null ? "another orch writes it" : "it changes all the time");
    } catch (IOException e) {
      return new Written.Later(OrchException.reason(e));
    } catch (OrchException e) {
      return new Written.Later(e.getMessage());
    }
  }

  /** Has the file hold this, unless it has changed since it was read. */
  private boolean replace(byte[] wanted) throws IOException {
    Path real = file.toRealPath();
    if (!replacement.replace(real, accepted, content, wanted)) {
      return false;
    }
    // it is read again before it is believed: by its times alone, what somebody does to it within
    // this tick of the clock could not be seen
    accepted = null;
    return true;
  }

  private ProcessLock take(long begin) {
    while (System.nanoTime() - begin < PATIENCE.toNanos()) {
      Optional<ProcessLock> taken = ProcessLock.tryTake(lock);
      if (taken.isPresent()) {
        return taken.get();
      }
      pause(10);
    }
    return null;
  }

  private static void pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OrchException.Failed("interrupted", List.of(), null);
    }
  }

  /** The file that says that a spreadsheet has it open, and would put its own copy over ours. */
  private Optional<Path> openInSpreadsheet() {
    String name = file.getFileName().toString();
    return List.of(".~lock." + name + "#", "~$" + name).stream()
        .map(file::resolveSibling)
        .filter(Files::exists)
        .findFirst();
  }

  /** Saves what somebody has written into the file that was replaced while he had it open. */
  private void late() {
    try {
      for (Optional<FileReplacement.Late> late = replacement.writtenLate();
          late.isPresent();
          late = replacement.writtenLate()) {
        Optional<byte[]> added = late.get().added();
        if (added.isPresent() && append(added.get())) {
          news.accept("rows that were added to " + file + " while it was replaced are added again");
        } else {
          rescue(late.get().now());
        }
      }
    } catch (IOException e) {
      news.accept("the file that was replaced cannot be read: " + OrchException.reason(e));
    }
  }

  private boolean append(byte[] rows) throws IOException {
    for (int tries = 0; tries < 20; tries++) {
      Path real = file.toRealPath();
      Stamp now = Stamp.of(real);
      byte[] bytes = Files.readAllBytes(real);
      boolean ended = bytes.length == 0 || bytes[bytes.length - 1] == '\n';
      byte[] wanted = Arrays.copyOf(bytes, bytes.length + (ended ? 0 : 1) + rows.length);
      wanted[bytes.length] = '\n';
      System.arraycopy(rows, 0, wanted, wanted.length - rows.length, rows.length);
      if (replacement.replace(real, now, bytes, wanted)) {
        accepted = null;
        return true;
      }
    }
    return false;
  }

  private void rescue(byte[] bytes) {
    String name = "rescued-" + clock.millis() + ".csv";
    state.write(new String(bytes, StandardCharsets.UTF_8), "work", key(), name);
    news.accept(
        "somebody wrote into "
            + file
            + " in the very moment that it was replaced; what he wrote is in "
            + state.path().resolve("work").resolve(key()).resolve(name));
  }

  /** Removes what an orch that was killed has left beside the file. */
  public void sweep() {
    FileReplacement.sweep(real());
  }

  @Override
  public boolean await(Duration atMost) throws InterruptedException {
    if (watch == null) {
      watch = new FileWatch(file);
    }
    return watch.await(atMost);
  }

  @Override
  public void close() {
    if (replacement.isFresh()) {
      // whoever was about to add a line to the file that was replaced has had his turn by then
      pause(50);
      late();
    }
    replacement.close();
    if (watch != null) {
      watch.close();
    }
  }
}
