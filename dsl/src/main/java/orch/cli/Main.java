package orch.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import orch.dsl.ScriptFile;
import orch.dsl.Session;
import orch.engine.ContainerLabels;
import orch.engine.Tty;
import orch.engine.http.EngineHttp;
import orch.model.Names;
import orch.model.Next;
import orch.model.OrchException;
import orch.own.StateFolder;
import orch.script.Libraries;
import orch.script.ScriptStore;
import orch.script.Signature;
import orch.script.Verbs;

/** Runs scripts, snippets and verbs. */
public final class Main {
  /** Where Groovy looks for extension modules. */
  private static final String MODULES =
      "META-INF/groovy/org.codehaus.groovy.runtime.ExtensionModule";

  private final Place place;
  private final Map<String, String> environment;
  private final Path folder;
  private final PrintStream out;
  private final PrintStream err;
  private final Optional<Tty> tty;
  private final Optional<Outer> outer;
  private final ScriptStore store;
  private final Verbs verbs;
  private Execution execution;

  Main(Map<String, String> environment, Path folder, PrintStream out, PrintStream err) {
    this(
        new Place(
            environment,
            folder,
            System.in,
            out,
            err,
            Reporting.masking(environment, err),
            Optional.empty()),
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
    this.place = place;
    this.environment = place.environment();
    this.folder = place.folder();
    this.out = place.out();
    this.err = place.err();
    this.tty = tty;
    this.outer = Optional.ofNullable(outer);
    this.store = store(environment, folder, err);
    this.verbs = new Verbs(folder, store);
  }

  /** Compiled scripts of this user. */
  static ScriptStore store(Map<String, String> environment, Path folder, PrintStream err) {
    Path home = StateFolder.home(environment);
    String installed = System.getProperty("orch.home", "");
    List<Path> folders =
        installed.isEmpty() ? List.of(folder) : List.of(folder, Path.of(installed));
    return new ScriptStore(
        cacheFolder(environment, home).resolve("scripts"),
        buildId(),
        "orch.dsl.OrchScript",
        Libraries.of(folders, environment, home, line -> err.println("orch: " + line)));
  }

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) throws IOException {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    EngineHttp.prepare();
    openJars();
    if (args.length > 0 && args[0].equals("--rehearse")) {
      Rehearsal.run();
      return;
    }
    int code = new Main(System.getenv(), Path.of("").toAbsolutePath(), out, err).run(List.of(args));
    out.flush();
    err.flush();
    System.exit(code);
  }

  /**
   * Opens all jars on a thread of its own: Groovy looks through them for extension modules as soon
   * as it is there, and the first look opens each, some 30 ms.
   */
  private static void openJars() {
    Thread thread =
        new Thread(() -> Main.class.getClassLoader().resources(MODULES).count(), "jars");
    thread.setDaemon(true);
    thread.start();
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

  /** Scripts as classes, and the libraries that they find. */
  public ScriptStore store() {
    return store;
  }

  /** What {@code help} without a topic prints. */
  public Help help() {
    return new Help(verbs);
  }

  /** A session with the settings of the environment alone. Its owner closes it. */
  public Session open() {
    execution = new Execution(place, tty, outer, store, List.of(), true);
    return execution.open(CommonOptions.settings(Map.of(), environment, terminal("err")));
  }

  /** Tells of what a line of the {@link #open} session has thrown, as of a command's error. */
  public int failed(Throwable thrown) {
    return execution.failed(thrown);
  }

  /** Where the last unexpected error of the {@link #open} session came from. */
  public Optional<String> lastTrace() {
    return execution.lastTrace();
  }

  /** Runs one command; its exit code. */
  public int run(List<String> args) {
    execution = new Execution(place, tty, outer, store, args, false);
    return execution.all(() -> args.equals(List.of("--sweep")) ? execution.sweep() : command(args));
  }

  private int command(List<String> args) {
    int at = CommandWords.target(args);
    if (at == args.size()) {
      boolean help = args.contains("-h") || args.contains("--help");
      (help ? out : err).print(fitting(new Help(verbs).overview()));
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
      return script("-", snippet("stdin", standardInput(place.in())), rest);
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
    out.print(fitting(words.isEmpty() ? help.overview() : help.topic(words.get(0), columns())));
    return 0;
  }

  private String fitting(String help) {
    return Help.fitting(help, columns());
  }

  private int columns() {
    int columns = place.columns();
    return columns > 0 ? columns : 80;
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
        out.print(reader.usage(columns()));
        return 0;
      }
      common.putAll(read.common());
      options = read.options();
      arguments = read.arguments();
    }
    if (signature.arguments().startsWith("SERVICE")) {
      arguments =
          CommandWords.withoutStack(arguments, common, signature.arguments().contains("--"));
    }
    return execution.run(
        CommonOptions.settings(common, environment, terminal("err")),
        CommonOptions.report(common, environment).map(folder::resolve),
        new Execution.Script(file, compiled, options, arguments));
  }

  /** Whether one of our streams is on a terminal: the launcher can tell. */
  static boolean terminal(String stream) {
    return "true".equals(System.getProperty("orch.terminal." + stream));
  }
}
