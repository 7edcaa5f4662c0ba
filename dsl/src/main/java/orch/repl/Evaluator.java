package orch.repl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import orch.cli.Main;
import orch.cli.Outer;
import orch.cli.Place;
import orch.dsl.Exit;
import orch.dsl.ScriptFile;
import orch.dsl.Session;
import orch.dsl.StackHandle;
import orch.engine.Tty;
import orch.model.Names;
import orch.model.Next;
import orch.model.OrchException;
import orch.script.LineCompiler;

/**
 * Runs what is typed: verbs as the command line runs them, all else as Groovy whose variables stay.
 * Used by one thread at a time.
 */
final class Evaluator implements Outer, AutoCloseable {
  private static final String RESULT = "_";

  /** What is said of a word for which there is no near one. */
  private static final Pattern UNKNOWN = Pattern.compile(".*unknown word '([^']*)'");

  /** The first word of a line that could be a command. */
  private static final Pattern FIRST = Pattern.compile("^\\s*([a-z][\\w-]*)\\s+[^\\s=.({]");

  private final Place place;
  private final Optional<Tty> terminal;
  private final BooleanSupplier stopped;
  private final Main main;
  private final Session session;
  private final LineCompiler lines;

  /** Sessions of commands that made dedicated copies, which live as long as this. */
  private final List<Session> kept = new CopyOnWriteArrayList<>();

  /** What was typed and worked, as it would stand in a script. */
  private final List<String> typed = new ArrayList<>();

  private volatile Optional<StackHandle> described = Optional.empty();
  private volatile Optional<String> stack = Optional.empty();
  private volatile Optional<String> stackName = Optional.empty();

  /** The last one that a line described. */
  private Optional<StackHandle> lastTyped = Optional.empty();

  /**
   * Runs there.
   *
   * @param stopped whether the user has stopped what runs
   */
  Evaluator(Place place, Optional<Tty> terminal, BooleanSupplier stopped) {
    this.stopped = stopped;
    this.place = place;
    this.terminal = terminal;
    this.main = new Main(place, terminal, this);
    this.session = main.open();
    this.lines = new LineCompiler("orch.dsl.OrchScript", main.store());
  }

  /** The verbs that can be typed now. */
  Main main() {
    return main;
  }

  /** Variables by name, with what they hold. */
  Map<String, Object> variables() {
    return new HashMap<>(session.scripts().variables());
  }

  /** The stack that was worked on last, a copy with its run; empty before the first. */
  Optional<String> stack() {
    return stack;
  }

  /** The name of that stack without a run. */
  Optional<String> stackName() {
    return stackName;
  }

  private void worksOn(Optional<StackHandle> handle) {
    stack = handle.map(StackHandle::reachedAs).or(() -> stack);
    stackName = handle.map(StackHandle::getName).or(() -> stackName);
  }

  /** Runs a verb with its words; its exit code. What went wrong has been told. */
  int command(List<String> words) {
    int code = new Main(place, terminal, this).run(words);
    typed.add("// orch " + String.join(" ", words));
    return code;
  }

  /**
   * Runs Groovy and prints its result; what went wrong is told.
   *
   * @throws Exit when it says so
   */
  void groovy(String text) {
    groovy(text, "");
  }

  /** As above; mistakes are told as those of that file, unless its name is empty. */
  private void groovy(String text, String file) {
    try {
      show(evaluate(text));
      typed.add(inScript(text.strip()));
    } catch (Exit e) {
      throw e;
    } catch (Throwable e) {
      // Groovy throws checked ones as well
      failed(text, e instanceof OrchException.BadInput bad && !file.isEmpty() ? of(file, bad) : e);
    } finally {
      // only one that this line described: a command may have been about another one since
      if (!session.stacks().lastStack().equals(lastTyped)) {
        lastTyped = session.stacks().lastStack();
        described = lastTyped;
        worksOn(lastTyped);
      }
    }
  }

  private static OrchException of(String file, OrchException.BadInput e) {
    return new OrchException.BadInput(
        e.getMessage().replaceFirst("^typed:", Matcher.quoteReplacement(file) + ":"),
        e.evidence(),
        e.next().orElse(null));
  }

  /** A script knows no last result: what refers to it is kept as a comment. */
  private static String inScript(String text) {
    boolean runs =
        Tokens.of(text).stream()
            .noneMatch(t -> t.kind() == Tokens.Kind.WORD && t.in(text).equals(RESULT));
    return runs ? text : text.lines().map("// "::concat).collect(Collectors.joining("\n"));
  }

  /** The result; nothing where the line sets a variable. */
  private Optional<Object> evaluate(String text) {
    LineCompiler.Line line = lines.compile(text);
    try {
      if (!line.runs()) {
        return Optional.empty();
      }
      ScriptFile file = new ScriptFile(line.name(), Optional.empty(), place.folder(), text);
      Object result = session.scripts().line(file, line.compiled(), line.defines());
      if (result == null) {
        return Optional.empty();
      }
      session.scripts().variables().put(RESULT, result);
      return line.assigns() ? Optional.empty() : Optional.of(result);
    } finally {
      line.forget();
    }
  }

  private void show(Optional<Object> result) {
    result.ifPresent(value -> print(form(value, false).orElseGet(() -> Values.text(value))));
  }

  private void print(String text) {
    place.out().print(place.masking().mask(text));
    place.out().flush();
  }

  /** What is empty could be a list of anything. */
  private Optional<String> form(Object value, boolean json) {
    return value instanceof List<?> list && list.isEmpty()
        ? Optional.empty()
        : session.form(value, json);
  }

  /** Prints the last result, or that of an expression, as JSON. */
  void json(String expression) {
    Object value = variables().get(RESULT);
    if (!expression.isBlank()) {
      try {
        evaluate(expression);
        value = variables().get(RESULT);
      } catch (Throwable e) {
        failed(expression, e);
        return;
      }
    }
    Object result = value;
    print(form(result, true).orElseGet(() -> Values.json(result) + "\n"));
  }

  /** Whoever stopped it knows that it was interrupted. */
  private void failed(String text, Throwable thrown) {
    if (!(thrown instanceof InterruptedException) && !stopped()) {
      main.failed(thrown instanceof OrchException.BadInput e ? withVerbs(text, e) : thrown);
    }
  }

  /**
   * A mistyped verb looks like an unknown word of the language; the words behind it do so first,
   * since Groovy looks at them before.
   */
  private OrchException withVerbs(String text, OrchException.BadInput e) {
    Matcher unknown = UNKNOWN.matcher(e.getMessage());
    if (!unknown.matches()) {
      return e;
    }
    Matcher first = FIRST.matcher(text);
    Set<String> verbs = main.verbs().all().keySet();
    if (first.find() && !first.group(1).equals(unknown.group(1))) {
      String near = Names.didYouMean(first.group(1), verbs);
      if (!near.isEmpty()) {
        return new OrchException.BadInput(
            "unknown word '" + first.group(1) + "'" + near, e.evidence(), Next.verb("help"));
      }
    }
    String near = Names.didYouMean(unknown.group(1), verbs);
    return new OrchException.BadInput(
        e.getMessage() + near, e.evidence(), e.next().orElse(Next.verb("help")));
  }

  /** Runs a file as if it were typed; does nothing where there is none and that is allowed. */
  void load(Path file, boolean must) {
    if (must || Files.exists(file)) {
      try {
        groovy(ScriptFile.read(file).text(), file.getFileName().toString());
      } catch (OrchException e) {
        main.failed(e);
      }
    }
  }

  /** Writes what was typed and worked as a script. */
  void save(Path file) {
    try {
      Files.writeString(file, place.masking().mask(String.join("\n", typed)) + "\n");
      place.err().println("orch: wrote " + file + ": " + typed.size() + " lines");
    } catch (IOException e) {
      main.failed(
          new OrchException.BadInput("cannot write " + file + ": " + OrchException.reason(e)));
    }
  }

  /** Tells of a mistake as commands do. */
  void reject(String problem, orch.model.Next next) {
    main.failed(new OrchException.BadInput(problem, List.of(), next));
  }

  /** Forgets what was defined, and which stack was described; what runs stays. */
  void reset() {
    session.scripts().variables().clear();
    lines.reset();
    typed.clear();
    described = Optional.empty();
    stack = Optional.empty();
    stackName = Optional.empty();
  }

  /** The data that goes when the session is left. */
  List<String> dataOfCopies() {
    List<String> data = new ArrayList<>(session.stacks().dataOfCopies());
    kept.forEach(k -> data.addAll(k.stacks().dataOfCopies()));
    return data;
  }

  @Override
  public boolean stopped() {
    return stopped.getAsBoolean();
  }

  @Override
  public void opened(Session command) {
    described.ifPresent(command.choice()::prefer);
  }

  @Override
  public boolean keeps(Session command) {
    command.lastShown().ifPresent(result -> session.scripts().variables().put(RESULT, result));
    worksOn(command.stacks().lastStack());
    if (!command.stacks().hasCopies()) {
      return false;
    }
    kept.add(command);
    described = command.stacks().lastStack();
    return true;
  }

  /** Removes the dedicated copies of the session. */
  @Override
  public void close() {
    kept.forEach(Session::close);
    session.close();
    kept.forEach(k -> k.harm().ifPresent(main::failed));
    session.harm().ifPresent(main::failed);
  }
}
