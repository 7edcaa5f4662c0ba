package orch.dsl;

import groovy.lang.Closure;
import groovy.lang.GroovyObjectSupport;
import groovy.lang.Script;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import orch.model.Names;
import orch.model.OrchException;
import orch.model.Origin;
import org.codehaus.groovy.runtime.InvokerHelper;
import org.codehaus.groovy.runtime.metaclass.MethodSelectionException;

/**
 * A block of the language. What is typed in it is a word of the block, or a method or variable of
 * the script itself; anything else fails at once, with file and line and the nearest known word.
 * Words of blocks around it do not leak in.
 */
public abstract class Scope extends GroovyObjectSupport {
  /** What the command line has given to a script. */
  private static final Set<String> GIVEN = Set.of("args", "options");

  private final Session session;
  private final String title;
  private Object writtenIn;

  /**
   * A block.
   *
   * @param title how messages speak of it: {@code service 'db'}
   */
  protected Scope(Session session, String title) {
    this.session = session;
    this.title = title;
  }

  Session session() {
    return session;
  }

  /** Runs a block in this scope, with what it is given. */
  final void run(Closure<?> block, Object... given) {
    writtenIn = block.getThisObject();
    Closure<?> own = (Closure<?>) block.clone();
    own.setDelegate(this);
    own.setResolveStrategy(Closure.DELEGATE_ONLY);
    try {
      own.call(given);
    } catch (MethodSelectionException | NullPointerException e) {
      throw misused(e);
    }
  }

  /**
   * Says how a word is written that was called with nothing or null; any other error is as it was.
   */
  private RuntimeException misused(RuntimeException e) {
    Optional<String> word = Misuse.word(e, words());
    if (word.isEmpty()) {
      return e;
    }
    String problem = wrongArguments(word.get(), Misuse.arguments(e));
    return new OrchException.BadInput(session.scripts().position(e).orElse(here()).at(problem));
  }

  /** Says the words of a one-line form: {@code image: 'redis:7', port: 6379}. */
  final void say(Map<String, ?> words) {
    words.forEach(
        (word, value) -> {
          Object[] arguments =
              value instanceof Collection<?> list ? list.toArray() : new Object[] {value};
          try {
            InvokerHelper.invokeMethod(this, known(word), arguments);
          } catch (MethodSelectionException | NullPointerException e) {
            throw misused(e);
          }
        });
  }

  private String known(String word) {
    if (!words().contains(word)) {
      throw unknown(word);
    }
    return word;
  }

  /** The words of this block. */
  final Set<String> words() {
    return Arrays.stream(getClass().getMethods())
        .filter(method -> method.isAnnotationPresent(Word.class))
        .map(Method::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Called by Groovy for what is no method of this block, or one with other arguments. */
  public Object methodMissing(String name, Object arguments) {
    Object[] values = (Object[]) arguments;
    if (words().contains(name)) {
      throw bad(wrongArguments(name, values));
    }
    for (Script script : session.scripts()) {
      if (declares(script, name)) {
        return InvokerHelper.invokeMethod(script, name, values);
      }
      if (script.getBinding().hasVariable(name)
          && script.getBinding().getVariable(name) instanceof Closure<?> closure) {
        return closure.call(values);
      }
    }
    throw unknown(name);
  }

  /**
   * A block has no properties, and Groovy would read its private fields: variables of the script
   * are what is left.
   */
  @Override
  public Object getProperty(String name) {
    for (Script script : session.scripts()) {
      if (script.getBinding().hasVariable(name)) {
        return script.getBinding().getVariable(name);
      }
    }
    if (words().contains(name)) {
      throw bad("'" + name + "' in " + title + " is written " + examples(name));
    }
    if (GIVEN.contains(name) && writtenIn instanceof OrchScript script) {
      return script.getProperty(name);
    }
    throw unknown(name);
  }

  /** Likewise for what is set: a variable of the script; words are not set but called. */
  @Override
  public void setProperty(String name, Object value) {
    for (Script script : session.scripts()) {
      if (script.getBinding().hasVariable(name)) {
        script.getBinding().setVariable(name, value);
        return;
      }
    }
    if (words().contains(name)) {
      throw bad("'" + name + "' in " + title + " is written " + examples(name));
    }
    throw unknown(name);
  }

  private static boolean declares(Script script, String name) {
    return Arrays.stream(script.getClass().getDeclaredMethods())
        .anyMatch(m -> m.getName().equals(name));
  }

  private OrchException.BadInput unknown(String word) {
    if (word.equals("compose")) {
      return bad(
          "'compose' in " + title + " is not possible: it stands beside stack { }, not in it");
    }
    return bad("unknown word '" + word + "' in " + title + Names.didYouMean(word, words()));
  }

  private String wrongArguments(String word, Object[] values) {
    String given = Arrays.stream(values).map(Scope::describe).collect(Collectors.joining(", "));
    return "'"
        + word
        + "' in "
        + title
        + " does not take "
        + (given.isEmpty() ? "nothing" : given)
        + "; it is written: "
        + examples(word);
  }

  private String examples(String word) {
    return Arrays.stream(getClass().getMethods())
        .filter(m -> m.getName().equals(word) && m.isAnnotationPresent(Word.class))
        .map(m -> m.getAnnotation(Word.class).example())
        .distinct()
        .sorted()
        .collect(Collectors.joining("  or  "));
  }

  private static String describe(Object value) {
    if (value == null) {
      return "null";
    } else if (value instanceof CharSequence) {
      return "the text '" + value + "'";
    } else if (value instanceof Closure) {
      return "a block";
    }
    return value instanceof Number
        ? "the number " + value
        : value + " (" + value.getClass().getSimpleName() + ")";
  }

  /** Where the script is at this moment. */
  final Origin here() {
    return session.scripts().here();
  }

  /** An error at this line. */
  final OrchException.BadInput bad(String problem) {
    return new OrchException.BadInput(here().at(problem));
  }

  /** Runs what checks values, and puts file and line in front of its error. */
  final <T> T checked(java.util.function.Supplier<T> making) {
    try {
      return making.get();
    } catch (OrchException.BadInput e) {
      throw session.scripts().located(e);
    }
  }

  /** The values of named arguments; any other name is an error. */
  final <T> T named(Map<String, ?> arguments, String name, Class<T> type, T otherwise) {
    Object value = arguments.get(name);
    if (value == null) {
      return otherwise;
    }
    if (type == String.class && value instanceof CharSequence) {
      return type.cast(Plain.text(value));
    }
    if (!type.isInstance(value)) {
      throw bad("'" + name + ":' in " + title + " does not take " + describe(value));
    }
    return type.cast(value);
  }

  /** A named argument that is a map, its values as text. */
  final Map<String, String> texts(Map<String, ?> arguments, String name) {
    Map<?, ?> map = named(arguments, name, Map.class, Map.of());
    Map<String, String> texts = new LinkedHashMap<>();
    map.forEach((key, value) -> texts.put(Plain.text(key), Plain.text(value)));
    return texts;
  }

  /** Checks that named arguments are of these names. */
  final void only(String word, Map<String, ?> arguments, String... names) {
    for (String name : arguments.keySet()) {
      if (!List.of(names).contains(name)) {
        throw bad(
            "'"
                + word
                + "' in "
                + title
                + " has no '"
                + name
                + ":'"
                + Names.didYouMean(name, List.of(names)));
      }
    }
  }
}
