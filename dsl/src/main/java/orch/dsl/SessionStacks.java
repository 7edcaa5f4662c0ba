package orch.dsl;

import groovy.lang.Closure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;
import orch.model.Environment;
import orch.model.Mount;
import orch.model.Next;
import orch.model.Origin;
import orch.model.Stack;
import orch.model.Value;
import orch.own.Secrets;

/** The stacks of a session: those that its scripts describe, and copies of them. */
public final class SessionStacks implements Iterable<StackHandle> {
  private final Session session;
  private final Secrets secrets;
  private final List<StackHandle> handles = new CopyOnWriteArrayList<>();

  /** Copies that are for one command. */
  private final List<StackHandle> copies = new CopyOnWriteArrayList<>();

  private boolean copying;
  private Optional<StackScope> reading = Optional.empty();

  SessionStacks(Session session, Secrets secrets) {
    this.session = session;
    this.secrets = secrets;
  }

  /** In the order in which they were described. */
  @Override
  public Iterator<StackHandle> iterator() {
    return handles.iterator();
  }

  Stream<StackHandle> stream() {
    return handles.stream();
  }

  /** One more. */
  StackHandle add(StackHandle handle) {
    handles.add(handle);
    return handle;
  }

  /** One that is not wanted after all. */
  void remove(StackHandle handle) {
    handles.remove(handle);
  }

  /** What is described meanwhile is described as dedicated copies, or as it says itself. */
  <T> T copying(boolean copies, Supplier<T> work) {
    boolean outer = copying;
    copying = copies;
    try {
      return work.get();
    } finally {
      copying = outer;
    }
  }

  /** That copy is for one command. */
  StackHandle forOneCommand(StackHandle copy) {
    copies.add(copy);
    return copy;
  }

  /** Shared unless the command line, or a description, says otherwise. */
  Environment environment(Optional<Boolean> dedicatedAsDescribed) {
    return isDedicated(dedicatedAsDescribed)
        ? new Environment.Dedicated(nonce())
        : Environment.SHARED;
  }

  /** The stack that was described last, if any. */
  public Optional<StackHandle> lastStack() {
    return handles.isEmpty() ? Optional.empty() : Optional.of(handles.get(handles.size() - 1));
  }

  /** Whether it has made dedicated copies that are for more than one command. */
  public boolean hasCopies() {
    return handles.stream().anyMatch(s -> s.isDedicated() && s.isStarted() && !copies.contains(s));
  }

  /** The data that goes when this session is closed: named volumes of its dedicated copies. */
  public List<String> dataOfCopies() {
    return handles.stream()
        .filter(s -> s.isDedicated() && s.isStarted())
        .flatMap(s -> s.described().stream())
        .flatMap(
            stack ->
                stack.services().values().stream()
                    .flatMap(service -> service.mounts().stream())
                    .filter(Mount.VolumeMount.class::isInstance)
                    .map(mount -> ((Mount.VolumeMount) mount).volume())
                    .map(
                        volume ->
                            "volume '" + volume + "' of the copy of stack '" + stack.name() + "'"))
        .distinct()
        .toList();
  }

  /** Reads a {@code stack} block and, where it says so, makes it run. */
  StackHandle stack(ScriptFile file, Optional<String> name, Closure<?> block) {
    String known = name.orElseGet(file::stackName);
    return stack(file, new StackScope(session, known), block);
  }

  /** Reads a block that describes a stack and, where it says so, makes it run. */
  StackHandle stack(ScriptFile file, StackScope scope, Closure<?> block) {
    reading = Optional.of(scope);
    try {
      scope.run(block);
    } finally {
      reading = Optional.empty();
    }
    Stack stack = scope.stack(new Origin(file.path().map(Path::toString).orElse(file.name()), 0));
    Environment environment = environment(scope.isDedicated());
    StackHandle handle =
        new StackHandle(session, stack.name(), Optional.of(stack), environment, scope.ensure());
    handles.add(handle);
    if (scope.ensure().isPresent() && !session.scripts().describing()) {
      handle.ensureHealthy();
      session.show(handle.glance());
    }
    return handle;
  }

  /** The command line goes before the block. */
  private boolean isDedicated(Optional<Boolean> asDescribed) {
    return copying
        || session.settings().env().map("dedicated"::equals).orElse(asDescribed.orElse(false));
  }

  /** Five letters and digits: enough that copies on one engine do not meet. */
  private static String nonce() {
    String letters = "abcdefghijkmnpqrstuvwxyz23456789";
    SecureRandom random = new SecureRandom();
    StringBuilder nonce = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      nonce.append(letters.charAt(random.nextInt(letters.length())));
    }
    return nonce.toString();
  }

  /** A private copy of a stack that was described, for as long as the session lasts. */
  StackHandle copyOf(StackHandle handle) {
    StackHandle copy = handle.in(session, new Environment.Dedicated(nonce()));
    copies.add(copy);
    // not last: errors speak of the stack that the user named
    handles.add(0, copy);
    return copy;
  }

  /**
   * A next step so that it means this session's stack when it is typed in the same folder; none for
   * a dedicated copy, which is gone by then.
   */
  public Optional<Next> addressed(Next next) {
    if (handles.isEmpty()) {
      return Optional.of(next);
    }
    StackHandle last = handles.get(handles.size() - 1);
    if (last.isDedicated()) {
      return Optional.empty();
    }
    Optional<Path> file = last.source().filter(Files::isRegularFile);
    boolean byFolder =
        session.settings().stacks().isEmpty()
            && file.isPresent()
            && file.equals(session.choice().defaultFile());
    Path folder = session.surroundings().folder();
    return Optional.of(
        byFolder
            ? next
            : next.onStack(
                file.map(f -> f.startsWith(folder) ? folder.relativize(f) : f)
                    .map(Path::toString)
                    .orElse(last.getName())));
  }

  /** A secret of the stack, or of the copy that is being described; masked from now on. */
  Value.Secret secret(String stack, String name) {
    Value.Secret secret =
        reading
            .filter(scope -> isDedicated(scope.isDedicated()))
            .map(scope -> scope.ownSecret(name))
            .orElseGet(() -> secrets.get(stack, name));
    reading.ifPresent(StackScope::secretGiven);
    session.surroundings().masking().add(secret.text());
    return secret;
  }
}
