package orch.check;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import orch.model.OrchException;

/**
 * A file of lines {@code FACT: <time> <stack> <what was proven> <figure>} to which many processes
 * append. Each line is one write at the file's end under a lock of the kernel, so that none is torn
 * or lost; whoever appends without the lock, such as a shell in a container, is safe as well as
 * long as each line is one write. Safe for use by several threads.
 */
public final class FactLog {
  /** The kernel's locks are a process's, not a thread's. */
  private static final Object ONE_AT_A_TIME = new Object();

  private final Path file;
  private final Clock clock;

  /** In this file, which is made where it is not there. */
  public FactLog(Path file, Clock clock) {
    this.file = file;
    this.clock = clock;
  }

  /**
   * The line of a fact: line ends in it become blanks.
   *
   * @param figure may be empty
   */
  String line(String stack, String proven, String figure) {
    String text = "FACT: " + clock.instant().truncatedTo(ChronoUnit.MILLIS) + " " + stack;
    String rest = (" " + proven + " " + figure).stripTrailing();
    return (text + rest).replaceAll("\\R", " ") + "\n";
  }

  /**
   * Appends a fact.
   *
   * @throws OrchException.BadInput when the file cannot be written
   */
  public void append(String stack, String proven, String figure) {
    ByteBuffer line = ByteBuffer.wrap(line(stack, proven, figure).getBytes(StandardCharsets.UTF_8));
    try {
      synchronized (ONE_AT_A_TIME) {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        try (FileChannel channel =
                FileChannel.open(
                    file,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.APPEND);
            // closing it lets go of the lock (fcntl(2)), so it is closed after the last write
            FileChannel reader = FileChannel.open(file, StandardOpenOption.READ);
            FileLock lock = channel.lock()) {
          if (lock.isValid()) {
            finishLine(reader, channel);
          }
          while (line.hasRemaining()) {
            channel.write(line);
          }
        }
      }
    } catch (IOException e) {
      throw new OrchException.BadInput(
          "a fact cannot be written: " + OrchException.reason(e), List.of(file.toString()), null);
    }
  }

  /** Somebody's half line, such as a person's without a line end, must not run into ours. */
  private static void finishLine(FileChannel reader, FileChannel channel) throws IOException {
    long size = reader.size();
    ByteBuffer last = ByteBuffer.allocate(1);
    if (size > 0 && reader.read(last, size - 1) == 1 && last.get(0) != '\n') {
      channel.write(ByteBuffer.wrap(new byte[] {'\n'}));
    }
  }

  /** Appends what a result has shown, if it has. */
  public void append(CheckResult result) {
    if (result.outcome() instanceof Outcome.Passed) {
      List<String> figures = result.figures().stream().map(Figure::text).toList();
      append(result.stack(), "check " + result.name() + " passed", String.join(", ", figures));
    }
  }
}
