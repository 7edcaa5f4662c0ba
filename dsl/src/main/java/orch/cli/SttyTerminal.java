package orch.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import orch.engine.Tty;
import orch.model.OrchException;

/**
 * The terminal that this process was started on, by {@code stty}: a command that is run once has no
 * time for a library.
 */
final class SttyTerminal implements Tty {
  private final InputStream keys;

  /** On which these keys are typed. */
  SttyTerminal(InputStream keys) {
    this.keys = keys;
  }

  @Override
  public Held hold(Consumer<Size> resized) {
    String before = stty("-g");
    stty("raw", "-echo");
    // a signal ends the JVM through its hooks: the user's shell gets its terminal back
    Thread restore = new Thread(() -> stty(before), "terminal");
    Runtime.getRuntime().addShutdownHook(restore);
    onResize(() -> resized.accept(sizeNow()));
    return new Held() {
      @Override
      public InputStream in() {
        return keys;
      }

      @Override
      public OutputStream out() {
        return new FileOutputStream(FileDescriptor.out);
      }

      @Override
      public Size size() {
        return sizeNow();
      }

      @Override
      public void close() {
        stty(before);
        try {
          Runtime.getRuntime().removeShutdownHook(restore);
        } catch (IllegalStateException e) {
          // the JVM is ending: the hook does it once more
        }
      }
    };
  }

  private static Size sizeNow() {
    String[] parts = stty("size").split(" ");
    return parts.length == 2 && (parts[0] + parts[1]).matches("\\d+")
        ? new Size(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]))
        : new Size(0, 0);
  }

  /**
   * The JDK tells of signals only by a class that compilers warn of; where it is not to be had, the
   * size stays what it was.
   */
  private static void onResize(Runnable changed) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object calls =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  changed.run();
                }
                return null;
              });
      Method handle = signal.getMethod("handle", signal, handler);
      handle.invoke(null, signal.getConstructor(String.class).newInstance("WINCH"), calls);
    } catch (ClassNotFoundException
        | NoSuchMethodException
        | InstantiationException
        | IllegalAccessException
        | InvocationTargetException e) {
      // without it
    }
  }

  private static String stty(String... words) {
    List<String> command = new java.util.ArrayList<>(List.of("stty"));
    command.addAll(List.of(words));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectInput(Redirect.INHERIT)
              .redirectError(Redirect.DISCARD)
              .start();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      process.waitFor();
      return said;
    } catch (IOException e) {
      throw new OrchException.Failed(
          "the terminal cannot be handed to the command",
          List.of(String.valueOf(e.getMessage()), "it needs stty (package coreutils)"),
          null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OrchException.Failed("interrupted", List.of(), null);
    }
  }
}
