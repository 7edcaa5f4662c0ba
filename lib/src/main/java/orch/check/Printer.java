package orch.check;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import orch.engine.Captured;
import orch.engine.Experiments;
import orch.model.OrchException;

/** Prints numbered lines as if a container's first process did. */
sealed interface Printer {
  /** What a command in there must be able to open; nothing is written, and nothing cut off. */
  String TRIAL = ": >> /proc/1/fd/1 && : >> /proc/1/fd/2";

  /**
   * Prints all numbers but the last, each behind a word; those that can be divided by 1000 on
   * standard error.
   *
   * @param last the last number, which is not printed yet
   * @param leftOut a number that is not printed at all
   */
  void lines(String word, int last, int leftOut);

  /** Prints one number on standard error. */
  void error(String word, int number);

  /**
   * A shell in the container, else the kernel here: many an image has a process that runs as
   * another user, and its output is closed to all others in there.
   *
   * @return empty where neither is possible
   */
  static Optional<Printer> of(Subject subject, Experiments.Details details) {
    Inside inside = new Inside(subject.engine(), details.id());
    if (inside.shell(TRIAL).code() == 0) {
      return Optional.of(new Shell(inside));
    }
    return OnThisMachine.process(subject.engine(), details)
        .map(process -> new Kernel(Path.of("/proc", process.pid() + "", "fd")))
        .filter(kernel -> Files.isWritable(kernel.out()) && Files.isWritable(kernel.err()))
        .map(Printer.class::cast);
  }

  /** A shell in the container. */
  record Shell(Inside inside) implements Printer {
    @Override
    public void lines(String word, int last, int leftOut) {
      done(
          inside.shell(
              "i=0; while [ $i -lt $1 ]; do i=$((i+1)); if [ $i = $2 ]; then continue; fi;"
                  + " case $i in *000) echo \"$3 $i\" >&4;; *) echo \"$3 $i\";; esac;"
                  + " done >> /proc/1/fd/1 4>> /proc/1/fd/2",
              Integer.toString(last - 1),
              Integer.toString(leftOut),
              word));
    }

    @Override
    public void error(String word, int number) {
      done(inside.shell("echo \"$2 $1\" >> /proc/1/fd/2", Integer.toString(number), word));
    }

    private static void done(Captured ran) {
      if (ran.code() != 0) {
        throw new OrchException.Failed(
            "lines cannot be printed: " + ran.err().strip(), List.of(), null);
      }
    }
  }

  /**
   * The kernel of this machine.
   *
   * @param streams the folder of the process's open files
   */
  record Kernel(Path streams) implements Printer {
    private Path out() {
      return streams.resolve("1");
    }

    private Path err() {
      return streams.resolve("2");
    }

    @Override
    public void lines(String word, int last, int leftOut) {
      try (OutputStream out = new FileOutputStream(out().toFile(), true);
          OutputStream err = new FileOutputStream(err().toFile(), true)) {
        for (int number = 1; number < last; number++) {
          if (number != leftOut) {
            // a line at a time: what is longer than a pipe takes at once may be torn
            (number % 1000 == 0 ? err : out).write(line(word, number));
          }
        }
      } catch (IOException e) {
        throw broken(e);
      }
    }

    @Override
    public void error(String word, int number) {
      try (OutputStream err = new FileOutputStream(err().toFile(), true)) {
        err.write(line(word, number));
      } catch (IOException e) {
        throw broken(e);
      }
    }

    private static byte[] line(String word, int number) {
      return (word + " " + number + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static OrchException.Failed broken(IOException e) {
      return new OrchException.Failed(
          "lines cannot be printed: " + OrchException.reason(e), List.of(), null);
    }
  }
}
