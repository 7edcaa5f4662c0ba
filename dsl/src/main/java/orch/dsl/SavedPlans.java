package orch.dsl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import orch.engine.Engine;
import orch.engine.image.RecipeTag;
import orch.facade.Orchestrator;
import orch.model.Environment;
import orch.model.Identity;
import orch.model.ImageSource;
import orch.model.Next;
import orch.model.OrchException;
import orch.plan.FoundState;
import orch.plan.Observed;
import orch.plan.Plan;
import orch.plan.SavedPlan;
import orch.plan.WantedState;

/** Keeps plans in files, and carries out what was kept. Not loaded where neither is asked for. */
final class SavedPlans {
  /** What a recipe builds from is part of what is wanted; all else is in the source itself. */
  private static final Function<ImageSource, String> CONTENT =
      source ->
          source instanceof ImageSource.Recipe recipe ? RecipeTag.of(recipe) : source.describe();

  private final Session session;
  private final Surroundings surroundings;

  SavedPlans(Session session) {
    this.session = session;
    this.surroundings = session.surroundings();
  }

  /**
   * Keeps a plan.
   *
   * @param found what it was made from
   * @param name of the file
   * @throws OrchException.BadInput when the plan cannot be made again by another command, or the
   *     file not written
   */
  void save(StackHandle stack, List<String> services, Observed found, Plan plan, String name) {
    if (stack.isDedicated()) {
      throw new OrchException.BadInput(
          "a plan of a dedicated copy cannot be saved",
          List.of("a copy goes with the command that made it: the next one makes another"),
          Next.verb("start", "--env", "dedicated"));
    }
    PlanFile file = new PlanFile(surroundings.folder(), name);
    Identity identity = plan.identity();
    file.write(
        new SavedPlan(
            identity,
            place(session.reading().engine()),
            sources(files(stack)),
            services,
            WantedState.of(stack.described().orElseThrow(), CONTENT),
            FoundState.of(found, identity),
            SavedPlan.changes(plan, surroundings.masking()::mask)),
        plan,
        surroundings.clock().instant().toString(),
        surroundings.masking()::mask);
    String command = Next.verb("apply", name).commandLine();
    surroundings.err().println("orch: saved the plan; this carries it out: " + command);
  }

  private static SavedPlan.PlannedOn place(Engine engine) {
    return new SavedPlan.PlannedOn(engine.survey().id(), engine.info().address().toString());
  }

  /** The files from which another command can read the stack. */
  private List<Path> files(StackHandle stack) {
    Path origin =
        stack
            .source()
            .filter(Files::isRegularFile)
            .orElseThrow(
                () ->
                    new OrchException.BadInput(
                        "the plan of stack '" + stack.getName() + "' cannot be saved",
                        List.of("no file describes it, from which apply could read it again"),
                        Next.verb("help", "apply")));
    if (ScriptFile.isScript(origin)) {
      return List.of(origin);
    }
    try {
      List<Path> all = new ComposeFiles(surroundings).paths(session.settings().stacks());
      return all.get(0).equals(origin) ? all : List.of(origin);
    } catch (OrchException.BadInput e) {
      // described earlier in this session, and not by what the settings name
      return List.of(origin);
    }
  }

  private static List<SavedPlan.Source> sources(List<Path> files) {
    List<SavedPlan.Source> sources = new ArrayList<>();
    for (Path file : files) {
      try {
        sources.add(
            new SavedPlan.Source(file.toString(), PlanFile.sha256(Files.readAllBytes(file))));
      } catch (IOException e) {
        throw new OrchException.BadInput("cannot read " + file + ": " + OrchException.reason(e));
      }
    }
    return sources;
  }

  /**
   * Carries out a plan that was kept.
   *
   * @param how {@code wait: false} does not wait, {@code within:} is the longest wait
   * @param name of the file
   * @return the stack
   * @throws OrchException.BadInput when the file is no plan
   * @throws OrchException.Refused when the stack, the engine or what it holds is not as it was
   */
  StackHandle apply(Map<String, ?> how, String name) {
    session.acts();
    PlanFile file = new PlanFile(surroundings.folder(), name);
    SavedPlan saved = file.read();
    Next again = file.again(saved.services());
    checkSettings(saved);
    StackHandle stack = described(saved, again);
    Orchestrator orchestrator = session.orchestrator();
    saved.checkPlace(
        orchestrator.identity(stack.getName(), Environment.SHARED).host(),
        place(orchestrator.engine()),
        again);
    Optional<Duration> within =
        Optional.ofNullable(how.get("within") instanceof Duration given ? given : null);
    Plan done =
        stack.carryOut(
            saved.services(),
            !Boolean.FALSE.equals(how.get("wait")),
            within,
            (found, planner) ->
                saved.checkFound(found, planner, surroundings.masking()::mask, again));
    if (done.isEmpty()) {
      surroundings
          .err()
          .println("orch: nothing to do: stack '" + stack.getName() + "' is as planned");
    }
    return stack;
  }

  /** What else was asked for must not contradict the plan. */
  private void checkSettings(SavedPlan saved) {
    Settings settings = session.settings();
    if (settings.env().equals(Optional.of("dedicated"))) {
      throw new OrchException.BadInput(
          "a saved plan is of the shared stack; '--env dedicated' contradicts that",
          List.of(),
          Next.verb("start", "--env", "dedicated"));
    }
    List<String> asked =
        settings.stacks().stream()
            .map(stack -> surroundings.folder().resolve(stack).normalize().toString())
            .toList();
    boolean same =
        settings.stacks().equals(List.of(saved.identity().stack()))
            || asked.equals(saved.sources().stream().map(SavedPlan.Source::path).toList());
    if (!asked.isEmpty() && !same) {
      throw new OrchException.BadInput(
          "the plan is of stack '"
              + saved.identity().stack()
              + "'; '--stack "
              + String.join(" --stack ", settings.stacks())
              + "' contradicts that",
          saved.sources().stream().map(source -> "planned from " + source.path()).toList(),
          null);
    }
  }

  /** The stack as its files describe it now, which must be as they did. */
  private StackHandle described(SavedPlan saved, Next again) {
    List<Path> files = saved.sources().stream().map(source -> Path.of(source.path())).toList();
    for (Path file : files) {
      if (!Files.isRegularFile(file)) {
        throw otherwise(saved, "the file " + file + " is gone", again);
      }
    }
    StackHandle stack = session.choice().stackOf(files);
    if (!stack.getName().equals(saved.identity().stack())) {
      throw otherwise(saved, "its file describes stack '" + stack.getName() + "' now", again);
    }
    if (stack.isDedicated()) {
      throw otherwise(saved, "its file makes a dedicated copy of it now", again);
    }
    saved.checkWanted(stack.described().orElseThrow(), CONTENT, sources(files), again);
    return stack;
  }

  private static OrchException.Refused otherwise(SavedPlan saved, String how, Next again) {
    return new OrchException.Refused(
        "stack '"
            + saved.identity().stack()
            + "' is described otherwise than when it was planned; nothing was changed",
        List.of(how),
        again);
  }
}
