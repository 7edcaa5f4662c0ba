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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import orch.dsl.Settings;
import orch.engine.EngineDiscovery;
import orch.engine.http.EngineAddress;
import orch.engine.http.EngineHttp;
import orch.engine.read.EngineReader;
import orch.facade.Orchestrator;
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
import orch.plan.Plan;
import orch.plan.Progress;
import orch.report.Masking;
import orch.report.PlanText;
import orch.report.Style;
import orch.report.live.Screen;

/**
 * {@code orch stop} and {@code orch stop -f FILE}: the quick way to stop a whole stack. What its
 * containers carry says all that stopping needs, so no script is read and no Groovy loaded, which
 * would take longer than the engine does. Anything else goes the full way.
 */
public final class Stop {
  /** How long the engine may take for the first answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Map<String, String> environment;
  private final Path folder;
  private final PrintStream out;
  private final PrintStream err;
  private final Masking masking = new Masking();
  private final Optional<Supplier<Screen.Size>> window;
  private final AtomicBoolean ended = new AtomicBoolean();

  private Stop(Map<String, String> environment, Path folder, PrintStream out, PrintStream err) {
    this.environment = environment;
    this.folder = folder;
    this.out = out;
    this.err = err;
    this.window = Optional.of(new TerminalSize(environment));
  }

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) throws IOException {
    if (args.length > 0 && args[0].equals("--rehearse")) {
      rehearse();
      return;
    }
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    end(new Stop(System.getenv(), Path.of("").toAbsolutePath(), out, err).run(List.of(args)));
  }

  /**
   * Ends the process with what was promised for its end done: the JDK's own exit would first set up
   * logging, to log that it exits, which takes 50 ms.
   */
  private static void end(int code) {
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> {}));
    } catch (IllegalStateException e) {
      System.exit(code); // a signal is ending it, and that takes its time
    }
    Runtime.getRuntime().halt(code);
  }

  private int run(List<String> args) {
    ListingAhead ahead = new ListingAhead(environment);
    Path home = StateFolder.home(environment);
    StateFolder state = StateFolder.of(environment, home);
    Optional<Path> file = file(args);
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
        stop(stack.get(), args, home, state);
        return 0;
      }
    } catch (OrchException e) {
      Optional<Next> next = e.next().map(n -> args.size() == 1 ? n : n.onStack(args.get(2)));
      err.print(ErrorLines.of(e, next, window, environment, false, masking, false));
      return e.exitCode();
    }
    return FullWay.take(args);
  }

  /** The script that is named, or else the one that the folder has. */
  private Optional<Path> file(List<String> args) {
    return args.size() == 3
        ? Optional.of(folder.resolve(args.get(2)).normalize()).filter(Files::isRegularFile)
        : StackFiles.in(folder);
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

  private void stop(Identity stack, List<String> args, Path home, StateFolder state) {
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
      Plan plan = orchestrator.stop(stack, List.of(), false, false);
      ended(listeners.all(), new Progress.Ended(0, Optional.empty(), Optional.empty()));
      Style style = Style.of(environment, settings.noColor(), Main.terminal("out"));
      listeners.out().print(masking.mask(new PlanText(style).done(plan)));
      listeners.out().flush();
    } catch (OrchException e) {
      ended(listeners.all(), new Progress.Ended(e.exitCode(), Optional.of(e), Optional.empty()));
      throw e;
    } finally {
      orchestrator.engine().close();
    }
  }

  /** Told once: a signal may come at the end. */
  private void ended(Progress.Listener progress, Progress.Ended how) {
    if (ended.compareAndSet(false, true)) {
      progress.on(how);
    }
  }

  /** Goes through it once, against canned answers: the launcher keeps the classes it loads. */
  private static void rehearse() throws IOException {
    PrintStream nowhere =
        new PrintStream(java.io.OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    try (RehearsalEngine engine = RehearsalEngine.open()) {
      Path file = engine.stackFile();
      new Stop(engine.environment(), file.getParent(), nowhere, nowhere)
          .run(List.of("stop", "-f", file.toString()));
    }
  }
}
