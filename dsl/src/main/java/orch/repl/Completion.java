package orch.repl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import orch.cli.Help;
import orch.cli.ShellCompletion;
import orch.lane.DescribedTasks;
import orch.repl.Proposals.Proposal;
import orch.script.Signature;

/**
 * Finds what may stand at the cursor of a command line, and what the word before it means. Asks
 * neither the engine nor the network: what it needs of them is handed to it.
 */
final class Completion {
  private static final List<Signature.Option> COMMON = Help.commonOptions();

  private final Supplier<Map<String, Signature>> verbs;
  private final Supplier<KnownNames> names;
  private final Supplier<Optional<String>> stack;
  private final Supplier<List<String>> snapshots;
  private final Supplier<Map<String, String>> tasks;
  private final Path folder;
  private final GroovyCompletion groovy;

  /**
   * Completes with these.
   *
   * @param verbs what can be typed as a command
   * @param names of the engine
   * @param stack the name of the one that commands work on
   * @param snapshots names of those of that stack
   * @param tasks what they are by their ids
   * @param folder the working folder
   * @param groovy for everything that is no command
   */
  Completion(
      Supplier<Map<String, Signature>> verbs,
      Supplier<KnownNames> names,
      Supplier<Optional<String>> stack,
      Supplier<List<String>> snapshots,
      Supplier<Map<String, String>> tasks,
      Path folder,
      GroovyCompletion groovy) {
    this.verbs = verbs;
    this.names = names;
    this.stack = stack;
    this.snapshots = snapshots;
    this.tasks = tasks;
    this.folder = folder;
    this.groovy = groovy;
  }

  /** What may stand at the cursor. */
  Proposals at(String line, int cursor) {
    String before = line.substring(0, cursor);
    List<ShellWords.Word> words = ShellWords.of(before);
    boolean fresh = before.isEmpty() || Character.isWhitespace(before.charAt(cursor - 1));
    if (before.isBlank() || words.size() == 1 && !fresh && before.indexOf('\n') < 0) {
      return first(before, cursor);
    }
    String word = words.get(0).text();
    if (word.equals("watch") || word.equals("orch")) {
      int skip = words.get(0).end();
      Proposals rest = at(line.substring(skip).stripLeading(), cursor - skip - blanks(line, skip));
      return new Proposals(rest.start() + skip + blanks(line, skip), rest.all());
    }
    if (isCommand(line)) {
      int start = fresh ? cursor : words.get(words.size() - 1).start();
      List<String> typed =
          words.subList(0, fresh ? words.size() : words.size() - 1).stream()
              .map(ShellWords.Word::text)
              .toList();
      return new Proposals(start, command(typed, before.substring(start)));
    }
    return groovy.at(before, names.get(), stack.get());
  }

  private static int blanks(String line, int from) {
    int at = from;
    while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
      at++;
    }
    return at - from;
  }

  private boolean isCommand(String line) {
    TypedLine typed =
        TypedLine.of(line, w -> SessionWords.isVerb(verbs.get(), w), groovy::isVariable);
    return typed instanceof TypedLine.Command || line.stripLeading().startsWith(":");
  }

  /** The first word of a line. */
  private Proposals first(String before, int cursor) {
    int start = blanks(before, 0);
    String word = before.substring(start);
    if (word.startsWith(":")) {
      return new Proposals(start, SessionWords.proposals());
    }
    Proposals language = groovy.at(before, names.get(), stack.get());
    if (language.start() != start) {
      return language;
    }
    List<Proposal> all = new ArrayList<>();
    verbs.get().forEach((v, s) -> all.add(new Proposal(v, "verbs", s.summary(), true)));
    SessionWords.BARE.forEach((w, text) -> all.add(new Proposal(w, "verbs", text, true)));
    all.addAll(language.all());
    return new Proposals(start, all);
  }

  /** What may follow the words of a command. */
  private List<Proposal> command(List<String> typed, String word) {
    String verb = typed.get(0).equals("orch") ? typed.get(1) : typed.get(0);
    if (verb.startsWith(":")) {
      return verb.equals(":load") || verb.equals(":save") ? files(word) : List.of();
    }
    if (verb.equals("help")) {
      return topics();
    }
    Signature signature =
        verbs.get().getOrDefault(verb, new Signature(verb, "", List.of(), "", ""));
    if (typed.contains("--")) {
      return List.of();
    }
    List<Signature.Option> options = new ArrayList<>(signature.options());
    options.addAll(COMMON);
    String last =
        typed.get(typed.size() - 1).equals("-f") ? "--stack" : typed.get(typed.size() - 1);
    Optional<Signature.Option> open =
        options.stream()
            .filter(o -> ("--" + o.name()).equals(last) && !o.label().isEmpty())
            .findFirst();
    if (open.isPresent()) {
      return values(open.get().label(), word);
    }
    if (word.startsWith("-")) {
      List<Proposal> all = new ArrayList<>();
      options.stream()
          .filter(o -> !typed.contains("--" + o.name()))
          .forEach(o -> all.add(option(o, COMMON.contains(o) ? "options everywhere" : "options")));
      return all;
    }
    return arguments(signature, typed, word);
  }

  private static Proposal option(Signature.Option option, String group) {
    String label = option.label().isEmpty() ? "" : option.label() + ": ";
    return new Proposal("--" + option.name(), group, label + option.text(), true);
  }

  private List<Proposal> values(String label, String word) {
    if (label.equals("FILE|NAME")) {
      List<Proposal> all = new ArrayList<>(stacks());
      all.addAll(files(word));
      return all;
    } else if (label.equals("FILE") || label.equals("FOLDER")) {
      return files(word);
    } else if (label.equals("SNAPSHOT")) {
      return snapshots();
    }
    return label.matches("[a-z|]+")
        ? Arrays.stream(label.split("\\|")).map(v -> new Proposal(v, "values", "", true)).toList()
        : List.of();
  }

  private List<Proposal> arguments(Signature signature, List<String> typed, String word) {
    String label = signature.arguments();
    if (label.contains(" | ")) {
      return actions(label, typed, word);
    }
    if (label.startsWith("SERVICE")) {
      boolean one = label.contains("--") && typed.size() > 1;
      return one
          ? List.of(new Proposal("--", "words", "what follows is the command", true))
          : services(typed, word);
    } else if (label.startsWith("STACK")) {
      return stacks();
    }
    if (label.startsWith("SNAPSHOT") && typed.size() == 1) {
      return snapshots();
    }
    return label.startsWith("FILE") || label.startsWith("PLANFILE") ? files(word) : List.of();
  }

  /** Of a verb that is told what to do, as {@code task} is. */
  private List<Proposal> actions(String label, List<String> typed, String word) {
    Map<String, ShellCompletion.Kind> actions = ShellCompletion.actions(label);
    Optional<String> action = typed.stream().filter(actions::containsKey).findFirst();
    List<Proposal> all = new ArrayList<>();
    if (action.isEmpty()) {
      actions.keySet().forEach(a -> all.add(new Proposal(a, "words", "", true)));
      return all;
    }
    ShellCompletion.Kind kind = actions.get(action.get());
    if (kind == ShellCompletion.Kind.TASK) {
      tasks.get().forEach((id, about) -> all.add(new Proposal(id, "tasks", about, true)));
    } else if (kind == ShellCompletion.Kind.TASK_OR_FILE) {
      DescribedTasks.in(folder).forEach((n, file) -> all.add(new Proposal(n, "tasks", file, true)));
      all.addAll(files(word));
    }
    return all;
  }

  private List<Proposal> services(List<String> typed, String word) {
    List<Proposal> all = new ArrayList<>();
    int named = Math.max(typed.lastIndexOf("--stack"), typed.lastIndexOf("-f"));
    Optional<String> of =
        named >= 0 && named + 1 < typed.size() ? Optional.of(typed.get(named + 1)) : stack.get();
    if (word.contains("/")) {
      names
          .get()
          .stacks()
          .forEach(
              (s, services) ->
                  services.forEach(n -> all.add(new Proposal(s + "/" + n, "services", "", true))));
    } else {
      List<String> own = names.get().services(of);
      own.forEach(n -> all.add(new Proposal(n, "services", "", true)));
      // another stack is meant where no service is: else it would stand in the way of a short word
      boolean other = word.isEmpty() || own.stream().noneMatch(n -> n.startsWith(word));
      names.get().stacks().keySet().stream()
          .filter(s -> other && (of.isEmpty() || !s.equals(of.get())))
          .forEach(s -> all.add(new Proposal(s + "/", "other stacks", "", false)));
    }
    return all;
  }

  private List<Proposal> stacks() {
    return names.get().stacks().keySet().stream()
        .map(s -> new Proposal(s, "stacks", "", true))
        .toList();
  }

  private List<Proposal> snapshots() {
    return snapshots.get().stream().map(s -> new Proposal(s, "snapshots", "", true)).toList();
  }

  private List<Proposal> topics() {
    List<Proposal> all = new ArrayList<>();
    verbs.get().forEach((v, s) -> all.add(new Proposal(v, "verbs", s.summary(), true)));
    Help.vocabulary()
        .forEach(
            (block, entries) ->
                entries.forEach(e -> all.add(new Proposal(e.name(), block, e.text(), true))));
    return all;
  }

  private List<Proposal> files(String word) {
    String parent = word.contains("/") ? word.substring(0, word.lastIndexOf('/') + 1) : "";
    List<Proposal> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder.resolve(parent))) {
      for (Path file : files.sorted().toList()) {
        boolean isFolder = Files.isDirectory(file);
        String name = parent + file.getFileName() + (isFolder ? "/" : "");
        if (!file.getFileName().toString().startsWith(".")) {
          all.add(new Proposal(name, "files", "", !isFolder));
        }
      }
    } catch (IOException e) {
      // no such folder: nothing to propose
    }
    return all;
  }

  /** What the word means in which a line ends, for the tip behind it; empty where it is unknown. */
  String tip(String line) {
    List<ShellWords.Word> words = ShellWords.of(line);
    if (words.isEmpty() || line.contains("\n")) {
      return groovy.tip(line);
    }
    if (isCommand(line)) {
      return commandTip(words.stream().map(ShellWords.Word::text).toList());
    }
    String session = words.size() == 1 ? SessionWords.tip(words.get(0).text()) : "";
    return session.isEmpty() ? groovy.tip(line) : session;
  }

  private String commandTip(List<String> words) {
    String verb = words.get(0).equals("orch") && words.size() > 1 ? words.get(1) : words.get(0);
    String session = SessionWords.tip(verb);
    Signature signature = verbs.get().get(verb);
    if (signature == null || !session.isEmpty()) {
      return words.size() > 1 ? "" : session;
    }
    String last = words.get(words.size() - 1);
    List<Signature.Option> options = new ArrayList<>(signature.options());
    options.addAll(COMMON);
    if (last.startsWith("--")) {
      return options.stream()
          .filter(o -> ("--" + o.name()).equals(last))
          .findFirst()
          .map(o -> (o.label() + "  " + o.text()).strip())
          .orElse("");
    }
    return words.size() > 1 ? "" : (signature.arguments() + "  " + signature.summary()).strip();
  }
}
