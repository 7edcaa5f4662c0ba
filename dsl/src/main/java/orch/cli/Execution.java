package orch.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import orch.ci.RunReports;
import orch.dsl.Exit;
import orch.dsl.ScriptFile;
import orch.dsl.Session;
import orch.dsl.Settings;
import orch.dsl.Surroundings;
import orch.engine.Tty;
import orch.model.Next;
import orch.model.OrchException;
import orch.model.Origin;
import orch.own.Secrets;
import orch.own.StateFolder;
import orch.plan.Progress;
import orch.report.ErrorText;
import orch.report.JsonText;
import orch.report.Masking;
import orch.report.ProgressLines;
import orch.report.Style;
import orch.report.html.RunReport;
import orch.report.live.Screen;
import orch.script.ScriptStore;

/**
 * One command from its first word to its exit code: the session, who is told what happens, the end
 * by an error or a signal.
 */
final class Execution {
  /** A script with what it was given. */
  record Script(
      ScriptFile file,
      ScriptStore.Compiled compiled,
      Map<String, Object> options,
      List<String> arguments) {}

  private final Place place;
  private final Optional<Tty> tty;
  private final Optional<Outer> outer;
  private final ScriptStore store;
  private final List<String> args;
  private final PrintStream err;
  private final Masking masking;

  /** What was typed, shortened, for those who find the traces of this process. */
  private final String typed;

  /** Tells the size of the terminal on which is drawn; empty: on that one nothing can be. */
  private final Optional<Supplier<Screen.Size>> window;

  private final boolean editing;

  private boolean json;
  private boolean verbose;
  private boolean noColor;
  private boolean folding = true;
  private Optional<Path> report = Optional.empty();
  private Optional<RunReports> reports = Optional.empty();
  private Progress.Listener progress = nothing -> {};
  private Optional<Throwable> lastThrown = Optional.empty();
  private Session session;
  private final AtomicBoolean ended = new AtomicBoolean();

  /** Whether a signal came: what fails from then on follows from that. */
  private volatile boolean interrupted;

  /**
   * Of a command.
   *
   * @param args as typed
   * @param editing whether a line editor draws on the terminal
   */
  Execution(
      Place place,
      Optional<Tty> tty,
      Optional<Outer> outer,
      ScriptStore store,
      List<String> args,
      boolean editing) {
    this.place = place;
    this.tty = tty;
    this.outer = outer;
    this.store = store;
    this.args = args;
    this.err = place.err();
    this.masking = place.masking();
    this.typed = CommandWords.typed(args);
    this.editing = editing;
    this.window =
        place.window().isPresent() || outer.isPresent() || editing
            ? place.window()
            : Optional.of(new TerminalSize(place.environment()));
    this.json = args.contains("--json");
    this.verbose = args.contains("--verbose");
    this.noColor = args.contains("--no-color");
  }

  /** Does it, and tells all who want to know how it ended; its exit code. */
  int all(IntSupplier command) {
    try {
      reports =
          Reporting.of(
              args,
              typed,
              place.environment(),
              place.folder(),
              err,
              masking,
              Clock.systemUTC(),
              () -> folding);
      reports.ifPresent(RunReports::prepare);
      int code = command.getAsInt();
      ended(new Progress.Ended(code, Optional.empty(), Optional.empty()));
      reports.ifPresent(told -> told.finish(Optional.empty()));
      return code;
    } catch (OrchException e) {
      return tell(e);
    } catch (EngineConnector.SetupFailed e) {
      ended(new Progress.Ended(e.code(), Optional.empty(), Optional.empty()));
      Optional<OrchException> failure =
          Optional.of(new OrchException.Unavailable("set-up failed", List.of(), null));
      reports.ifPresent(told -> told.finish(failure));
      return e.code();
    }
  }

  /** A session that whoever asks for it closes. */
  Session open(Settings settings) {
    session = session(settings);
    return session;
  }

  /** What the watchdog types when the process is dead that it has watched. */
  int sweep() {
    Settings settings = CommonOptions.settings(Map.of(), place.environment(), false);
    try (Session sweeping = session(settings)) {
      sweeping.sweep();
    }
    return 0;
  }

  /**
   * Runs a script.
   *
   * @param page where a page about the run goes
   */
  int run(Settings settings, Optional<Path> page, Script script) {
    json = settings.json();
    verbose = settings.verbose();
    noColor = settings.noColor();
    report = page;
    session = session(settings);
    outer.ifPresent(o -> o.opened(session));
    // a signal ends the JVM through its shutdown hooks, with 130 or 143
    Session running = session;
    Thread hook =
        new Thread(
            () -> {
              // first: who sent the signal may not wait for the rest
              reports.ifPresent(RunReports::interrupted);
              endInterrupted(running);
            },
            "shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
    int code;
    try {
      code = outcome(hook, script);
    } catch (OrchException | EngineConnector.SetupFailed e) {
      printHarm(running);
      throw e;
    }
    if (code != 0) {
      printHarm(running);
      return code;
    }
    Optional<OrchException> harm = running.harm();
    if (harm.isPresent()) {
      throw harm.get();
    }
    return 0;
  }

  private int outcome(Thread hook, Script script) {
    try {
      session.scripts().run(script.file(), script.compiled(), script.options(), script.arguments());
      return 0;
    } catch (Exit e) {
      return e.code();
    } catch (OrchException | EngineConnector.SetupFailed e) {
      throw e;
    } catch (RuntimeException | Error e) {
      if (verbose) {
        err.print(masking.mask(trace(e)));
      }
      throw ScriptErrors.of(e, session.scripts().position(e).orElse(Origin.UNKNOWN));
    } finally {
      if (removed(hook) && !outer.map(o -> o.keeps(session)).orElse(false)) {
        close(session);
      }
    }
  }

  private Session session(Settings settings) {
    Clock clock = Clock.systemUTC();
    Map<String, String> environment = place.environment();
    Path home = StateFolder.home(environment);
    StateFolder state = StateFolder.of(environment, home);
    Style errStyle = Style.of(environment, settings.noColor(), Main.terminal("err"));
    Style outStyle =
        Style.of(environment, settings.noColor(), Main.terminal("out"))
            .within(editing ? 0 : place.columns());
    folding =
        settings.progress() == ProgressLines.Detail.TTY
            || settings.progress() == ProgressLines.Detail.PLAIN;
    List<Progress.Listener> others = new ArrayList<>();
    reports.ifPresent(others::add);
    report.ifPresent(file -> others.add(new RunReport(file, typed, masking, clock, err)));
    ProgressListeners listeners =
        ProgressListeners.of(
            settings, environment, place.out(), err, errStyle, masking, clock, window, others);
    progress = listeners.all();
    EngineConnector engines =
        new EngineConnector(settings, environment, home, state, progress, clock, typed);
    Surroundings surroundings =
        new Surroundings(
            environment,
            place.folder(),
            home,
            place.in(),
            listeners.out(),
            listeners.err(),
            outStyle,
            clock,
            masking,
            engines,
            tty);
    Session made = new Session(settings, surroundings, store, new Secrets(state));
    reports.ifPresent(made::tell);
    return made;
  }

  /** Tells of anything that a line of an open session has thrown; the exit code of such an end. */
  int failed(Throwable thrown) {
    if (thrown instanceof OrchException e) {
      return tell(e);
    } else if (thrown instanceof EngineConnector.SetupFailed e) {
      return e.code();
    }
    if (editing) {
      lastThrown = Optional.of(thrown);
    }
    String more = outer.isPresent() ? ":trace shows where it comes from" : "";
    return tell(
        ScriptErrors.of(thrown, session.scripts().position(thrown).orElse(Origin.UNKNOWN), more));
  }

  /** Where the last unexpected error came from; empty before the first. */
  Optional<String> lastTrace() {
    return lastThrown.map(Execution::trace).map(masking::mask);
  }

  private int tell(OrchException e) {
    Optional<Next> next =
        session == null ? e.next() : e.next().flatMap(session.stacks()::addressed);
    if (!interrupted) {
      ended(new Progress.Ended(e.exitCode(), Optional.of(e), next));
    }
    reports.ifPresent(
        told -> told.tell(e, Reporting.place(e.getMessage(), session, args, place.folder())));
    if (json) {
      place.out().println(masking.mask(JsonText.error(e, next)));
    }
    if (outer.map(Outer::stopped).orElse(false)) {
      return e.exitCode();
    }
    err.print(errorText(e, next));
    if (verbose) {
      err.print(masking.mask(trace(e)));
    }
    reports.ifPresent(told -> told.finish(Optional.of(e)));
    return e.exitCode();
  }

  /** On a terminal as it fits there; elsewhere line by line as it is. */
  private String errorText(OrchException e, Optional<Next> next) {
    return ErrorLines.of(e, next, window, place.environment(), noColor, masking, outer.isPresent());
  }

  private static String trace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  /** Told once: a signal may come while the command fails. */
  private void ended(Progress.Ended how) {
    if (ended.compareAndSet(false, true)) {
      progress.on(how);
    }
  }

  /** A signal has an exit code of its own; harm is told all the same. */
  private void endInterrupted(Session running) {
    interrupted = true;
    try {
      running.close();
    } catch (OrchException e) {
      err.print(masking.mask(ErrorText.of(e)));
    } catch (RuntimeException e) {
      err.print(masking.mask(ErrorText.of(ScriptErrors.of(e, Origin.UNKNOWN))));
    }
    ended(
        new Progress.Ended(
            130,
            Optional.of(new OrchException.Failed("interrupted", List.of(), null)),
            Optional.empty()));
    printHarm(running);
  }

  private void printHarm(Session from) {
    from.harm().ifPresent(harm -> err.print(masking.mask(ErrorText.of(harm))));
  }

  /** What is removed at the end is removed after an interrupt as well. */
  private static void close(Session ended) {
    boolean wasInterrupted = Thread.interrupted();
    try {
      ended.close();
    } finally {
      if (wasInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** False when the JVM is already ending: then the hook runs. */
  private static boolean removed(Thread hook) {
    try {
      return Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return false;
    }
  }
}
