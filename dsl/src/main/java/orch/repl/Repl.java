package orch.repl;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import orch.cli.Place;
import orch.dsl.Exit;
import orch.model.Next;
import orch.own.RecentTasks;
import orch.own.StateFolder;
import orch.report.Masking;
import orch.script.Signature;
import org.jline.reader.EndOfFileException;
import org.jline.reader.History;
import org.jline.reader.LineReader;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;

/** The interactive session on one terminal: reads a line, runs it, shows the result, again. */
final class Repl implements AutoCloseable {
  private static final String PROMPT = "orch> ";

  private final Terminal terminal;
  private final Attributes found;
  private final Place place;
  private final Evaluator evaluator;
  private final StatusBar bar;
  private final Work work = new Work();
  private final Live live;
  private final Typing typing;
  private volatile Map<String, Signature> verbs;

  /** On this terminal. */
  Repl(Terminal terminal, Map<String, String> environment, Path folder, Path home) {
    this.terminal = terminal;
    this.found = terminal.getAttributes();
    this.bar = new StatusBar(terminal);
    PrintStream out = new PrintStream(bar.beside(), true, StandardCharsets.UTF_8);
    this.place =
        new Place(
            environment,
            folder,
            terminal.input(),
            out,
            out,
            new Masking(),
            Optional.of(bar::window));
    this.evaluator =
        new Evaluator(
            place,
            terminal.input() instanceof org.jline.utils.NonBlockingInputStream
                ? Optional.of(new JLineTty(terminal, bar))
                : Optional.empty(),
            work::isCancelled);
    this.verbs = evaluator.main().verbs().all();
    StateFolder state = StateFolder.of(environment, home);
    Vocabulary vocabulary = new Vocabulary();
    GroovyCompletion groovy = new GroovyCompletion(vocabulary, evaluator::variables);
    Completion completion =
        new Completion(
            () -> verbs,
            this::names,
            evaluator::stack,
            () ->
                evaluator.stackName().map(name -> state.names("snapshots", name)).orElse(List.of()),
            () -> RecentTasks.of(state).all(),
            folder,
            groovy);
    Map<String, Object> variables = new HashMap<>();
    variables.put(LineReader.HISTORY_FILE, MaskedHistory.file(state));
    variables.put(LineReader.SECONDARY_PROMPT_PATTERN, "%P  > ");
    variables.put(LineReader.LIST_MAX, 200);
    this.typing =
        new Typing(
            terminal,
            variables,
            completion,
            text -> typed(text) instanceof TypedLine.Groovy,
            new Painter(() -> verbs, vocabulary, groovy),
            new MaskedHistory(place.masking()));
    InputSettings.apply(typing, environment, home);
    this.live =
        new Live(
            () -> new orch.cli.Main(place, Optional.empty(), null).open(),
            seen -> typing.undisturbed(this::showStatus));
    terminal.handle(Terminal.Signal.INT, signal -> work.cancel());
    terminal.handle(Terminal.Signal.WINCH, signal -> bar.resized());
    evaluator.load(startUpFile(environment, home), false);
  }

  /** {@code $XDG_CONFIG_HOME/orch/rc.groovy}, by default below {@code ~/.config}. */
  private static Path startUpFile(Map<String, String> environment, Path home) {
    String config = environment.getOrDefault("XDG_CONFIG_HOME", "");
    return (config.startsWith("/") ? Path.of(config) : home.resolve(".config"))
        .resolve("orch/rc.groovy");
  }

  private KnownNames names() {
    return live.seen().names();
  }

  private void showStatus() {
    bar.show(StatusText.of(live.seen(), evaluator.stack()));
  }

  private TypedLine typed(String text) {
    return TypedLine.of(
        text,
        word -> SessionWords.isVerb(verbs, word),
        word -> evaluator.variables().containsKey(word));
  }

  /** Runs until the user leaves; the exit code. */
  int run() {
    // the line editor shows what is typed when it is its turn, not amidst what a command prints
    Attributes silent = new Attributes(found);
    silent.setLocalFlag(Attributes.LocalFlag.ECHO, false);
    terminal.setAttributes(silent);
    showStatus();
    bar.unhide();
    place.err().println("orch: Tab completes, :help says what else can be typed, Ctrl-D leaves");
    while (true) {
      String line;
      try {
        line = typing.readLine(PROMPT);
      } catch (UserInterruptException e) {
        continue;
      } catch (EndOfFileException e) {
        if (mayLeave()) {
          return 0;
        }
        continue;
      }
      Optional<Integer> code = run(typed(line));
      if (code.isPresent() && mayLeave()) {
        return code.get();
      }
      verbs = evaluator.main().verbs().all();
      showStatus();
    }
  }

  /** Runs a line; the exit code where it ends the session. */
  private Optional<Integer> run(TypedLine line) {
    if (line instanceof TypedLine.Nothing) {
      return Optional.empty();
    }
    if (line instanceof TypedLine.OfSession word && (word.name().matches("quit|exit|q"))) {
      return Optional.of(0);
    }
    Work.End end = work.run(() -> evaluate(line));
    if (end.cancelled()) {
      place
          .err()
          .println(
              end.stopped()
                  ? "orch: stopped by Ctrl-C"
                  : "orch: it does not stop; it goes on without the session");
    }
    if (end.thrown().isPresent() && end.thrown().get() instanceof Exit exit) {
      return Optional.of(exit.code());
    }
    end.thrown().ifPresent(e -> evaluator.main().failed(e));
    return Optional.empty();
  }

  private void evaluate(TypedLine line) {
    if (line instanceof TypedLine.Command command) {
      evaluator.command(command.words());
    } else if (line instanceof TypedLine.Groovy groovy) {
      evaluator.groovy(groovy.text());
    } else if (line instanceof TypedLine.OfSession word) {
      ofSession(word.name(), word.rest().strip());
    }
  }

  private void ofSession(String name, String rest) {
    switch (name) {
      case "help" -> place.out().print(SessionWords.help());
      case "json" -> evaluator.json(rest);
      case "load" -> evaluator.load(file(rest), true);
      case "save" -> evaluator.save(file(rest));
      case "history" -> history(rest);
      case "trace" ->
          place.out().print(evaluator.main().lastTrace().orElse("no unexpected error so far\n"));
      case "reset" -> evaluator.reset();
      case "watch" -> watch(rest);
      default ->
          evaluator.reject(
              "there is no ':"
                  + name
                  + "' here"
                  + orch.model.Names.didYouMean(
                      ":" + name,
                      SessionWords.COLON.keySet().stream().map(w -> w.split(" ")[0]).toList()),
              Next.verb(":help"));
    }
  }

  private Path file(String name) {
    if (name.isEmpty()) {
      throw new orch.model.OrchException.BadInput("it needs a file", List.of(), Next.verb(":help"));
    }
    return place.folder().resolve(name);
  }

  private void history(String most) {
    History history = typing.getHistory();
    int count = most.matches("\\d{1,6}") ? Integer.parseInt(most) : history.size();
    for (int i = Math.max(history.first(), history.last() + 1 - count); i <= history.last(); i++) {
      place.out().println(String.format("%5d  %s", i + 1, history.get(i)));
    }
  }

  private void watch(String rest) {
    List<String> words = ShellWords.of(rest).stream().map(ShellWords.Word::text).toList();
    if (words.isEmpty() || !SessionWords.isVerb(verbs, words.get(0))) {
      evaluator.reject("watch needs a verb: watch status", Next.verb("help"));
      return;
    }
    new Watch(terminal, place, live, evaluator).run(words);
  }

  /** Asks where data would be lost. */
  private boolean mayLeave() {
    List<String> data = evaluator.dataOfCopies();
    if (data.isEmpty()) {
      return true;
    }
    place.err().println("orch: with the session these go, and the data in them:");
    data.forEach(one -> place.err().println("  " + one));
    try {
      return typing.readLine("leave? [y/N] ").strip().equalsIgnoreCase("y");
    } catch (UserInterruptException e) {
      return false;
    } catch (EndOfFileException e) {
      // the terminal has gone, or they mean it
      return true;
    }
  }

  @Override
  public void close() {
    live.close();
    try {
      typing.getHistory().save();
    } catch (IOException e) {
      place.err().println("orch: the history cannot be kept: " + e.getMessage());
    }
    bar.hide();
    evaluator.close();
    terminal.setAttributes(found);
  }
}
