package orch.embed;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import orch.cli.Embedding;
import orch.dsl.StackHandle;
import orch.model.Stack;

/**
 * A stack that another program starts and ends, by default as a private copy:
 *
 * <pre>{@code
 * try (EmbeddedStack stack = EmbeddedStack.of("stack.groovy").start()) {
 *   URI url = stack.url("auth", 8080);
 * }
 * }</pre>
 *
 * <p>A copy is removed by {@link #close}, when the JVM ends, and by a watchdog process when the JVM
 * is killed. Starting, closing and asking are safe for use by several threads; the handle is for
 * one at a time.
 */
public final class EmbeddedStack implements AutoCloseable {
  /**
   * What is to be started.
   *
   * @param files of the stack; none: the one of the working folder
   * @param shared whether it is the instance that all share; a copy if not
   * @param timeout of all waits; empty: as the stack says
   * @param variables of the environment, on top of the process's own
   * @param change of the description
   */
  private record Wanted(
      List<String> files,
      boolean shared,
      Optional<Duration> timeout,
      Map<String, String> variables,
      UnaryOperator<Stack> change) {}

  private final Wanted wanted;
  private Embedding embedding;
  private StackHandle handle;
  private Thread atExit;

  private EmbeddedStack(Wanted wanted) {
    this.wanted = wanted;
  }

  /**
   * A copy of the stack that files describe: one of the DSL, or Compose files, merged in their
   * order. Relative paths are read against the working folder. No files: {@code ORCH_STACK}, else
   * the stack of the working folder, found as the command line finds it.
   */
  public static EmbeddedStack of(String... files) {
    List<String> absolute =
        List.of(files).stream().map(file -> Path.of(file).toAbsolutePath().toString()).toList();
    return new EmbeddedStack(
        new Wanted(absolute, false, Optional.empty(), Map.of(), UnaryOperator.identity()));
  }

  /** As {@link #of(String...)}. */
  public static EmbeddedStack of(Path file) {
    return of(file.toString());
  }

  /** The instance that all share on this engine, in place of a copy; closing leaves it running. */
  public EmbeddedStack shared() {
    return new EmbeddedStack(
        new Wanted(wanted.files, true, wanted.timeout, wanted.variables, wanted.change));
  }

  /** The longest of each wait, more than zero; by default what the stack says, else 60 s. */
  public EmbeddedStack within(Duration longest) {
    return new EmbeddedStack(
        new Wanted(
            wanted.files, wanted.shared, Optional.of(longest), wanted.variables, wanted.change));
  }

  /** With a variable on top of the process's environment: {@code ORCH_ENGINE}, or a file's own. */
  public EmbeddedStack with(String variable, String value) {
    Map<String, String> variables = new HashMap<>(wanted.variables);
    variables.put(variable, value);
    return new EmbeddedStack(
        new Wanted(wanted.files, wanted.shared, wanted.timeout, variables, wanted.change));
  }

  /** With the description changed before anything is made. */
  public EmbeddedStack changed(UnaryOperator<Stack> change) {
    UnaryOperator<Stack> both = stack -> change.apply(wanted.change.apply(stack));
    return new EmbeddedStack(
        new Wanted(wanted.files, wanted.shared, wanted.timeout, wanted.variables, both));
  }

  /**
   * Makes it and waits until it is healthy; does nothing when that was done.
   *
   * @throws StackFailed with the report; then nothing of a copy is left
   */
  public synchronized EmbeddedStack start() {
    if (handle != null) {
      return this;
    }
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.putAll(wanted.variables);
    embedding =
        Embedding.open(
            wanted.files,
            wanted.shared ? "shared" : "dedicated",
            wanted.timeout,
            environment,
            Path.of("").toAbsolutePath(),
            System.err);
    atExit = new Thread(embedding.session()::close, "orch: removes a copy");
    Runtime.getRuntime().addShutdownHook(atExit);
    try {
      StackHandle described = embedding.session().choice().changed(wanted.change);
      described.ensureHealthy();
      handle = described;
      return this;
    } catch (RuntimeException e) {
      StackFailed failed = failed(e);
      try {
        close();
      } catch (StackFailed second) {
        failed.addSuppressed(second);
      }
      throw failed;
    }
  }

  /** The stack, with all that a script can do with it. */
  public synchronized StackHandle handle() {
    if (handle == null) {
      throw new IllegalStateException("the stack was not started");
    }
    return handle;
  }

  /** The address at which this machine reaches a published port: {@code http://127.0.0.1:49153}. */
  public URI url(String service, int containerPort) {
    return told(() -> URI.create(handle().service(service).url(containerPort)));
  }

  /** The port of this machine behind which a published port is. */
  public int port(String service, int containerPort) {
    return told(() -> handle().service(service).port(containerPort));
  }

  /**
   * The engine's name of one of its networks; the one of services that name none is {@code
   * default}.
   */
  public String networkName(String network) {
    return told(() -> handle().networkName(network));
  }

  private synchronized <T> T told(java.util.function.Supplier<T> question) {
    try {
      return question.get();
    } catch (orch.model.OrchException e) {
      throw failed(e);
    }
  }

  private StackFailed failed(RuntimeException e) {
    return new StackFailed(embedding.report(e), e);
  }

  /**
   * Removes a copy and lets go of the engine; does nothing when that was done.
   *
   * @throws StackFailed when something could not be removed
   */
  @Override
  public synchronized void close() {
    if (embedding == null) {
      return;
    }
    try {
      embedding.session().close();
      embedding
          .session()
          .harm()
          .ifPresent(
              harm -> {
                throw harm;
              });
    } catch (RuntimeException e) {
      throw failed(e);
    } finally {
      handle = null;
      embedding = null;
      forgetHook();
    }
  }

  private void forgetHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // the JVM is ending: the hook runs, and finds that it is done
    }
  }
}
