package orch.ci;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import orch.dsl.StackWatcher;
import orch.facade.Addresses;
import orch.health.StackStatus;
import orch.model.OrchException;
import orch.model.Origin;
import orch.model.Stack;
import orch.plan.Observed;
import orch.plan.Progress;
import orch.report.Case;
import orch.report.ErrorText;
import orch.report.Masking;
import orch.report.ServiceCases;

/**
 * The reports of one command. What was done is collected while it is done, and written once, when
 * the command has ended or is interrupted. Safe for use by several threads.
 */
public final class RunReports implements StackWatcher, Progress.Listener {
  private final String command;
  private final Optional<JUnitFile> junit;
  private final Optional<JobLog> log;
  private final Optional<GitHubFiles> github;
  private final PrintStream err;
  private final Masking masking;
  private final Clock clock;
  private final Instant begin;
  private final ServiceCases cases;
  private final Map<String, List<String>> addresses = new LinkedHashMap<>();
  private final Map<String, StackStatus> standing = new LinkedHashMap<>();
  private final Map<String, Stack> described = new LinkedHashMap<>();
  private String host = "";
  private boolean acted;
  private boolean written;

  /**
   * For one command.
   *
   * @param command as it was typed, without what may hold anything
   * @param junit the file for JUnit's XML
   * @param log marks in what is printed
   * @param github files that GitHub Actions reads when the step has ended
   */
  public RunReports(
      String command,
      Optional<JUnitFile> junit,
      Optional<JobLog> log,
      Optional<GitHubFiles> github,
      PrintStream err,
      Masking masking,
      Clock clock) {
    this.command = command;
    this.junit = junit;
    this.log = log;
    this.github = github;
    this.err = err;
    this.masking = masking;
    this.clock = clock;
    this.begin = clock.instant();
    this.cases = new ServiceCases(clock);
  }

  /**
   * Makes sure that what was asked for can be written.
   *
   * @throws OrchException.BadInput when it cannot
   */
  public void prepare() {
    junit.filter(JUnitFile::asked).ifPresent(JUnitFile::prepare);
  }

  @Override
  public void begins(String action, Subject subject, List<String> services) {
    junit.ifPresent(JUnitFile::prepare);
    List<String> wanted =
        subject
            .described()
            .filter(stack -> stack.services().keySet().containsAll(services))
            .map(stack -> List.copyOf(stack.withDependencies(services)))
            .orElse(services);
    synchronized (this) {
      acted = true;
      subject.described().ifPresent(stack -> described.put(subject.name(), stack));
    }
    cases.begin(action, subject.name(), wanted);
    log.ifPresent(l -> l.begin("orch " + action + " " + subject.name()));
  }

  @Override
  public void on(Progress progress) {
    cases.on(progress);
  }

  @Override
  public synchronized void done(Subject subject, Optional<StackStatus> status, String engineHost) {
    log.ifPresent(JobLog::end);
    cases.end(Optional.empty());
    host = engineHost;
    status.ifPresent(
        stack -> {
          if (!subject.dedicated()) {
            standing.put(stack.name(), stack);
          }
          for (StackStatus.ServiceStatus service : stack.services()) {
            addresses.put(stack.name() + "/" + service.name(), urls(service));
          }
        });
  }

  private List<String> urls(StackStatus.ServiceStatus service) {
    return service.ports().stream().map(port -> url(port)).distinct().toList();
  }

  private String url(Observed.Published port) {
    return Addresses.url(host, port);
  }

  @Override
  public void failed(Subject subject, RuntimeException failure) {
    log.ifPresent(JobLog::end);
    cases.end(Optional.of(failure));
  }

  @Override
  public void ran(Subject subject, String words, int code) {
    add(
        new Case(
            subject.name(),
            "run: " + words,
            Duration.ZERO,
            code == 0 ? Case.Outcome.PASSED : Case.Outcome.FAILED,
            code == 0 ? "" : "exit code " + code,
            ""));
  }

  @Override
  public void checked(Case result) {
    synchronized (this) {
      acted = true;
    }
    add(result);
  }

  /** Adds a result of another kind. */
  public void add(Case result) {
    cases.add(result);
  }

  /**
   * An error is about to be printed.
   *
   * @param place the line that it is about, as a full path
   */
  public void tell(OrchException error, Optional<Origin> place) {
    log.ifPresent(
        l -> {
          l.end();
          l.error("orch", masking.mask(error.getMessage()), place.or(() -> described(error)));
        });
  }

  /** The line that describes the service that a failure is about. */
  private synchronized Optional<Origin> described(OrchException error) {
    return described.values().stream()
        .flatMap(stack -> stack.services().values().stream())
        .filter(s -> error.getMessage().contains("service '" + s.name() + "'"))
        .map(
            s ->
                described.values().stream()
                    .filter(stack -> stack.services().containsValue(s))
                    .map(stack -> new Origin(stack.origin().file(), s.origin().line()))
                    .findFirst()
                    .orElseThrow())
        .findFirst();
  }

  /** A signal ends the command; only the first end is written. */
  public void interrupted() {
    log.ifPresent(JobLog::end);
    OrchException cause = new OrchException.Failed("interrupted", List.of(), null);
    cases.end(Optional.of(cause));
    write(Optional.of(cause));
  }

  /** The command has ended: writes what is to be written; says what could not be. */
  public void finish(Optional<OrchException> failure) {
    cases.end(failure.map(RuntimeException.class::cast));
    write(failure);
  }

  private synchronized void write(Optional<OrchException> failure) {
    if (written) {
      return;
    }
    written = true;
    List<Case> all = all(failure);
    Duration took = Duration.between(begin, clock.instant());
    if (acted || junit.map(JUnitFile::asked).orElse(false)) {
      junit.ifPresent(file -> warn(file.write(command, begin, took, all, masking)));
    }
    if (acted || failure.isPresent()) {
      Optional<String> report = failure.map(ErrorText::of);
      github.ifPresent(
          files -> {
            warn(files.summary(command, all, addresses, report, masking));
            warn(files.outputs(standing.values(), host));
          });
    }
  }

  /** A failure that no case tells of is one itself. */
  private List<Case> all(Optional<OrchException> failure) {
    List<Case> found = cases.cases();
    boolean told =
        failure.isEmpty()
            || found.stream()
                .anyMatch(
                    c ->
                        c.message()
                            .equals(failure.get().getMessage().lines().findFirst().orElse("")));
    if (!told) {
      OrchException e = failure.get();
      cases.add(
          new Case(
              "orch",
              command,
              Duration.between(begin, clock.instant()),
              e instanceof OrchException.Failed ? Case.Outcome.FAILED : Case.Outcome.BROKEN,
              e.getMessage(),
              ErrorText.of(e)));
    }
    return cases.cases();
  }

  private void warn(Optional<String> problem) {
    problem.ifPresent(text -> err.println("orch: " + text));
  }
}
