package orch.dsl;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import orch.compose.ComposeLoader;
import orch.model.Environment;
import orch.model.Identity;
import orch.model.Names;
import orch.model.Next;
import orch.model.OrchException;
import orch.model.Stack;
import orch.model.StackFiles;
import orch.model.Value;
import orch.own.Secrets;
import orch.own.StateFolder;

/**
 * Which stack is meant: the one that {@code --stack} names by a file or by its own name, else the
 * one that was chosen before, else that of the working folder.
 */
public final class StackChoice {
  private final Session session;
  private final Secrets secrets;
  private Optional<StackHandle> preferred = Optional.empty();

  StackChoice(Session session, Secrets secrets) {
    this.session = session;
    this.secrets = secrets;
  }

  /** From now on this is the stack that is worked on unless another one is asked for. */
  public void prefer(StackHandle handle) {
    preferred = Optional.of(handle);
  }

  /**
   * The stack that the settings name, or the one of the working folder: a copy where they say so.
   *
   * @param change made to the description before anything is done with it
   */
  public StackHandle changed(UnaryOperator<Stack> change) {
    StackHandle chosen = stack();
    StackHandle changed = chosen.changed(change);
    session.stacks().remove(chosen);
    session.stacks().add(changed);
    return changed;
  }

  /** A private copy of {@link #stack}. */
  StackHandle copy() {
    if (session.settings().env().equals(Optional.of(Environment.SHARED.kind()))) {
      throw new OrchException.BadInput(
          "this works on a dedicated copy; '--env shared' contradicts that");
    }
    return session.stacks().forOneCommand(session.stacks().copying(true, this::stack));
  }

  /** The stack that was asked for, or the one of the working folder. */
  StackHandle stack() {
    List<String> asked = session.settings().stacks();
    if (asked.size() > 1) {
      return compose(asked);
    }
    if (asked.size() == 1 && !isFile(asked.get(0))) {
      return running(asked.get(0));
    }
    if (asked.isEmpty() && preferred.isPresent()) {
      StackHandle stack = preferred.get();
      Environment environment = session.stacks().environment(Optional.of(false));
      if (stack.isDedicated() && environment.equals(Environment.SHARED)) {
        // it belongs to who made it
        return stack;
      }
      return session.stacks().add(stack.in(session, environment));
    }
    Optional<Path> file = defaultFile();
    if (file.isEmpty() && ComposeFiles.areNamed(session.surroundings())) {
      return compose(List.of());
    }
    if (file.isEmpty()) {
      throw new OrchException.BadInput(
          "no stack is named, and there is none in this folder",
          List.of(
              "looked for " + String.join(", ", StackFiles.NAMES),
              "name one with --stack FILE or --stack NAME"),
          Next.verb("status"));
    }
    return asked.isEmpty() && !ScriptFile.isScript(file.get())
        ? compose(List.of())
        : described(file.get());
  }

  /** The stack of a file, be it a script or a Compose file. */
  StackHandle described(Path file) {
    return ScriptFile.isScript(file)
        ? describe(ScriptFile.read(file))
        : compose(List.of(file.toString()));
  }

  /** The stack of a script, or of Compose files that are merged in their order. */
  StackHandle stackOf(List<Path> files) {
    return files.size() == 1
        ? described(files.get(0))
        : compose(files.stream().map(Path::toString).toList());
  }

  /** The stack of Compose files; none: those that the folder has. */
  private StackHandle compose(List<String> files) {
    Stack stack = new ComposeFiles(session.surroundings()).stack(files);
    Environment environment = session.stacks().environment(Optional.empty());
    return session
        .stacks()
        .add(
            new StackHandle(
                session, stack.name(), Optional.of(stack), environment, Optional.empty()));
  }

  /** The stack that was asked for, or that the folder has, as a Compose file. */
  ComposeConfig config(ComposeLoader.Options options) {
    Optional<Path> file = defaultFile();
    boolean running =
        session.settings().stacks().size() == 1 && !isFile(session.settings().stacks().get(0));
    if (running || file.isPresent() && ScriptFile.isScript(file.get())) {
      return ComposeConfig.of(stack(), session.surroundings());
    }
    return new ComposeFiles(session.surroundings()).config(session.settings().stacks(), options);
  }

  /** The file that was asked for, else the first of the usual ones that exists. */
  Optional<Path> defaultFile() {
    return session.settings().stacks().stream()
        .findFirst()
        .filter(StackChoice::isFile)
        .map(session.surroundings().folder()::resolve)
        .or(() -> StackFiles.in(session.surroundings().folder()));
  }

  /** Whether a stack is named by its file. */
  static boolean isFile(String text) {
    return text.contains("/") || text.matches(".*\\.(groovy|ya?ml)");
  }

  /** One that is on the engine, or of which there are snapshots. */
  StackHandle running(String name) {
    Map<String, Identity> known = session.reading().known();
    Identity identity = known.get(name);
    if (identity == null && snapshotted(name)) {
      // nothing of it is left but what was saved, which is enough to put it back
      identity = session.reading().identity(name, Environment.SHARED);
    }
    if (identity == null) {
      throw new OrchException.BadInput(
          "no stack '" + name + "' on this engine" + Names.didYouMean(name, known.keySet()),
          List.of(
              known.isEmpty()
                  ? "no stack of ours exists there"
                  : "there are: " + String.join(", ", known.keySet())),
          Next.verb("status"));
    }
    // without its file nothing else says which secrets its output may hold
    List<Value.Secret> kept =
        identity.environment().run().isPresent()
            ? session.reading().runs().secrets(identity)
            : secrets.all(identity.stack());
    kept.forEach(secret -> session.surroundings().masking().add(secret.text()));
    return session
        .stacks()
        .add(
            new StackHandle(
                session,
                identity.stack(),
                Optional.empty(),
                identity.environment(),
                Optional.empty()));
  }

  private boolean snapshotted(String stack) {
    Surroundings surroundings = session.surroundings();
    return StateFolder.of(surroundings.environment(), surroundings.home())
        .names("snapshots")
        .contains(stack);
  }

  /** Runs a script for what it defines; its stacks are described, nothing is done to them. */
  private StackHandle describe(ScriptFile file) {
    long before = session.stacks().stream().count();
    session.scripts().describe(file, List.of());
    List<StackHandle> described = session.stacks().stream().skip(before).toList();
    if (described.size() != 1) {
      String names = described.stream().map(StackHandle::getName).collect(Collectors.joining(", "));
      throw new OrchException.BadInput(
          file.name()
              + " describes "
              + (described.isEmpty() ? "no stack" : "several stacks: " + names),
          List.of("a file for --stack describes just one"),
          null);
    }
    return described.get(0);
  }

  /** The stack of a file as it is now, for one who goes on without this session's knowing. */
  StackHandle readAnew(Path file) {
    StackHandle handle = session.scripts().forgetting(() -> described(file));
    session.stacks().remove(handle);
    return handle;
  }

  /** A stack that a task needs: its own copy, or the one that all use. */
  StackHandle needed(String fileOrName, boolean dedicated) {
    return session
        .stacks()
        .copying(
            dedicated,
            () ->
                isFile(fileOrName)
                    ? described(session.surroundings().folder().resolve(fileOrName))
                    : running(fileOrName));
  }

  /** What a file says of a stack of this name: one that was read, else the chosen one's. */
  Optional<Stack> describedNamed(String name) {
    if (session.stacks().stream().noneMatch(stack -> stack.described().isPresent())
        && defaultFile().isPresent()) {
      try {
        stack();
      } catch (OrchException.BadInput e) {
        // what runs can be drawn without its file
      }
    }
    return session.stacks().stream()
        .flatMap(stack -> stack.described().stream())
        .filter(stack -> stack.name().equals(name))
        .findFirst();
  }

  /**
   * The stack that was asked for or that the folder has, if any.
   *
   * @param engineThere whether one can be asked: only it knows stacks by name
   */
  Optional<StackHandle> stackToLookAt(boolean engineThere) {
    session.acts();
    boolean byName = session.settings().stacks().stream().anyMatch(stack -> !isFile(stack));
    boolean known = byName ? engineThere : defaultFile().isPresent();
    return known ? Optional.of(stack()) : Optional.empty();
  }
}
