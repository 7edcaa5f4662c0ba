package orch.ci;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import orch.model.Origin;
import orch.report.GitHubText;
import orch.report.GitLabText;

/**
 * Marks in what a command prints that a CI system reads: it folds progress away, and shows errors
 * at their lines. They go to standard error, so that standard output stays what it is; GitHub
 * Actions and GitLab read both alike. Safe for use by several threads.
 */
public final class JobLog {
  /** Who reads them. */
  public enum Reader {
    /** GitHub Actions. */
    GITHUB,
    /** GitLab. */
    GITLAB
  }

  private final Reader reader;
  private final PrintStream err;
  private final Clock clock;
  private final Optional<Path> workspace;
  private final BooleanSupplier folding;
  private int annotations;
  private int sections;
  private boolean open;

  /**
   * For one command.
   *
   * @param workspace the repository's root: files in it are named relative to it
   * @param folding whether progress is folded away, asked when it begins: not where programs read
   *     it
   */
  public JobLog(
      Reader reader,
      PrintStream err,
      Clock clock,
      Optional<Path> workspace,
      BooleanSupplier folding) {
    this.reader = reader;
    this.err = err;
    this.clock = clock;
    this.workspace = workspace;
    this.folding = folding;
  }

  /** Folds what follows away. */
  synchronized void begin(String title) {
    end();
    if (folding.getAsBoolean()) {
      open = true;
      sections++;
      err.println(
          reader == Reader.GITHUB
              ? GitHubText.beginGroup(title)
              : GitLabText.beginSection(clock.instant(), section(), title));
    }
  }

  /** What follows is shown again. */
  synchronized void end() {
    if (open) {
      open = false;
      err.println(
          reader == Reader.GITHUB
              ? GitHubText.endGroup()
              : GitLabText.endSection(clock.instant(), section()));
    }
  }

  /** A name that no other section of the job has: jobs run several commands. */
  private String section() {
    return "orch_" + ProcessHandle.current().pid() + "_" + sections;
  }

  /** Shows an error at its line; GitLab has no such mark. */
  synchronized void error(String title, String message, Optional<Origin> place) {
    if (reader == Reader.GITHUB && annotations < GitHubText.MOST_ANNOTATIONS) {
      annotations++;
      err.println(GitHubText.error(place.flatMap(this::inWorkspace), title, message));
    }
  }

  private Optional<Origin> inWorkspace(Origin place) {
    Path file = Path.of(place.file());
    return workspace
        .filter(root -> file.isAbsolute() && file.normalize().startsWith(root))
        .map(root -> new Origin(root.relativize(file.normalize()).toString(), place.line()));
  }
}
