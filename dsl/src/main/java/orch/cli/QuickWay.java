package orch.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import orch.dsl.Settings;
import orch.dsl.SnapshotText;
import orch.engine.EngineDiscovery;
import orch.engine.http.EngineAddress;
import orch.engine.http.EngineHttp;
import orch.engine.read.EngineReader;
import orch.facade.Orchestrator;
import orch.facade.StackSnapshots;
import orch.lane.FullWay;
import orch.lane.ListingAhead;
import orch.lane.RehearsalEngine;
import orch.model.Environment;
import orch.model.Identity;
import orch.model.Labels;
import orch.model.Next;
import orch.model.OrchException;
import orch.model.StackFiles;
import orch.own.HostId;
import orch.own.Secrets;
import orch.own.StateFolder;
import orch.plan.Progress;
import orch.report.Masking;
import orch.report.PlanText;
import orch.report.Style;
import orch.report.live.Screen;

/**
 * {@code stop}, {@code snapshot NAME} and {@code rollback NAME} of a whole stack that was made from
 * a script: what its containers carry says all that they need, so no script is read and no Groovy
 * loaded, which would take longer than the engine does. Anything else goes the full way.
 */
public final class QuickWay {
  /** How long the engine may take for the first answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Map<String, String> environment;
  private final Path folder;
  private final PrintStream out;
  private final PrintStream err;
  private final Masking masking = new Masking();
  private final Optional<Supplier<Screen.Size>> window;
  private final AtomicBoolean ended = new AtomicBoolean();

  private QuickWay(Map<String, String> environment, Path folder, PrintStream out, PrintStream err) {
    this.environment = environment;
    this.folder = folder;
    this.out = out;
    this.err = err;
    this.window = Optional.of(new TerminalSize(environment));
  }

  /**
   * A command as the launcher lets it through.
   *
   * @param stack the file after {@code -f} or {@code --stack}
   * @param words a snapshot and volumes
   * @param keep whether what volumes hold is saved before it is replaced
   */
  private record Asked(String verb, Optional<String> stack, List<String> words, boolean keep) {
    static Asked parse(List<String> args) {
      Optional<String> stack = Optional.empty();
      List<String> words = new ArrayList<>();
      for (int i = 1; i < args.size(); i++) {
        String arg = args.get(i);
        if (arg.equals("-f") || arg.equals("--stack")) {
          stack = Optional.of(args.get(++i));
        } else if (!arg.equals("--no-snapshot")) {
          words.add(arg);
        }
      }
      return new Asked(args.get(0), stack, words, !args.contains("--no-snapshot"));
    }
  }

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) throws IOException {
    EngineHttp.prepare();
    if (args.length > 0 && args[0].equals("--rehearse")) {
      rehearse();
      return;
    }
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    end(new QuickWay(System.getenv(), Path.of("").toAbsolutePath(), out, err).run(List.of(args)));
  }

  /**
   * Ends the process with what was promised for its end done: the JDK's own exit would first set up
   * logging, to log that it exits, which takes 50 ms.
   */
  private static void end(int code) {
    try {
      Runtime.getRuntime().addShutdownHook(new Thread());
    } catch (IllegalStateException e) {
      System.exit(code); // a signal is ending it, and that takes its time
    }
    Runtime.getRuntime().halt(code);
  }

  private int run(List<String> args) {
    ListingAhead ahead = new ListingAhead(environment);
    Asked asked = Asked.parse(args);
    Path home = StateFolder.home(environment);
    StateFolder state = StateFolder.of(environment, home);
    Optional<String> named = asked.stack().or(this::stackVariable);
    Optional<Path> file =
        named.isPresent()
            ? named.map(name -> folder.resolve(name).normalize()).filter(Files::isRegularFile)
            : StackFiles.in(folder);
    Optional<EngineAddress> engine = new EngineDiscovery(environment, home).find();
    if (file.isEmpty()
        || engine.isEmpty()
        || FullWay.isNeeded(engine.get(), state, CommandWords.typed(args))) {
      return FullWay.take(args);
    }
    try {
      Optional<Identity> stack = made(ahead, file.get(), engine.get(), HostId.of(state));
      if (stack.isPresent()) {
        new Secrets(state).all(stack.get().stack()).forEach(s -> masking.add(s.text()));
        act(asked, stack.get(), args, home, state);
        return 0;
      }
    } catch (OrchException e) {
      if (e instanceof OrchException.BadInput && !asked.verb().equals("stop")) {
        return FullWay.take(args); // nothing was changed, and the script may know more
      }
      Path path = file.get().startsWith(folder) ? folder.relativize(file.get()) : file.get();
      Optional<Next> next =
          e.next().map(step -> named.isEmpty() ? step : step.onStack(path.toString()));
      err.print(ErrorLines.of(e, next, window, environment, false, masking, false));
      return e.exitCode();
    }
    return FullWay.take(args);
  }

  private Optional<String> stackVariable() {
    return Optional.of(environment.getOrDefault("ORCH_STACK", "")).filter(s -> !s.isEmpty());
  }

  /** The one stack that was made from a file; empty when there is none, or are several. */
  private static Optional<Identity> made(
      ListingAhead ahead, Path file, EngineAddress engine, String host) {
    try (EngineHttp http = FullWay.http(engine, PATIENCE)) {
      Set<String> stacks =
          ahead.containers(engine, host, new EngineReader(http), http).stream()
              .filter(container -> container.label(Labels.SOURCE).equals(file.toString()))
              .filter(container -> container.label(Labels.RUN).isEmpty())
              .map(container -> container.label(Labels.STACK))
              .collect(Collectors.toSet());
      return stacks.stream()
          .filter(stack -> stacks.size() == 1)
          .map(stack -> new Identity(stack, Environment.SHARED, host))
          .findFirst();
    }
  }

  private void act(Asked asked, Identity stack, List<String> args, Path home, StateFolder state) {
    Settings settings = CommonOptions.settings(Map.of(), environment, Main.terminal("err"));
    Clock clock = Clock.systemUTC();
    Style errStyle = Style.of(environment, settings.noColor(), Main.terminal("err"));
    ProgressListeners listeners =
        ProgressListeners.of(
            settings, environment, out, err, errStyle, masking, clock, window, List.of());
    Orchestrator orchestrator =
        new EngineConnector(
                settings,
                environment,
                home,
                state,
                listeners.all(),
                clock,
                CommandWords.typed(args))
            .connect(false);
    // a signal ends the JVM through its shutdown hooks: what was begun is ended
    Thread hook =
        new Thread(
            () -> {
              orchestrator.end(List.of());
              OrchException why = new OrchException.Failed("interrupted", List.of(), null);
              ended(listeners.all(), new Progress.Ended(130, Optional.of(why), Optional.empty()));
            },
            "shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      Style style = Style.of(environment, settings.noColor(), Main.terminal("out"));
      String done = done(asked, stack, orchestrator, style);
      ended(listeners.all(), new Progress.Ended(0, Optional.empty(), Optional.empty()));
      listeners.out().print(masking.mask(done));
      listeners.out().flush();
    } catch (OrchException e) {
      ended(listeners.all(), new Progress.Ended(e.exitCode(), Optional.of(e), Optional.empty()));
      throw e;
    } finally {
      orchestrator.engine().close();
    }
  }

  /** Does it, and says what was done. */
  private static String done(Asked asked, Identity stack, Orchestrator orchestrator, Style style) {
    if (asked.verb().equals("stop")) {
      return new PlanText(style).done(orchestrator.stop(stack, List.of(), false, false));
    }
    String name = asked.words().get(0);
    List<String> volumes = asked.words().subList(1, asked.words().size());
    StackSnapshots snapshots = orchestrator.snapshots(stack, Optional.empty());
    Duration within = orchestrator.longestWait(stack);
    if (asked.verb().equals("snapshot")) {
      return new SnapshotText(style, false).one(snapshots.save(name, volumes, within));
    }
    return SnapshotText.rolledBack(name, snapshots.rollback(name, volumes, asked.keep(), within));
  }

  /** Told once: a signal may come at the end. */
  private void ended(Progress.Listener progress, Progress.Ended how) {
    if (ended.compareAndSet(false, true)) {
      progress.on(how);
    }
  }

  /**
   * Goes through it once, against canned answers: the launcher keeps the classes it loads.
   *
   * @return the commands that failed; none, where all is well
   */
  static List<List<String>> rehearse() throws IOException {
    PrintStream nowhere =
        new PrintStream(java.io.OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    List<List<String>> failed = new ArrayList<>();
    try (RehearsalEngine engine = RehearsalEngine.open()) {
      Path file = engine.stackFile();
      for (List<String> args :
          List.of(
              List.of("snapshot", "-f", file.toString(), "rehearsed"),
              List.of("stop", "-f", file.toString()))) {
        if (new QuickWay(engine.environment(), file.getParent(), nowhere, nowhere).run(args) != 0) {
          failed.add(args);
        }
      }
    }
    return failed;
  }
}
