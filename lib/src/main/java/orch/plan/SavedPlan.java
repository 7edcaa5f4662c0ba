package orch.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import orch.model.Identity;
import orch.model.ImageSource;
import orch.model.Next;
import orch.model.OrchException;
import orch.model.Stack;

/**
 * A plan that was kept, with what it was made from: it is carried out only where a start would
 * still do the same for the same reasons.
 *
 * @param identity whose plan it is; always of a shared stack
 * @param engine on which it was made
 * @param sources the files that described the stack
 * @param services those asked for; empty: all
 * @param wanted what the stack was said to be
 * @param found what the engine held
 * @param changes what would change, as {@code verb subject}, in order
 */
public record SavedPlan(
    Identity identity,
    PlannedOn engine,
    List<Source> sources,
    List<String> services,
    WantedState wanted,
    FoundState found,
    List<String> changes) {
  /** Copies the lists. */
  public SavedPlan {
    sources = List.copyOf(sources);
    services = List.copyOf(services);
    changes = List.copyOf(changes);
  }

  /**
   * An engine.
   *
   * @param id its own; empty where it tells none, then the address decides
   * @param address at which it was reached
   */
  public record PlannedOn(String id, String address) {
    private boolean is(PlannedOn other) {
      return id.isEmpty() || other.id.isEmpty()
          ? address.equals(other.address)
          : id.equals(other.id);
    }

    @Override
    public String toString() {
      return (id.isEmpty() ? "" : id + " ") + "at " + address;
    }
  }

  /**
   * A file.
   *
   * @param path absolute
   * @param sha256 of its bytes, in hexadecimal digits
   */
  public record Source(String path, String sha256) {}

  /**
   * Makes sure that it is for this machine and engine.
   *
   * @param next what makes another plan
   * @throws OrchException.Refused when it is not
   */
  public void checkPlace(String host, PlannedOn here, Next next) {
    if (!engine.is(here)) {
      throw new OrchException.Refused(
          "the plan is for another engine; nothing was changed",
          List.of("planned on engine " + engine, "this is engine " + here),
          next);
    }
    if (!identity.host().equals(host)) {
      throw new OrchException.Refused(
          "the plan was made on another machine; nothing was changed",
          List.of("made on " + identity.host(), "this is " + host),
          next);
    }
  }

  /**
   * Makes sure that the stack is described as it was.
   *
   * @param content as for {@link WantedState#of}
   * @param files the same files as they are now
   * @param next what makes another plan
   * @throws OrchException.Refused naming what is described otherwise
   */
  public void checkWanted(
      Stack stack, Function<ImageSource, String> content, List<Source> files, Next next) {
    List<String> lines = new ArrayList<>(wanted.differences(stack, content));
    if (lines.isEmpty()) {
      return;
    }
    List<String> changed =
        files.stream().filter(file -> !sources.contains(file)).map(Source::path).toList();
    lines.add(
        changed.isEmpty()
            ? "its files are as they were: what they read has changed"
            : "changed since: " + String.join(", ", changed));
    throw new OrchException.Refused(
        "stack '"
            + identity.stack()
            + "' is described otherwise than when it was planned; nothing was changed",
        lines,
        next);
  }

  /**
   * Makes sure that the engine holds what it held, unless nothing is to be done any more.
   *
   * @param observed what it holds now
   * @param planner makes the plan that follows from it
   * @param mask hides secrets as in {@link #changes}
   * @param next what makes another plan
   * @return the plan that is to be carried out
   * @throws OrchException.Refused naming what has appeared, gone or changed
   */
  public Plan checkFound(
      Observed observed, Supplier<Plan> planner, Function<String, String> mask, Next next) {
    List<String> moved = new ArrayList<>(found.differences(FoundState.of(observed, identity)));
    Plan plan;
    try {
      plan = planner.get();
    } catch (OrchException e) {
      // why nothing can be planned follows from what has moved
      throw moved.isEmpty() ? e : moved(moved, next);
    }
    if (plan.isEmpty()) {
      return plan;
    }
    List<String> now = changes(plan, mask);
    if (moved.isEmpty()) {
      changes.stream().filter(c -> !now.contains(c)).forEach(c -> moved.add("no longer: " + c));
      now.stream().filter(c -> !changes.contains(c)).forEach(c -> moved.add("now also: " + c));
    }
    if (!moved.isEmpty()) {
      throw moved(moved, next);
    }
    return plan;
  }

  private OrchException.Refused moved(List<String> lines, Next next) {
    return new OrchException.Refused(
        "the state of stack '"
            + identity.stack()
            + "' has moved since the plan was made; nothing was changed",
        lines,
        next);
  }

  /** What a plan changes, as it is kept. */
  public static List<String> changes(Plan plan, Function<String, String> mask) {
    return plan.changes().stream()
        .map(operation -> mask.apply(operation.verb() + " " + operation.subject()))
        .toList();
  }
}
