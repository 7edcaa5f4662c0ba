package orch.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import orch.dsl.Session;
import orch.dsl.Settings;
import orch.dsl.Surroundings;
import orch.model.OrchException;
import orch.model.Origin;
import orch.own.Secrets;
import orch.own.StateFolder;
import orch.report.ErrorText;
import orch.report.Masking;
import orch.report.ProgressLines;
import orch.report.Style;

/**
 * A session for programs that use orch as a library: what {@link Main} is for the command line.
 *
 * @param session that it opened
 * @param masking knows the secrets of its stacks
 */
public record Embedding(Session session, Masking masking) {
  /**
   * Opens a session; no engine is asked yet. Every environment variable of the command line counts,
   * except that nothing is proven about others unless {@code ORCH_PROVE_UNTOUCHED} asks for it:
   * other parts of a test make and remove containers at the same time.
   *
   * @param stacks files of one stack; none: the one of the folder
   * @param env {@code shared} or {@code dedicated}
   * @param timeout of all waits; empty: as the stack says
   * @param folder against which relative files are read
   * @param told receives progress and results
   */
  public static Embedding open(
      List<String> stacks,
      String env,
      Optional<Duration> timeout,
      Map<String, String> environment,
      Path folder,
      PrintStream told) {
    Map<String, List<String>> given = new HashMap<>(Map.of("--env", List.of(env)));
    if (!stacks.isEmpty()) {
      given.put("--stack", stacks);
    }
    timeout.ifPresent(longest -> given.put("--timeout", List.of(longest.toMillis() + "ms")));
    if (!environment.containsKey("ORCH_PROVE_UNTOUCHED")) {
      given.put("--prove-untouched", List.of("false"));
    }
    Settings settings = CommonOptions.settings(given, environment, false);
    Path home = StateFolder.home(environment);
    Clock clock = Clock.systemUTC();
    Masking masking = new Masking();
    StateFolder state = StateFolder.of(environment, home);
    Style plain = Style.of(environment, true, false);
    ProgressLines progress = new ProgressLines(told, settings.progress(), plain, masking, clock);
    EngineConnector engines =
        new EngineConnector(
            settings, environment, home, state, progress, clock, "orch as a library in " + folder);
    Surroundings surroundings =
        new Surroundings(
            environment,
            folder,
            home,
            InputStream.nullInputStream(),
            told,
            told,
            plain,
            clock,
            masking,
            engines);
    Session session =
        new Session(
            settings, surroundings, Main.store(environment, folder, told), new Secrets(state));
    return new Embedding(session, masking);
  }

  /** The report of a failure, as the command line tells it, without what is secret. */
  public String report(RuntimeException failure) {
    OrchException told =
        failure instanceof OrchException known
            ? known
            : ScriptErrors.of(failure, session.scripts().position(failure).orElse(Origin.UNKNOWN));
    // where it ran there is no command line to type a next step into
    return masking.mask(ErrorText.of(told, Optional.empty()));
  }
}
