package orch.report;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.concurrent.ConcurrentHashMap;
import orch.plan.Operation;
import orch.plan.Progress;

/** Progress as lines: for people, or one JSON document a line. Safe for use by several threads. */
public final class ProgressLines implements Progress.Listener {
  /** How much is told. */
  public enum Detail {
    /** Lines for people, with the time that has passed. */
    TTY,
    /** Lines for logs, with the time of day. */
    PLAIN,
    /** One JSON document a line. */
    JSON,
    /** Nothing. */
    QUIET
  }

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  private static final int LONGEST_NOTE = 160;

  /** A wait of less is not worth a line. */
  private static final Duration LONG_WAIT = Duration.ofSeconds(5);

  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(1);

  private final PrintStream out;
  private final Detail detail;
  private final Style style;
  private final Masking masking;
  private final Clock clock;
  private final Instant begin;

  /** When a wait is told next, since its begin. */
  private final Map<String, Duration> dueWaits = new ConcurrentHashMap<>();

  /** Tenths that are here, by image. */
  private final Map<String, Long> pulledTenths = new ConcurrentHashMap<>();

  /** Prints to this stream. */
  public ProgressLines(PrintStream out, Detail detail, Style style, Masking masking, Clock clock) {
    this.out = out;
    this.detail = detail;
    this.style = style;
    this.masking = masking;
    this.clock = clock;
    this.begin = clock.instant();
  }

  @Override
  public void on(Progress progress) {
    if (detail == Detail.QUIET) {
      return;
    }
    String line =
        detail == Detail.JSON
            ? ProgressJson.line(clock.instant().toString(), progress)
            : text(progress);
    if (!line.isEmpty()) {
      out.println(masking.mask(line));
    }
  }

  private String text(Progress progress) {
    if (progress instanceof Progress.Started started) {
      // most operations are over in no time: only those that may take long are announced
      Operation operation = started.operation();
      return operation instanceof Operation.ProvideImage
          ? line("get", operation.subject(), operation.cause())
          : "";
    } else if (progress instanceof Progress.Done done) {
      return done(done.operation(), done.took());
    } else if (progress instanceof Progress.Failed failed) {
      return line(style.bad("failed"), failed.operation().subject(), "");
    } else if (progress instanceof Progress.Note note) {
      return line("", note.subject(), shortened(note.text()));
    } else if (progress instanceof Progress.Waiting waiting) {
      return waiting(waiting);
    } else if (progress instanceof Progress.Pulled pulled) {
      return pulled(pulled);
    }
    return "";
  }

  /** A wait is told when it has become long, and then in distances that double. */
  private String waiting(Progress.Waiting waiting) {
    Duration waited = waiting.waited();
    Operation.AwaitReady wait = waiting.operation();
    Duration due = dueWaits.getOrDefault(wait.name(), LONG_WAIT);
    if (waited.compareTo(due) < 0) {
      return "";
    }
    Duration further = due.compareTo(LONGEST_SILENCE) < 0 ? due : LONGEST_SILENCE;
    dueWaits.put(wait.name(), waited.plus(further));
    return line(
        "waiting for",
        waiting.operation().name(),
        shortened(
            waiting.operation().readiness().describe()
                + ": "
                + waiting.answer()
                + (waiting.tries() > 0 ? " (" + waiting.tries() + " tries)" : "")
                + ", "
                + waited.toSeconds()
                + " s"));
  }

  /** A pull is told at every tenth. */
  private String pulled(Progress.Pulled pulled) {
    long tenth = pulled.total() == 0 ? 0 : pulled.bytes() * 10 / pulled.total();
    Long told = pulledTenths.put(pulled.image(), tenth);
    return tenth > (told == null ? 0 : told)
        ? line(
            "",
            pulled.operation().subject(),
            "pulled " + pulled.bytes() / 1_000_000 + " of " + pulled.total() / 1_000_000 + " MB")
        : "";
  }

  /** A step of a build can be a page long; its beginning tells which it is. */
  private static String shortened(String note) {
    String text = note.strip().replaceAll("\\R", " ");
    return text.length() <= LONGEST_NOTE ? text : text.substring(0, LONGEST_NOTE - 3) + "...";
  }

  private String done(Operation operation, Duration took) {
    String seconds = String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0);
    if (operation instanceof Operation.AwaitReady await) {
      return line(
          style.good(await.oneShot() ? "completed" : "ready"), operation.subject(), seconds);
    }
    return line(
        PastTense.of(operation), operation.subject(), PastTense.cause(operation) + ", " + seconds);
  }

  private String line(String word, String subject, String text) {
    String time =
        detail == Detail.TTY
            ? String.format(
                Locale.ROOT,
                "%6.1f s",
                Duration.between(begin, clock.instant()).toMillis() / 1000.0)
            : TIME.format(local(clock.instant()));
    return style.faint(time)
        + "  "
        + (word.isEmpty() ? "" : word + " ")
        + subject
        + (text.isEmpty() ? "" : "  " + style.faint(text));
  }

  /** As clocks here show it. A ZoneId would look through all jars for other rules: 40 ms. */
  private static OffsetDateTime local(Instant now) {
    int millis = TimeZone.getDefault().getOffset(now.toEpochMilli());
    return now.atOffset(ZoneOffset.ofTotalSeconds(millis / 1000));
  }
}
