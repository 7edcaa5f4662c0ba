package orch.dsl;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import groovy.lang.GroovyInterceptable;
import groovy.lang.MissingMethodException;
import groovy.lang.MissingPropertyException;
import groovy.lang.Script;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import orch.compose.ComposeLoader;
import orch.health.Finding;
import orch.health.StackStatus;
import orch.model.Names;
import orch.model.OrchException;
import orch.model.Origin;
import orch.plan.Plan;
import org.codehaus.groovy.runtime.InvokerHelper;

/**
 * What every script can say at its top level. Its calls go by {@link #invokeMethod}: for others
 * Groovy writes a class each, which takes the first one of a run 15 ms.
 */
public abstract class OrchScript extends Script implements GroovyInterceptable {
  private Session session;
  private ScriptFile file;
  private Map<String, Object> options = Map.of();
  private List<String> arguments = List.of();

  /** For compiled scripts. */
  protected OrchScript() {}

  void prepare(
      Session session, ScriptFile file, Map<String, Object> options, List<String> arguments) {
    this.session = session;
    this.file = file;
    this.options = options;
    this.arguments = List.copyOf(arguments);
  }

  ScriptFile file() {
    return file;
  }

  /** A stack named after the file. */
  @Word(
      value = "describes a stack; its name is the file's unless given",
      example = "stack('dev') { service 'db', image: 'postgres:16' }")
  public StackHandle stack(
      @DelegatesTo(value = StackScope.class, strategy = Closure.DELEGATE_ONLY) Closure<?> block) {
    return session.stacks().stack(file, Optional.empty(), block);
  }

  /** A stack of some name. */
  public StackHandle stack(
      CharSequence name,
      @DelegatesTo(value = StackScope.class, strategy = Closure.DELEGATE_ONLY) Closure<?> block) {
    return session.stacks().stack(file, Optional.of(name.toString()), block);
  }

  /** A stack from Compose files. */
  @Word(
      value =
          "a stack from Compose files, relative to the script and merged in their order; a block changes it",
      example =
          "compose('docker-compose.yml', profiles: ['debug']) { service('db') { port 5432, host: 15432 }; without 'web' }")
  public StackHandle compose(Object... filesAndBlock) {
    return compose(Map.of(), filesAndBlock);
  }

  /** A stack from Compose files, with profiles. */
  public StackHandle compose(Map<String, ?> how, Object... filesAndBlock) {
    return new ComposeWord(session, file).stack(how, filesAndBlock);
  }

  /** A stack from one Compose file and what changes. */
  public StackHandle compose(
      CharSequence file,
      @DelegatesTo(value = ComposeScope.class, strategy = Closure.DELEGATE_ONLY) Closure<?> block) {
    return compose(Map.of(), file, block);
  }

  /** A task. */
  @Word(
      value = "describes a task: one container that does its work and ends; run() runs it",
      example = "task('lint') { image 'app:1'; command 'make lint'; timeout 5.minutes }.run()")
  public TaskHandle task(
      CharSequence name,
      @DelegatesTo(value = TaskScope.class, strategy = Closure.DELEGATE_ONLY) Closure<?> block) {
    return session.task(name.toString(), block);
  }

  /** What the verb {@code task} does. */
  @Word(
      value = "does what orch task does with these words and options; its exit code",
      example = "exit tasks(['list'], state: 'running')")
  public int tasks(Map<String, ?> options, List<String> words) {
    return new TaskCommand(session, options).run(words);
  }

  /** A list of work. */
  @Word(
      value =
          "describes how a table of priorities is worked off: a CSV file relative to the script, or a"
              + " sheet of Google's; orch work does it",
      example =
          "work('priorities.csv') { project 'web', '../web'; task { item -> image 'node:22'; command 'npm', 'run', item.nextAction } }")
  public WorkHandle work(
      CharSequence file,
      @DelegatesTo(value = WorkScope.class, strategy = Closure.DELEGATE_ONLY) Closure<?> block) {
    return session.works().describe(file.toString(), block);
  }

  /** What the verb {@code work} does. */
  @Word(
      value = "does what orch work does with these words; its exit code",
      example = "exit workOn(['once'])")
  public int workOn(List<String> words) {
    return session.works().command(words);
  }

  /** A server. */
  @Word(
      value =
          "keeps stacks healthy, works on tasks and answers an HTTP API, until somebody ends it",
      example = "serve { keep 'stack.groovy', within: 2.minutes; port 14355 }")
  public void serve(
      @DelegatesTo(value = ServeScope.class, strategy = Closure.DELEGATE_ONLY) Closure<?> block) {
    ServeScope scope = new ServeScope(session);
    scope.run(block);
    Serving.run(session, scope);
  }

  /** What the verb {@code serve} does. */
  public void serve(Map<String, ?> options) {
    Serving.run(session, ServeScope.of(session, options));
  }

  /** The stack that a verb works on. */
  @Word(
      value = "the stack that --stack names, else the one of the working folder",
      example = "theStack.start()")
  public StackHandle getTheStack() {
    return session.choice().stack();
  }

  /** A private copy of the stack that a verb works on. */
  @Word(
      value = "a dedicated copy of the stack that --stack names, else of the one of the folder",
      example = "theCopy.ensureHealthy()")
  public StackHandle getTheCopy() {
    return session.choice().copy();
  }

  /** What the script does: makes it a verb that help lists. */
  @Word(
      value = "what the script does, in one line; makes it a verb that help lists",
      example = "describe 'fills the database with examples'")
  public void describe(CharSequence summary) {
    // read off the text before the script runs
  }

  /** A flag. */
  @Word(
      value =
          "an option of the script: a flag, or with a value (N: a number, DURATION: 5m); read as options.NAME",
      example = "option 'rows', 'N', 'how many rows'")
  public void option(CharSequence name, CharSequence text) {
    // read off the text before the script runs
  }

  /** An option with a value. */
  public void option(CharSequence name, CharSequence label, CharSequence text) {
    // read off the text before the script runs
  }

  /** Arguments. */
  @Word(
      value = "names the script's arguments; read as args",
      example = "args 'SERVICE...', 'services to fill'")
  public void args(CharSequence... labelAndText) {
    // read off the text before the script runs
  }

  /** The arguments. */
  public List<String> getArgs() {
    return arguments;
  }

  /**
   * The options: by name, dashes as in camel case; flags are true or false, others null unless
   * given.
   */
  public Map<String, Object> getOptions() {
    return options;
  }

  /** Where the script is. */
  @Word(
      value = "the folder of the script, for paths that no word of orch takes",
      example = "println scriptFolder.resolve('lib/driver.jar')")
  public Path getScriptFolder() {
    return file.folder();
  }

  /** Shares definitions of another script. */
  @Word(
      value =
          "runs another script, so that its methods and variables can be used; or adds a library by its coordinates, group:artifact:version",
      example = "use 'common.groovy'")
  public Object use(CharSequence other) {
    return session.scripts().use(other.toString());
  }

  /** Prints a result. */
  @Word(value = "prints a result, as JSON under --json", example = "show theStack.status()")
  public void show(Object result) {
    session.show(result);
  }

  /** Fails. */
  @Word(
      value = "ends with exit code 1, a problem and its evidence",
      example = "fail 'the user is gone', 'GET /users/ada: 404'")
  public void fail(CharSequence problem, CharSequence... evidence) {
    throw new OrchException.Failed(
        Plain.text(problem), Arrays.stream(evidence).map(Plain::text).toList(), null);
  }

  /** The user's input is wrong. */
  @Word(
      value = "ends with exit code 2: the user's input is wrong",
      example = "reject 'it needs a file', 'orch fill FILE'")
  public void reject(CharSequence problem, CharSequence... evidence) {
    throw new OrchException.BadInput(
        Plain.text(problem), Arrays.stream(evidence).map(Plain::text).toList(), null);
  }

  /** How stacks are. */
  @Word(
      value = "how stacks are: all of ours, or those of one name",
      example = "statuses(['dev']).every { it.healthy() }")
  public List<StackStatus> statuses(List<String> names) {
    return session.statuses(names);
  }

  /** Draws dependencies. */
  @Word(
      value = "draws which service depends on which, as text or as 'svg'",
      example = "show dependencies(statuses(['dev']), 'svg')")
  public String dependencies(List<StackStatus> stacks, CharSequence form) {
    return new Dependencies(session).drawn(stacks, form.toString());
  }

  /** Removes what is ours and dead. */
  @Word(
      value = "removes what is ours and dead; all: everything but volumes, dryRun: only tells",
      example = "cleanup(all: false, dryRun: true)")
  public List<Plan> cleanup(Map<String, ?> how) {
    return session.cleanup(
        Boolean.TRUE.equals(how.get("all")), Boolean.TRUE.equals(how.get("dryRun")));
  }

  /** Carries out a plan that was kept. */
  @Word(
      value =
          "carries out a plan that plan().save('FILE') or plan --out has kept, unless anything has moved since; gives the stack",
      example = "show apply('dev.plan', wait: false).status()")
  public StackHandle apply(CharSequence file) {
    return apply(Map.of(), file);
  }

  /** As above; {@code wait: false} does not wait, {@code within:} is the longest wait. */
  public StackHandle apply(Map<String, ?> how, CharSequence file) {
    return new SavedPlans(session).apply(how, file.toString());
  }

  /** What Compose files say. */
  @Word(
      value =
          "the stack that --stack names, else that of the folder, as a Compose file in its canonical form",
      example = "composeConfig(interpolate: true).services")
  public ComposeConfig composeConfig(Map<String, ?> how) {
    boolean interpolate = !Boolean.FALSE.equals(how.get("interpolate"));
    return session.choice().config(new ComposeLoader.Options(List.of(), List.of(), interpolate));
  }

  /** Proves things about the stack. */
  @Word(
      value = "proves things about the stack that --stack names, else that of the folder",
      example =
          "check { persistence(); custom('answers') { assert exec('db', 'true').code == 0 } }")
  public CheckRun check(
      @DelegatesTo(value = CheckScope.class, strategy = Closure.DELEGATE_ONLY) Closure<?> block) {
    return session.choice().stack().check(block);
  }

  /** Checks there are. */
  @Word(
      value = "the checks there are: what each proves and its arguments",
      example = "println knownChecks()")
  public String knownChecks() {
    return CheckText.known();
  }

  /** Names the fact log. */
  @Word(
      value =
          "appends a line FACT: <time> <stack> <what was proven> <figure> to this file for each check that passes from now on",
      example = "facts 'MESSAGE-BUS.md'")
  public void facts(CharSequence file) {
    session.facts(session.surroundings().folder().resolve(file.toString()));
  }

  /** Looks at the machine. */
  @Word(
      value =
          "what is well and what is not: the machine, its engine, and what the folder's stack needs of them",
      example = "show doctor().findAll { it.error }")
  public List<Finding> doctor() {
    return new Checkup(session).findings();
  }

  /** The engine. */
  @Word(
      value =
          "the engine: report() says which and why that one, start() sets one up, stop() ends one that orch started",
      example = "theEngine.report().answers()")
  public EngineHandle getTheEngine() {
    return new EngineHandle(session);
  }

  /** Ends with this exit code. */
  @Word(value = "ends with this exit code", example = "exit 3")
  public void exit(int code) {
    throw new Exit(code);
  }

  /** Asks over HTTP. */
  @Word(
      value = "asks over HTTP: get, post with a map as JSON; answers have status, text and json",
      example = "http.get(theStack.service('auth').url(8080) + '/health').status")
  public Http getHttp() {
    session.acts();
    return new Http();
  }

  @Override
  public void println(Object value) {
    session.show(String.valueOf(value));
  }

  @Override
  public void print(Object value) {
    session
        .surroundings()
        .out()
        .print(session.surroundings().masking().mask(String.valueOf(value)));
  }

  @Override
  public void println() {
    session.show("");
  }

  @Override
  public void printf(String format, Object value) {
    printf(format, new Object[] {value});
  }

  @Override
  public void printf(String format, Object[] values) {
    print(String.format(format, values));
  }

  /**
   * Says how a word is written that was called with nothing or null; any other error is as it was.
   */
  RuntimeException misused(RuntimeException e) {
    return Misuse.word(e, words())
        .<RuntimeException>map(
            word -> {
              Origin at = session.scripts().position(e).orElse(session.scripts().here());
              return new OrchException.BadInput(
                  at.at("'" + word + "' is written: " + examples(word)));
            })
        .orElse(e);
  }

  @Override
  public Object invokeMethod(String name, Object arguments) {
    try {
      return getMetaClass().invokeMethod(this, name, arguments);
    } catch (MissingMethodException e) {
      if (!e.getMethod().equals(name) || e.getType() != getClass()) {
        throw e;
      }
      Object[] values = InvokerHelper.asArray(arguments);
      if (getBinding().hasVariable(name)
          && getBinding().getVariable(name) instanceof Closure<?> closure) {
        return closure.call(values);
      }
      return ofOtherScript(name, values);
    }
  }

  private Object ofOtherScript(String name, Object[] arguments) {
    for (OrchScript other : session.scripts()) {
      boolean declares =
          Arrays.stream(other.getClass().getDeclaredMethods())
              .anyMatch(m -> m.getName().equals(name));
      if (other != this && declares) {
        return InvokerHelper.invokeMethod(other, name, arguments);
      }
    }
    throw unknown(name);
  }

  @Override
  public Object getProperty(String property) {
    try {
      return super.getProperty(property);
    } catch (MissingPropertyException e) {
      if (!property.equals(e.getProperty()) || e.getType() != getClass()) {
        throw e;
      }
      throw unknown(property);
    }
  }

  private OrchException.BadInput unknown(String word) {
    Set<String> known = words();
    if (known.contains(word)) {
      return new OrchException.BadInput(
          session.scripts().here().at("'" + word + "' is written: " + examples(word)));
    }
    String where =
        inStack(word)
            ? "; it belongs in a stack { } or service { } block"
            : Names.didYouMean(word, known);
    return new OrchException.BadInput(
        session.scripts().here().at("unknown word '" + word + "'" + where));
  }

  private static String examples(String word) {
    return Arrays.stream(OrchScript.class.getMethods())
        .filter(m -> m.getName().equals(word) && m.isAnnotationPresent(Word.class))
        .map(m -> m.getAnnotation(Word.class).example())
        .sorted()
        .collect(Collectors.joining("  or  "));
  }

  private static boolean inStack(String word) {
    return List.of(StackScope.class, ServiceScope.class).stream()
        .flatMap(scope -> Arrays.stream(scope.getMethods()))
        .anyMatch(m -> m.isAnnotationPresent(Word.class) && m.getName().equals(word));
  }

  private static Set<String> words() {
    return Arrays.stream(OrchScript.class.getMethods())
        .filter(m -> m.isAnnotationPresent(Word.class))
        .map(
            m ->
                m.getName().startsWith("get")
                    ? m.getName().substring(3, 4).toLowerCase(java.util.Locale.ROOT)
                        + m.getName().substring(4)
                    : m.getName())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Flattens what Groovy passes as several arguments, or as one list. */
  static List<String> texts(Object... values) {
    return Arrays.stream(values)
        .flatMap(
            v -> v instanceof Collection<?> list ? list.stream() : java.util.stream.Stream.of(v))
        .map(Plain::text)
        .toList();
  }
}
