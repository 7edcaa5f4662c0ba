package orch.model;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;

/**
 * The one root of errors that users see: a problem in one sentence, the evidence, the next step.
 * Each kind is one exit code.
 */
public abstract sealed class OrchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> evidence;
  private final transient Optional<Next> next;

  private OrchException(String problem, List<String> evidence, Next next, Throwable cause) {
    super(problem, cause);
    this.evidence = List.copyOf(evidence);
    this.next = Optional.ofNullable(next);
  }

  /** Lines that show why, each without indentation; may be empty. */
  public List<String> evidence() {
    return evidence;
  }

  /** The same error with other evidence. */
  public OrchException withEvidence(List<String> lines) {
    Next step = next.orElse(null);
    OrchException same =
        this instanceof Failed
            ? new Failed(getMessage(), lines, step)
            : this instanceof TimedOut
                ? new TimedOut(getMessage(), lines, step)
                : this instanceof Unavailable
                    ? new Unavailable(getMessage(), lines, step)
                    : this instanceof Refused
                        ? new Refused(getMessage(), lines, step)
                        : new BadInput(getMessage(), lines, step);
    same.setStackTrace(getStackTrace());
    return same;
  }

  /** What to type next, where something helps. */
  public Optional<Next> next() {
    return next;
  }

  /**
   * Why a file could not be read or written, in words: the JDK's messages are often nothing but the
   * path.
   */
  public static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such file or folder: " + e.getMessage();
    } else if (e instanceof AccessDeniedException) {
      return "permission denied: " + e.getMessage();
    } else if (e instanceof FileSystemException system && system.getReason() != null) {
      return system.getReason() + ": " + system.getFile();
    }
    return e.getMessage() == null ? "input or output failed" : e.getMessage();
  }

  /** The exit code of the process: 1 to 5, see the command line's documentation. */
  public abstract int exitCode();

  /** It ran and failed: a service unhealthy, a check failed. Exit code 1. */
  public static final class Failed extends OrchException {
    private static final long serialVersionUID = 1L;

    /** Problem, evidence, next step ({@code null}: none). */
    public Failed(String problem, List<String> evidence, Next next) {
      super(problem, evidence, next, null);
    }

    @Override
    public int exitCode() {
      return 1;
    }
  }

  /** The user's input is wrong and nothing was changed. Exit code 2. */
  public static final class BadInput extends OrchException {
    private static final long serialVersionUID = 1L;

    /** Problem, evidence, next step ({@code null}: none). */
    public BadInput(String problem, List<String> evidence, Next next) {
      super(problem, evidence, next, null);
    }

    /** A problem that needs no further evidence. */
    public BadInput(String problem) {
      this(problem, List.of(), null);
    }

    @Override
    public int exitCode() {
      return 2;
    }
  }

  /** No usable engine, or an image that is not to be had. Exit code 3. */
  public static final class Unavailable extends OrchException {
    private static final long serialVersionUID = 1L;

    /** Problem, evidence, next step ({@code null}: none). */
    public Unavailable(String problem, List<String> evidence, Next next) {
      super(problem, evidence, next, null);
    }

    @Override
    public int exitCode() {
      return 3;
    }
  }

  /** Time ran out. Exit code 4. */
  public static final class TimedOut extends OrchException {
    private static final long serialVersionUID = 1L;

    /** Problem, evidence, next step ({@code null}: none). */
    public TimedOut(String problem, List<String> evidence, Next next) {
      super(problem, evidence, next, null);
    }

    @Override
    public int exitCode() {
      return 4;
    }
  }

  /** Refused: not ours, would lose data, or the state moved. Exit code 5. */
  public static final class Refused extends OrchException {
    private static final long serialVersionUID = 1L;

    /** Problem, evidence, next step ({@code null}: none). */
    public Refused(String problem, List<String> evidence, Next next) {
      super(problem, evidence, next, null);
    }

    @Override
    public int exitCode() {
      return 5;
    }
  }
}
