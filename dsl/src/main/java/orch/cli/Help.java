package orch.cli;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import orch.dsl.CheckScope;
import orch.dsl.ComposeScope;
import orch.dsl.CustomCheckScope;
import orch.dsl.HealthcheckScope;
import orch.dsl.OrchScript;
import orch.dsl.ServeScope;
import orch.dsl.ServiceScope;
import orch.dsl.StackHandle;
import orch.dsl.StackScope;
import orch.dsl.TaskHandle;
import orch.dsl.TaskScope;
import orch.dsl.Word;
import orch.dsl.WorkHandle;
import orch.dsl.WorkScope;
import orch.model.Names;
import orch.model.OrchException;
import orch.report.TextWidth;
import orch.script.Signature;
import orch.script.Verbs;

/** What {@code orch help} prints, from the list of verbs and the words of the language. */
public final class Help {
  private static final Map<String, Class<?>> BLOCKS = blocks();

  /** Up to where what describes a word begins. */
  private static final Pattern LAST_COLUMN = Pattern.compile("^ *\\S.*?\\S? {2,}(?=\\S)");

  private final Verbs verbs;

  Help(Verbs verbs) {
    this.verbs = verbs;
  }

  private static Map<String, Class<?>> blocks() {
    Map<String, Class<?>> blocks = new LinkedHashMap<>();
    blocks.put("script", OrchScript.class);
    blocks.put("stack { }", StackScope.class);
    blocks.put("compose { }", ComposeScope.class);
    blocks.put("service { }", ServiceScope.class);
    blocks.put("healthcheck { }", HealthcheckScope.class);
    blocks.put("what stack gives", StackHandle.class);
    blocks.put("check { }", CheckScope.class);
    blocks.put("custom { }", CustomCheckScope.class);
    blocks.put("task { }", TaskScope.class);
    blocks.put("what task gives", TaskHandle.class);
    blocks.put("work { }", WorkScope.class);
    blocks.put("what work gives", WorkHandle.class);
    blocks.put("serve { }", ServeScope.class);
    return blocks;
  }

  /** How the command is used, with all verbs. */
  String overview() {
    StringBuilder text =
        new StringBuilder(
            """
            orch FILE.groovy [ARGS]        run a script of the DSL
            orch -e 'SNIPPET' [ARGS]       run a snippet
            orch - [ARGS]                  run standard input
            orch VERB [OPTIONS] [ARGS]     scripts/VERB.groovy of the working folder, else the built-in verb
            orch help [VERB|WORD]          verbs, or one verb, or one word of the DSL
            orch version [--json]
            orch install [--prefix DIR]    put orch under a prefix; --uninstall takes it away
            orch completion bash|zsh|fish  a script by which a shell completes what is typed

            Verbs:
            """);
    Map<String, Signature> all = new java.util.TreeMap<>(verbs.all());
    int width = all.keySet().stream().mapToInt(String::length).max().orElse(0);
    all.forEach(
        (verb, signature) ->
            text.append("  ")
                .append(verb)
                .append(" ".repeat(width - verb.length() + 2))
                .append(signature.summary())
                .append('\n'));
    text.append("\nOptions everywhere (each also as ORCH_<NAME>):\n");
    int wide =
        CommonOptions.ALL.stream()
            .mapToInt(o -> (o.name() + " " + o.label()).length())
            .max()
            .orElse(0);
    for (CommonOptions.Common option : CommonOptions.ALL) {
      String left = (option.name() + " " + option.label()).strip();
      text.append("  ")
          .append(left)
          .append(" ".repeat(wide - left.length() + 2))
          .append(option.text())
          .append('\n');
    }
    return text.append("\nWords of the DSL: orch help WORD, such as: orch help healthcheck\n")
        .toString();
  }

  /** What does not fit is broken between words and goes on where the line's last column begins. */
  static String fitting(String text, int columns) {
    StringBuilder fitting = new StringBuilder();
    for (String line : text.lines().toList()) {
      Matcher begins = LAST_COLUMN.matcher(line);
      int column = begins.find() ? begins.end() : 2;
      int indentation = line.length() - line.stripLeading().length();
      int hanging = column < columns / 2 ? column - indentation : 2;
      TextWidth.wrapped(line, columns, Math.max(0, hanging))
          .forEach(part -> fitting.append(part).append('\n'));
    }
    return fitting.toString();
  }

  /** Help for a verb or a word of the language. */
  String topic(String topic) {
    return topic(topic, 80);
  }

  /** Help for a verb or a word of the language, the verb's options in lines of so many columns. */
  String topic(String topic, int columns) {
    Optional<Signature> verb = Optional.ofNullable(verbs.all().get(topic));
    StringBuilder text = new StringBuilder();
    verb.ifPresent(signature -> text.append(new Arguments(topic, signature).usage(columns)));
    BLOCKS.forEach(
        (block, type) ->
            words(type).stream()
                .filter(m -> word(m).equals(topic))
                .forEach(m -> text.append(entry(block, m))));
    if (text.isEmpty()) {
      TreeSet<String> known = new TreeSet<>(verbs.all().keySet());
      BLOCKS.values().forEach(type -> words(type).forEach(m -> known.add(word(m))));
      throw new OrchException.BadInput(
          "neither a verb nor a word of the DSL: '" + topic + "'" + Names.didYouMean(topic, known),
          List.of(),
          orch.model.Next.verb("help"));
    }
    return text.toString();
  }

  /**
   * A word of the language.
   *
   * @param name as it is typed
   * @param text what it does, in one line
   * @param example how it is written
   */
  public record Entry(String name, String text, String example) {}

  /** The words of each kind of block, by the kind as the reference calls it, sorted. */
  public static Map<String, List<Entry>> vocabulary() {
    Map<String, List<Entry>> vocabulary = new LinkedHashMap<>();
    BLOCKS.forEach(
        (block, type) ->
            vocabulary.put(
                block,
                words(type).stream()
                    .map(
                        m ->
                            new Entry(
                                word(m),
                                m.getAnnotation(Word.class).value(),
                                m.getAnnotation(Word.class).example()))
                    .toList()));
    return vocabulary;
  }

  /** The options that every command takes, as a script's own are described. */
  public static List<Signature.Option> commonOptions() {
    return CommonOptions.ALL.stream()
        .map(o -> new Signature.Option(o.name().substring(2), o.label(), o.text()))
        .toList();
  }

  private static String entry(String block, Method method) {
    Word word = method.getAnnotation(Word.class);
    return word(method) + " in " + block + ": " + word.value() + "\n  " + word.example() + "\n";
  }

  /** The reference of the language as a page of Markdown: every word of every block. */
  public static String reference() {
    StringBuilder text =
        new StringBuilder(
            "# The DSL, word by word\n\nGenerated from the code; `orch help WORD` says the same.\n");
    BLOCKS.forEach(
        (block, type) -> {
          text.append("\n## ")
              .append(block)
              .append("\n\n| word | what it says | written |\n| --- | --- | --- |\n");
          for (Method method : words(type)) {
            Word word = method.getAnnotation(Word.class);
            text.append("| `")
                .append(word(method))
                .append("` | ")
                .append(word.value())
                .append(" | `")
                .append(word.example().replace("|", "\\|"))
                .append("` |\n");
          }
        });
    return text.toString();
  }

  private static String word(Method method) {
    String name = method.getName();
    return name.startsWith("get")
        ? name.substring(3, 4).toLowerCase(java.util.Locale.ROOT) + name.substring(4)
        : name;
  }

  private static List<Method> words(Class<?> type) {
    List<Method> words =
        new ArrayList<>(
            Arrays.stream(type.getMethods())
                .filter(m -> m.isAnnotationPresent(Word.class))
                .toList());
    words.sort(
        Comparator.comparing(Help::word).thenComparing(m -> m.getAnnotation(Word.class).example()));
    return words;
  }
}
