package orch.report;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
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

  private final PrintStream out;
  private final Detail detail;
  private final Style style;
  private final Masking masking;
  private final Clock clock;
  private final Instant begin;

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
    String line = detail == Detail.JSON ? json(progress) : text(progress);
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
    }
    return "";
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
    String word =
        switch (operation.verb()) {
          case "get" -> "got";
          case "stop" -> "stopped";
          default ->
              operation.verb().endsWith("e") ? operation.verb() + "d" : operation.verb() + "ed";
        };
    return line(word, operation.subject(), operation.cause() + ", " + seconds);
  }

  private String line(String word, String subject, String text) {
    String time =
        detail == Detail.TTY
            ? String.format(
                Locale.ROOT,
                "%6.1f s",
                Duration.between(begin, clock.instant()).toMillis() / 1000.0)
            : TIME.format(clock.instant().atZone(ZoneId.systemDefault()));
    return style.faint(time)
        + "  "
        + (word.isEmpty() ? "" : word + " ")
        + subject
        + (text.isEmpty() ? "" : "  " + style.faint(text));
  }

  private String json(Progress progress) {
    String time = clock.instant().toString();
    if (progress instanceof Progress.Started started) {
      return JsonText.event(time, "started", started.operation(), "", -1);
    } else if (progress instanceof Progress.Done done) {
      return JsonText.event(time, "done", done.operation(), "", done.took().toMillis());
    } else if (progress instanceof Progress.Failed failed) {
      return JsonText.event(time, "failed", failed.operation(), failed.problem(), -1);
    }
    Progress.Note note = (Progress.Note) progress;
    return JsonText.event(
        time, "note", null, note.subject() + (note.text().isEmpty() ? "" : ": " + note.text()), -1);
  }
}
