package orch.dsl;

import groovy.lang.Binding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import orch.model.OrchException;
import orch.model.Origin;
import orch.script.Libraries;
import orch.script.ScriptStore;
import org.codehaus.groovy.runtime.metaclass.MethodSelectionException;

/**
 * The scripts of a session: what runs, what it may use of others, and where in them one is. Used by
 * one thread.
 */
public final class SessionScripts implements Iterable<OrchScript> {
  private final Session session;
  private final ScriptStore store;
  private final Binding variables = new Binding();
  private final List<OrchScript> scripts = new ArrayList<>();

  /** Scripts whose words others may use for as long as the session lasts. */
  private final Set<OrchScript> used = new java.util.HashSet<>();

  private boolean describing;

  SessionScripts(Session session, ScriptStore store) {
    this.session = session;
    this.store = store;
  }

  /** Those that run, the innermost last. */
  @Override
  public Iterator<OrchScript> iterator() {
    return scripts.iterator();
  }

  /**
   * Runs a script.
   *
   * @param compiled its classes
   * @param options by name
   * @return what its last statement gave
   */
  public Object run(
      ScriptFile file,
      ScriptStore.Compiled compiled,
      Map<String, Object> options,
      List<String> arguments) {
    if (scripts.isEmpty()) {
      session.proof().beforeScript();
    }
    OrchScript script = (OrchScript) compiled.create();
    script.setBinding(variables);
    script.prepare(session, file, options, arguments);
    scripts.add(script);
    try {
      return script.run();
    } catch (MethodSelectionException | NullPointerException e) {
      throw script.misused(e);
    }
  }

  /**
   * Runs a line that was typed: its variables stay, and it is forgotten itself unless it defines
   * something.
   *
   * @param defines whether methods or classes of it may be used later
   * @return what its last statement gave
   */
  public Object line(ScriptFile line, ScriptStore.Compiled compiled, boolean defines) {
    int before = scripts.size();
    try {
      return run(line, compiled, Map.of(), List.of());
    } finally {
      List<OrchScript> added = scripts.subList(Math.min(before, scripts.size()), scripts.size());
      OrchScript own = added.isEmpty() ? null : added.get(0);
      added.removeIf(script -> !(used.contains(script) || defines && script == own));
    }
  }

  /** The variables of all its scripts. */
  @SuppressWarnings("unchecked")
  public Map<String, Object> variables() {
    return variables.getVariables();
  }

  /** Runs another script, so that its methods and variables can be used. */
  Object use(String file) {
    if (Libraries.areCoordinates(file)) {
      return useLibrary(file);
    }
    Path path = resolve(file);
    String shared = store.libraries().shared().get(file.replaceFirst("\\.groovy$", ""));
    if (!Files.isRegularFile(path) && shared != null) {
      return useShared(file.replaceFirst("\\.groovy$", ""), shared);
    }
    if (!Files.isRegularFile(path)) {
      throw new OrchException.BadInput(here().at("there is no file " + path));
    }
    ScriptFile script = ScriptFile.read(path);
    run(script, store.compiled(script.name(), script.text()), Map.of(), List.of());
    used.add(scripts.get(scripts.size() - 1));
    return scripts.get(scripts.size() - 1);
  }

  /** The library's classes are there already; the scripts that it shares are run. */
  private Object useLibrary(String coordinates) {
    List<Path> jars = store.library(coordinates);
    if (jars.isEmpty()) {
      throw new OrchException.BadInput(
          here()
              .at(
                  "use '"
                      + coordinates
                      + "' stands at the top level of a script, as a plain text"));
    }
    Object last = null;
    for (Map.Entry<String, String> shared : Libraries.shared(jars.get(0)).entrySet()) {
      last = useShared(shared.getKey(), shared.getValue());
    }
    return last;
  }

  private Object useShared(String name, String text) {
    ScriptFile script =
        new ScriptFile(name + ".groovy", Optional.empty(), session.surroundings().folder(), text);
    run(script, store.compiled(script.name(), text), Map.of(), List.of());
    return scripts.get(scripts.size() - 1);
  }

  /** The line of the innermost script that is being read. */
  Origin here() {
    return Position.here(fileNames()).orElse(Origin.UNKNOWN);
  }

  /** The line of a script from which an exception came. */
  public Optional<Origin> position(Throwable thrown) {
    return Position.of(thrown, fileNames());
  }

  private Set<String> fileNames() {
    return scripts.stream().map(script -> script.file().name()).collect(Collectors.toSet());
  }

  /** The error with file and line in front, unless it has them. */
  OrchException.BadInput located(OrchException.BadInput e) {
    boolean has = fileNames().stream().anyMatch(name -> e.getMessage().startsWith(name + ":"));
    return has
        ? e
        : new OrchException.BadInput(
            here().at(e.getMessage()), e.evidence(), e.next().orElse(null));
  }

  /** A path as the script means it in which it is written. */
  Path resolve(String path) {
    String name = here().file();
    Path folder = session.surroundings().folder();
    for (OrchScript script : scripts) {
      if (script.file().name().equals(name)) {
        folder = script.file().folder();
      }
    }
    return folder.resolve(path).normalize();
  }

  /** The path of a file as an error names it, where it is one that was read. */
  public Optional<Path> path(String named) {
    return scripts.stream()
        .map(OrchScript::file)
        .filter(file -> file.name().equals(named))
        .findFirst()
        .map(file -> file.path())
        .orElseGet(() -> Optional.of(session.surroundings().folder().resolve(named)))
        .filter(Files::isRegularFile);
  }

  /** Runs a script for what it describes; where it would act on something, it ends. */
  void describe(ScriptFile file, List<String> arguments) {
    boolean outer = describing;
    describing = true;
    try {
      run(file, store.compiled(file.name(), file.text()), Map.of(), arguments);
    } catch (Described e) {
      // the script went on to do something with what it had described
    } finally {
      describing = outer;
    }
  }

  /** Forgets the scripts that were run while something was done. */
  <T> T forgetting(Supplier<T> work) {
    int before = scripts.size();
    T result = work.get();
    scripts.subList(before, scripts.size()).clear();
    return result;
  }

  /** Whether scripts are only read for what they describe. */
  boolean describing() {
    return describing;
  }

  /** Called by everything that acts on a stack. */
  void acts() {
    if (describing) {
      throw new Described();
    }
  }

  /** Thrown where a script that is only read for its description would act. */
  private static final class Described extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Described() {
      super(null, null, false, false);
    }
  }
}
