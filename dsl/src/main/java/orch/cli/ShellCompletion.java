package orch.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import orch.model.Names;
import orch.model.Next;
import orch.model.OrchException;
import orch.script.Signature;

/**
 * Scripts by which shells complete what is typed, from the list of verbs. What only a folder or the
 * engine knows is asked for by {@code orch --complete}, see {@code orch.lane}.
 */
public final class ShellCompletion {
  /** The shells. */
  static final List<String> SHELLS = List.of("bash", "zsh", "fish");

  /** What values of an option or arguments of a verb are. */
  public enum Kind {
    /** Nothing that could be listed. */
    NONE,
    /** Files. */
    FILE,
    /** Folders. */
    FOLDER,
    /** Files of stacks, and names of stacks that run. */
    STACK_OR_FILE,
    /** Names of stacks that run. */
    STACK,
    /** Services. */
    SERVICE,
    /** A service, then a command. */
    SERVICE_AND_COMMAND,
    /** A command behind two dashes. */
    COMMAND,
    /** Snapshots. */
    SNAPSHOT,
    /** Ids of tasks. */
    TASK,
    /** Files that describe tasks, and names of tasks that are described in this folder. */
    TASK_OR_FILE,
    /** One of some words, each with arguments of its own. */
    ACTIONS,
    /** One of some words. */
    WORDS;

    /** By the label that help shows. */
    static Kind of(String label) {
      if (label.contains(" | ")) {
        return ACTIONS;
      }
      String plain = label.replace("...", "");
      if (plain.matches("[a-z0-9]+(\\|[a-z0-9]+)+")) {
        return WORDS;
      }
      return switch (plain) {
        case "FILE|NAME" -> STACK_OR_FILE;
        case "FOLDER" -> FOLDER;
        case "STACK" -> STACK;
        case "SERVICE" -> SERVICE;
        case "SERVICE -- CMD" -> SERVICE_AND_COMMAND;
        case "-- CMD" -> COMMAND;
        case "SNAPSHOT", "SNAPSHOT [VOLUME]" -> SNAPSHOT;
        case "ID", "[ID]" -> TASK;
        case "FILE|TASK", "FILE|TASK [-- ARGS]" -> TASK_OR_FILE;
        default -> plain.contains("FILE") || plain.equals("PATH") ? FILE : NONE;
      };
    }
  }

  /** The words of a label such as {@code run FILE | list}, and what their arguments are. */
  public static Map<String, Kind> actions(String label) {
    Map<String, Kind> actions = new LinkedHashMap<>();
    for (String action : label.split(" \\| ")) {
      String[] parts = action.split(" ", 2);
      if (parts[0].startsWith("[")) {
        // what stands there without any of the words
        continue;
      }
      actions.put(parts[0], parts.length == 1 ? Kind.NONE : Kind.of(parts[1]));
    }
    return actions;
  }

  /** An option as shells need it. */
  record Flag(String name, String label, String text) {
    boolean takesValue() {
      return !label.isEmpty();
    }

    Kind kind() {
      return Kind.of(label);
    }

    String words() {
      return label.replace('|', ' ');
    }
  }

  private final Map<String, Signature> verbs;

  /** For these verbs, and the words that are none. */
  ShellCompletion(Map<String, Signature> verbs) {
    this.verbs = new TreeMap<>(verbs);
    WORDS.forEach(
        (word, says) ->
            this.verbs.putIfAbsent(
                word, new Signature("", says.get(0), List.of(), says.get(1), "")));
  }

  /** Words that stand where verbs do: what each does, and the label of its arguments. */
  static final Map<String, List<String>> WORDS = words();

  private static Map<String, List<String>> words() {
    Map<String, List<String>> words = new LinkedHashMap<>();
    words.put("help", List.of("verbs, or one verb, or one word of the DSL", "VERB"));
    words.put("version", List.of("of orch, Java and the engine", ""));
    words.put(
        "completion", List.of("completes what is typed in a shell", String.join("|", SHELLS)));
    return words;
  }

  /**
   * The script for a shell.
   *
   * @throws OrchException.BadInput where it is none of those that are known
   */
  String script(List<String> shell) {
    if (shell.size() != 1 || !SHELLS.contains(shell.get(0))) {
      String given = String.join(" ", shell);
      throw new OrchException.BadInput(
          shell.isEmpty()
              ? "completion needs a shell: bash, zsh or fish"
              : "no completion for '" + given + "'" + Names.didYouMean(given, SHELLS),
          List.of("there is one for bash, zsh and fish"),
          Next.verb("completion", "bash"));
    }
    return switch (shell.get(0)) {
      case "bash" -> new BashCompletion(this).script();
      case "zsh" -> new ZshCompletion(this).script();
      default -> new FishCompletion(this).script();
    };
  }

  Map<String, Signature> verbs() {
    return verbs;
  }

  /** Options that every verb takes. */
  static List<Flag> common() {
    List<Flag> flags = new ArrayList<>();
    CommonOptions.ALL.forEach(o -> flags.add(new Flag(o.name(), o.label(), o.text())));
    flags.add(new Flag("--help", "", "how it is used"));
    return flags;
  }

  /** A verb's own options. */
  static List<Flag> own(Signature signature) {
    return signature.options().stream()
        .map(o -> new Flag("--" + o.name(), o.label(), o.text()))
        .toList();
  }

  /** Names of options that take a value, own ones of all verbs among them. */
  List<String> withValue() {
    List<String> names = new ArrayList<>(List.of("-f"));
    common().stream().filter(Flag::takesValue).forEach(f -> names.add(f.name()));
    verbs.values().stream()
        .flatMap(signature -> own(signature).stream())
        .filter(Flag::takesValue)
        .forEach(f -> names.add(f.name()));
    return names.stream().distinct().toList();
  }

  /** In single quotes, as bash and zsh read them. */
  static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  static String joined(List<String> words) {
    return words.stream().collect(Collectors.joining(" "));
  }
}
