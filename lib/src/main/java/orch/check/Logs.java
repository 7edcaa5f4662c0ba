package orch.check;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import orch.engine.Engine;
import orch.engine.Experiments;
import orch.model.OrchException;
import orch.model.Service;
import orch.plan.Observed;

/** Output can be had again, all of it. */
final class Logs implements Check {
  /** So long no further line came when there are none. */
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(3);

  /** Between two looks at what the engine is still reading. */
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(300);

  @Override
  public String name() {
    return "logs";
  }

  @Override
  public String proves() {
    return "what services print can be had from the engine: complete and in order after many "
        + "lines, errors apart, on a bounded disk";
  }

  @Override
  public Map<String, String> arguments() {
    return Map.of(
        "service", "only that one",
        "lines", "how many are printed; 100000 by default",
        "bounded", "true: fails where nothing bounds the disk that output takes");
  }

  @Override
  public boolean harms() {
    return true;
  }

  @Override
  public void run(Subject subject, Arguments arguments, Protocol protocol) {
    Optional<String> only = arguments.text("service");
    int lines = Math.max(10, arguments.number("lines", 100_000));
    boolean flooded = false;
    for (Service service : subject.lasting()) {
      if (only.isPresent() && !only.get().equals(service.name())) {
        continue;
      }
      Observed.Container container = subject.one(service.name());
      Experiments.Details details = subject.experiments().details(container.id());
      bounds(service.name(), details, arguments.flag("bounded", false), protocol);
      if (!retrievable(subject, container, details, protocol)) {
        continue;
      }
      // one flood is enough: it is the engine that keeps them, and not the image
      Optional<Printer> printer = flooded ? Optional.empty() : Printer.of(subject, details);
      if (printer.isPresent()) {
        flooded = true;
        flood(subject, container, details, printer.get(), lines, protocol);
      }
    }
    if (!flooded && protocol.clean()) {
      throw new DoesNotApply(
          "nobody can print for a service: no image has a shell that may, and this is not root on"
              + " the engine's machine");
    }
  }

  private static boolean retrievable(
      Subject subject,
      Observed.Container container,
      Experiments.Details details,
      Protocol protocol) {
    AtomicInteger own = new AtomicInteger();
    try {
      subject.engine().logs(container.id(), Engine.LogQuery.ALL, line -> own.incrementAndGet());
    } catch (OrchException.Failed e) {
      protocol.problem(
          "the output of "
              + container.name()
              + " is lost: it is kept by '"
              + details.logDriver()
              + "', and the engine cannot give it back");
      return false;
    }
    protocol.figure("lines of " + container.name() + " itself", own.get(), "");
    if (details.logDriver().equals("none")) {
      protocol.problem("the output of " + container.name() + " is lost: it is kept by nobody");
      return false;
    }
    return true;
  }

  private static void flood(
      Subject subject,
      Observed.Container container,
      Experiments.Details details,
      Printer printer,
      int lines,
      Protocol protocol) {
    int leftOut = lines / 2 + 1;
    printer.lines(protocol.nonce(), lines, leftOut);
    settled(subject, container, lines, protocol.nonce(), NumberedOutput::outEnded);
    // only now: the engine may be ten thousand lines behind on the other stream, and these would
    // rotate away what was printed last of all
    printer.error(protocol.nonce(), lines);
    boolean rotated = details.logOptions().containsKey("max-size");
    NumberedOutput output =
        settled(
            subject,
            container,
            lines,
            protocol.nonce(),
            read -> read.problems(leftOut, rotated).isEmpty());
    protocol.figure("lines had back", output.seen(), "of " + (lines - 1));
    if (output.noticed(leftOut)) {
      protocol.control("line " + leftOut + " was not printed, and its absence was noticed");
    } else if (!rotated) {
      protocol.problem("line " + leftOut + " was not printed, and nobody noticed");
    } else if (output.seen() > 0) {
      protocol.control("lines with a nonce made for this run were told from all others");
    }
    output
        .problems(leftOut, rotated)
        .forEach(problem -> protocol.problem(container.name() + ": " + problem));
    size(details, protocol);
  }

  /**
   * All that the engine has of the lines. It may still be reading some from its pipes, and one that
   * begins a new file while the old ones are read leaves out a part: what is not whole is read
   * again.
   */
  private static NumberedOutput settled(
      Subject subject,
      Observed.Container container,
      int lines,
      String nonce,
      Predicate<NumberedOutput> whole) {
    Pattern form = Pattern.compile(Pattern.quote(nonce) + " (\\d+)");
    NumberedOutput output = new NumberedOutput(lines);
    long grew = System.nanoTime();
    while (!whole.test(output) && System.nanoTime() - grew < PATIENCE) {
      LockSupport.parkNanos(output.seen() == 0 ? 1 : PAUSE);
      NumberedOutput now = new NumberedOutput(lines);
      subject
          .engine()
          .logs(
              container.id(),
              Engine.LogQuery.ALL,
              line -> {
                Matcher matcher = form.matcher(line.text());
                if (matcher.matches()) {
                  now.line(Integer.parseInt(matcher.group(1)), line.error());
                }
              });
      grew = now.seen() > output.seen() ? System.nanoTime() : grew;
      output = now;
    }
    return output;
  }

  private static void bounds(
      String service, Experiments.Details details, boolean must, Protocol protocol) {
    Optional<String> largest = Optional.ofNullable(details.logOptions().get("max-size"));
    boolean bounded = largest.isPresent() || details.logDriver().equals("local");
    if (!bounded) {
      String sentence =
          "nothing bounds the disk that the output of service '" + service + "' takes";
      if (must) {
        protocol.problem(sentence);
      } else {
        protocol.evidence(sentence + ": logging options max-size and max-file do");
      }
    }
  }

  /** What the files of a log take, against what its options allow. */
  private static void size(Experiments.Details details, Protocol protocol) {
    Path log = Path.of(details.logPath().isEmpty() ? "/nowhere" : details.logPath());
    if (!Files.isReadable(log)) {
      return;
    }
    long bytes = 0;
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(log.getParent(), log.getFileName() + "*")) {
      for (Path file : files) {
        bytes += Files.size(file);
      }
    } catch (IOException e) {
      return;
    }
    protocol.figure("disk that it takes", bytes / (double) (1 << 20), "MB");
    String most = details.logOptions().getOrDefault("max-size", "");
    if (!most.isEmpty()) {
      long files = Long.parseLong(details.logOptions().getOrDefault("max-file", "1"));
      long limit =
          new Arguments("logs", Map.of("max-size", most.replaceAll("[bB]$", "")))
              .size("max-size")
              .orElse(0L);
      // the engine changes files after the line with which one is full
      if (bytes > limit * files + (1 << 16)) {
        protocol.problem(
            "output takes " + bytes + " bytes of disk, its options allow " + limit * files);
      }
    }
  }
}
