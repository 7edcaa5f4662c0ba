package orch.check;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import orch.model.OrchException;

/** What a check writes down while it works. Used by one thread. */
public final class Protocol {
  private final String nonce;
  private final List<String> controls = new ArrayList<>();
  private final List<Figure> figures = new ArrayList<>();
  private final List<String> evidence = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  /**
   * An empty one.
   *
   * @param nonce letters and digits that were never used before
   */
  public Protocol(String nonce) {
    this.nonce = nonce;
  }

  /** Letters and digits made for this run: what an earlier one left behind proves nothing. */
  public String nonce() {
    return nonce;
  }

  /** Something showed that the check can fail; the same is said once. */
  public void control(String what) {
    if (!controls.contains(what)) {
      controls.add(what);
    }
  }

  /** Something was measured. */
  public void figure(String name, double value, String unit) {
    figures.add(new Figure(name, value, unit));
  }

  /** Something that helps to understand the outcome; what was said last is not said again. */
  public void evidence(String line) {
    if (evidence.isEmpty() || !evidence.get(evidence.size() - 1).equals(line)) {
      evidence.add(line);
    }
  }

  /** Something is not as it should be. */
  public void problem(String sentence) {
    problems.add(sentence);
  }

  /** Whether nothing is wrong so far. */
  public boolean clean() {
    return problems.isEmpty();
  }

  /**
   * Does some work and makes its end the result: an {@link OrchException} or a failed assertion is
   * a problem.
   */
  public CheckResult record(String stack, String check, Runnable work, Clock clock) {
    Instant begin = clock.instant();
    try {
      work.run();
    } catch (DoesNotApply e) {
      Duration took = Duration.between(begin, clock.instant());
      return clean() ? skipped(stack, check, e.getMessage(), took) : result(stack, check, took);
    } catch (OrchException.Failed | OrchException.TimedOut | OrchException.Refused e) {
      problem(e.getMessage());
      e.evidence().forEach(this::evidence);
    } catch (AssertionError e) {
      problem(String.valueOf(e.getMessage()).strip());
    }
    return result(stack, check, Duration.between(begin, clock.instant()));
  }

  /** The result; without any control nothing was shown, so that counts as failed. */
  CheckResult result(String stack, String check, Duration took) {
    List<String> found = new ArrayList<>(problems);
    if (found.isEmpty() && controls.isEmpty()) {
      found.add("nothing showed that this check can fail, so that it passed means nothing");
    }
    Outcome outcome = found.isEmpty() ? new Outcome.Passed() : new Outcome.Failed(found);
    return new CheckResult(
        stack, check, outcome, String.join("; ", controls), figures, evidence, took);
  }

  /** The result of a check that does not apply. */
  CheckResult skipped(String stack, String check, String reason, Duration took) {
    return new CheckResult(
        stack,
        check,
        new Outcome.Skipped(reason),
        String.join("; ", controls),
        figures,
        evidence,
        took);
  }
}
