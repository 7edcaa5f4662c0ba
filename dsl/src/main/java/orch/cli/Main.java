package orch.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import orch.ci.RunReports;
import orch.dsl.Exit;
import orch.dsl.ScriptFile;
import orch.dsl.Session;
import orch.dsl.Settings;
import orch.dsl.Surroundings;
import orch.engine.ContainerLabels;
import orch.engine.Tty;
import orch.model.Names;
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
import orch.script.Libraries;
import orch.script.ScriptStore;
import orch.script.Signature;
import orch.script.Verbs;

/** Runs scripts, snippets and verbs. */
public final class Main {
  private final Map<String, String> environment;
  private final Path folder;
  private final PrintStream out;
  private final PrintStream err;
  private final InputStream in;
  private final Masking masking;
  private final Optional<Tty> tty;
  private final Optional<Outer> outer;
  private final Path home = Path.of(System.getProperty("user.home"));
  private final ScriptStore store;
  private final Verbs verbs;
  private boolean verbose;
  private boolean json;
  private boolean noColor;
  private Session session;
  private Optional<Path> report = Optional.empty();
  private List<String> words = List.of();
  private Optional<RunReports> reports = Optional.empty();
  private boolean folding = true;

  /** Whether the terminal is this command's alone, and no line editor draws on it. */
  private boolean alone = true;

  private Progress.Listener progress = nothing -> {};
  private final AtomicBoolean ended = new AtomicBoolean();

  /** Whether a signal came: what fails from then on follows from that. */
  private volatile boolean interrupted;

  /** What was typed, shortened, for those who find the traces of this process. */
  private String typed = "orch";

  Main(Map<String, String> environment, Path folder, PrintStream out, PrintStream err) {
    this(
        new Place(environment, folder, System.in, out, err, Reporting.masking(environment, err)),
        terminal(),
        null);
  }

  /**
   * For one command.
   *
   * @param tty the user's terminal, where input and results are on one
   * @param outer the session that the command is typed into; null: there is none
   */
  public Main(Place place, Optional<Tty> tty, Outer outer) {
    this.environment = place.environment();
    this.folder = place.folder();
    this.in = place.in();
    this.out = place.out();
    this.err = place.err();
    this.masking = place.masking();
    this.tty = tty;
    this.outer = Optional.ofNullable(outer);
    this.alone = outer == null;
    this.store = store(environment, folder);
    this.verbs = new Verbs(folder, store);
  }

  /** Compiled scripts of this user. */
  static ScriptStore store(Map<String, String> environment, Path folder) {
    Path home = Path.of(System.getProperty("user.home"));
    String installed = System.getProperty("orch.home", "");
    List<Path> folders =
        installed.isEmpty() ? List.of(folder) : List.of(folder, Path.of(installed));
    return new ScriptStore(
        cacheFolder(environment, home).resolve("scripts"),
        buildId(),
        "orch.dsl.OrchScript",
        Libraries.of(folders, environment, home));
  }

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) throws IOException {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    if (args.length > 0 && args[0].equals("--rehearse")) {
      Rehearsal.run();
      return;
    }
    int code = new Main(System.getenv(), Path.of("").toAbsolutePath(), out, err).run(List.of(args));
    out.flush();
    err.flush();
    System.exit(code);
  }

  /** {@code $XDG_CACHE_HOME/orch}, by default {@code ~/.cache/orch}. */
  private static Path cacheFolder(Map<String, String> environment, Path home) {
    String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
    return (cache.startsWith("/") ? Path.of(cache) : home.resolve(".cache")).resolve("orch");
  }

  /**
   * Scripts compiled by another build of orch are not used: the launcher tells the hash of its
   * jars.
   */
  private static String buildId() {
    return ContainerLabels.version() + " " + System.getProperty("orch.build", "");
  }

  private static Optional<Tty> terminal() {
    return terminal("in") && terminal("out")
        ? Optional.of(new SttyTerminal(System.in))
        : Optional.empty();
  }

  /** The verbs that can be typed, one list for all. */
  public Verbs verbs() {
    return verbs;
  }

  /** What {@code help} without a topic prints. */
  public Help help() {
    return new Help(verbs);
  }

  /** A session with the settings of the environment alone. Its owner closes it. */
  public Session open() {
    alone = false;
    session = session(CommonOptions.settings(Map.of(), environment, terminal("err")));
    return session;
  }

  /** Tells of what a line of the {@link #open} session has thrown, as of a command's error. */
  public int failed(Throwable thrown) {
    if (thrown instanceof OrchException e) {
      return report(e);
    } else if (thrown instanceof EngineConnector.SetupFailed e) {
      return e.code();
    }
    return report(ScriptErrors.of(thrown, session.position(thrown).orElse(Origin.UNKNOWN)));
  }

  /** Runs one command; its exit code. */
  public int run(List<String> args) {
    json = args.contains("--json");
    verbose = args.contains("--verbose");
    noColor = args.contains("--no-color");
    typed = String.join(" ", typed(args)).lines().findFirst().orElse("orch");
    try {
      words = args;
      reports =
          Reporting.of(
              args, typed, environment, folder, err, masking, Clock.systemUTC(), () -> folding);
      reports.ifPresent(RunReports::prepare);
      int code = args.equals(List.of("--sweep")) ? sweep() : command(args);
      ended(new Progress.Ended(code, Optional.empty(), Optional.empty()));
      reports.ifPresent(all -> all.finish(Optional.empty()));
      return code;
    } catch (OrchException e) {
      return report(e);
    } catch (EngineConnector.SetupFailed e) {
      ended(new Progress.Ended(e.code(), Optional.empty(), Optional.empty()));
      reports.ifPresent(
          all ->
              all.finish(
                  Optional.of(new OrchException.Unavailable("set-up failed", List.of(), null))));
      return e.code();
    }
  }

  /** Told once: a signal may come while the command fails. */
  private void ended(Progress.Ended how) {
    if (ended.compareAndSet(false, true)) {
      progress.on(how);
    }
  }

  private int report(OrchException e) {
    Optional<Next> next = session == null ? e.next() : e.next().flatMap(session::addressed);
    if (!interrupted) {
      ended(new Progress.Ended(e.exitCode(), Optional.of(e), next));
    }
    reports.ifPresent(all -> all.tell(e, Reporting.place(e.getMessage(), session, words, folder)));
    if (json) {
      out.println(masking.mask(JsonText.error(e, next)));
    }
    err.print(errorText(e, next));
    if (verbose) {
      err.print(masking.mask(trace(e)));
    }
    reports.ifPresent(all -> all.finish(Optional.of(e)));
    return e.exitCode();
  }

  /** On a terminal as it fits there; elsewhere line by line as it is. */
  private String errorText(OrchException e, Optional<Next> next) {
    if (outer.isPresent()) {
      return masking.mask(ErrorText.of(e, next)).replace("\n  next: orch ", "\n  next: ");
    } else if (!terminal("err")) {
      return masking.mask(ErrorText.of(e, next));
    }
    int columns = new TerminalSize(environment).get().columns();
    Style style = Style.of(environment, noColor, true);
    return masking.mask(ErrorText.of(e, next, style, columns, masking::mask));
  }

  private static String trace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  /** The words up to a script's own or a snippet, which may hold anything. */
  private static List<String> typed(List<String> args) {
    List<String> words = new ArrayList<>(List.of("orch"));
    for (String word : args) {
      words.add(word);
      if (words.size() == 5 || word.equals("-e") || word.equals("--")) {
        break;
      }
    }
    return words;
  }

  /** What the watchdog types when the process is dead that it has watched. */
  private int sweep() {
    Settings settings = CommonOptions.settings(Map.of(), environment, false);
    try (Session sweeping = session(settings)) {
      sweeping.sweep();
    }
    return 0;
  }

  private int command(List<String> args) {
    int at = target(args);
    if (at == args.size()) {
      boolean help = args.contains("-h") || args.contains("--help");
      (help ? out : err).print(new Help(verbs).overview());
      return help ? 0 : 2;
    }
    List<String> rest = new ArrayList<>(args);
    String target = rest.remove(at);
    if (target.equals("-e")) {
      if (at == rest.size()) {
        throw new OrchException.BadInput("-e needs a snippet", List.of(), Next.verb("help"));
      }
      return script("-e", snippet("snippet", rest.remove(at)), rest);
    } else if (target.equals("-")) {
      return script("-", snippet("stdin", standardInput(in)), rest);
    } else if (target.equals("help")) {
      return help(rest);
    } else if (target.equals("version")) {
      return orch.lane.Main.version(rest, environment, out, err);
    } else if (target.equals("completion")) {
      List<String> shell = rest.stream().filter(word -> !word.startsWith("-")).toList();
      out.print(new ShellCompletion(verbs.all()).script(shell));
      return 0;
    } else if (target.endsWith(".groovy") || target.contains("/")) {
      return script(target, ScriptFile.read(folder.resolve(target)), rest);
    }
    return verb(target, rest);
  }

  /** The place of the first word that is not one of the options everywhere. */
  private static int target(List<String> args) {
    int at = 0;
    while (at < args.size()) {
      String word = args.get(at);
      if (word.equals("-") || word.equals("-e") || !word.startsWith("-")) {
        return at;
      }
      at += CommonOptions.takesNextWord(word) ? 2 : 1;
    }
    return args.size();
  }

  private ScriptFile snippet(String name, String text) {
    return new ScriptFile(name + ".groovy", Optional.empty(), folder, text);
  }

  private static String standardInput(InputStream in) {
    try {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new OrchException.BadInput("cannot read standard input: " + e.getMessage());
    }
  }

  private int help(List<String> topics) {
    Help help = new Help(verbs);
    if (topics.contains("--man")) {
      out.print(ManPage.text(verbs.all()));
      return 0;
    }
    List<String> words = topics.stream().filter(t -> !t.startsWith("-")).toList();
    out.print(words.isEmpty() ? help.overview() : help.topic(words.get(0)));
    return 0;
  }

  private int verb(String verb, List<String> rest) {
    Optional<Path> own = verbs.own(verb);
    Optional<ScriptStore.Compiled> builtIn = verbs.builtIn(verb);
    if (own.isPresent() && !(builtIn.isPresent() && isBuiltIn(verb, own.get()))) {
      return script(verb, ScriptFile.read(own.get()), rest);
    }
    if (builtIn.isPresent()) {
      ScriptFile file = new ScriptFile(verb + ".groovy", Optional.empty(), folder, "");
      return script(verb, file, builtIn.get(), rest);
    }
    Optional<String> shared = verbs.shared(verb);
    if (shared.isPresent()) {
      return script(verb, snippet(verb, shared.get()), rest);
    }
    throw new OrchException.BadInput(
        "unknown verb '" + verb + "'" + Names.didYouMean(verb, withLaneVerbs()),
        List.of(),
        Next.verb("help"));
  }

  private List<String> withLaneVerbs() {
    List<String> all = new ArrayList<>(verbs.all().keySet());
    all.addAll(List.of("help", "version", "completion"));
    return all;
  }

  /**
   * Whether the working folder's script is the very file that the built-in verb was compiled from.
   */
  private static boolean isBuiltIn(String verb, Path own) {
    Path source = Path.of(System.getProperty("orch.home", ""), "scripts", verb + ".groovy");
    try {
      return Files.exists(source) && Files.isSameFile(source, own);
    } catch (IOException e) {
      return false;
    }
  }

  private int script(String command, ScriptFile file, List<String> rest) {
    return script(command, file, store.compiled(file.name(), file.text()), rest);
  }

  private int script(
      String command, ScriptFile file, ScriptStore.Compiled compiled, List<String> rest) {
    Signature signature = compiled.signature();
    Map<String, List<String>> common = new HashMap<>();
    Map<String, Object> options = Map.of();
    List<String> arguments = List.of();
    if (!rest.isEmpty() || !signature.options().isEmpty()) {
      Arguments reader = new Arguments(command, signature);
      Arguments.Read read = reader.read(rest, environment);
      if (read.help()) {
        out.print(reader.usage());
        return 0;
      }
      common.putAll(read.common());
      options = read.options();
      arguments = read.arguments();
    }
    if (signature.arguments().startsWith("SERVICE")) {
      arguments = withoutStack(arguments, common, signature.arguments().contains("--"));
    }
    boolean errTerminal = terminal("err");
    Settings settings = CommonOptions.settings(common, environment, errTerminal);
    json = settings.json();
    verbose = settings.verbose();
    noColor = settings.noColor();
    report = CommonOptions.report(common, environment).map(folder::resolve);
    return run(settings, file, compiled, options, arguments);
  }

  /**
   * {@code STACK/SERVICE} names the stack as {@code --stack} does.
   *
   * @param commandFollows whether only the first word is a service: commands hold slashes of their
   *     own
   */
  static List<String> withoutStack(
      List<String> words, Map<String, List<String>> common, boolean commandFollows) {
    List<String> bare = new ArrayList<>();
    for (String word : words) {
      boolean service = bare.isEmpty() || !commandFollows;
      if (!service || !word.matches("[a-zA-Z0-9_.-]+/[a-zA-Z0-9_.-]+")) {
        bare.add(word);
        continue;
      }
      String stack = word.substring(0, word.indexOf('/'));
      List<String> before = common.put("--stack", List.of(stack));
      if (before != null && !before.equals(List.of(stack))) {
        throw new OrchException.BadInput(
            "one command works on one stack: '"
                + String.join("', '", before)
                + "' and '"
                + stack
                + "' are two");
      }
      bare.add(word.substring(stack.length() + 1));
    }
    return bare;
  }

  private static boolean terminal(String stream) {
    return "true".equals(System.getProperty("orch.terminal." + stream));
  }

  private int run(
      Settings settings,
      ScriptFile file,
      ScriptStore.Compiled compiled,
      Map<String, Object> options,
      List<String> arguments) {
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
      code = outcome(hook, file, compiled, options, arguments);
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

  /** A signal has an exit code of its own; harm is told all the same. */
  private void endInterrupted(Session running) {
    interrupted = true;
    running.close();
    ended(
        new Progress.Ended(
            130,
            Optional.of(new OrchException.Failed("interrupted", List.of(), null)),
            Optional.empty()));
    printHarm(running);
  }

  private void printHarm(Session ended) {
    ended.harm().ifPresent(harm -> err.print(masking.mask(ErrorText.of(harm))));
  }

  private int outcome(
      Thread hook,
      ScriptFile file,
      ScriptStore.Compiled compiled,
      Map<String, Object> options,
      List<String> arguments) {
    try {
      session.run(file, compiled, options, arguments);
      return 0;
    } catch (Exit e) {
      return e.code();
    } catch (OrchException | EngineConnector.SetupFailed e) {
      throw e;
    } catch (RuntimeException | Error e) {
      if (verbose) {
        err.print(masking.mask(trace(e)));
      }
      throw ScriptErrors.of(e, session.position(e).orElse(Origin.UNKNOWN));
    } finally {
      if (removed(hook) && !outer.map(o -> o.keeps(session)).orElse(false)) {
        close(session);
      }
    }
  }

  private Session session(Settings settings) {
    Clock clock = Clock.systemUTC();
    StateFolder state = StateFolder.of(environment, home);
    Style errStyle = Style.of(environment, settings.noColor(), terminal("err"));
    Style outStyle = Style.of(environment, settings.noColor(), terminal("out"));
    folding =
        settings.progress() == ProgressLines.Detail.TTY
            || settings.progress() == ProgressLines.Detail.PLAIN;
    List<Progress.Listener> others = new ArrayList<>();
    reports.ifPresent(others::add);
    report.ifPresent(file -> others.add(new RunReport(file, typed, masking, clock, err)));
    ProgressListeners listeners =
        ProgressListeners.of(
            settings, environment, out, err, errStyle, masking, clock, alone, others);
    progress = listeners.all();
    EngineConnector engines =
        new EngineConnector(settings, environment, home, state, progress, clock, typed);
    Surroundings surroundings =
        new Surroundings(
            environment,
            folder,
            home,
            in,
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

  /** What is removed at the end is removed after an interrupt as well. */
  private static void close(Session ended) {
    boolean interrupted = Thread.interrupted();
    try {
      ended.close();
    } finally {
      if (interrupted) {
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
