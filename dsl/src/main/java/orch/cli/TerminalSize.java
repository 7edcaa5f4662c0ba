package orch.cli;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import orch.report.live.Screen;

/**
 * The size of the terminal of this process: {@code COLUMNS} and {@code LINES} where they are set,
 * else asked of {@code stty} when first needed and after each change of the window; 80 by 24 where
 * nothing tells. Safe for use by several threads.
 */
final class TerminalSize implements Supplier<Screen.Size> {
  private final Map<String, String> environment;
  private Screen.Size size;

  /** Set by a signal's handler, which must not wait for whoever asks. */
  private volatile boolean changed;

  private boolean listens;

  TerminalSize(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public synchronized Screen.Size get() {
    if (size == null || changed) {
      changed = false;
      if (!listens) {
        listens = true;
        listen();
      }
      size = ask();
    }
    return size;
  }

  private Screen.Size ask() {
    String[] told = stty().split(" ");
    int rows = number(environment.get("LINES"), told.length == 2 ? number(told[0], 24) : 24);
    int columns = number(environment.get("COLUMNS"), told.length == 2 ? number(told[1], 80) : 80);
    return new Screen.Size(columns, rows);
  }

  /** A pseudo-terminal to which nobody gave a size says 0. */
  private static int number(String text, int otherwise) {
    return text != null && text.matches("[1-9]\\d{0,4}") ? Integer.parseInt(text) : otherwise;
  }

  private static String stty() {
    try {
      Process process =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(2, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return "";
      }
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  /**
   * By reflection: the class is part of every JDK, yet the compiler warns of it. Where it is
   * missing the size stays what it was.
   */
  private void listen() {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object[] before = new Object[1];
      Object ours =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                changed = true;
                // whoever listened before, as a line editor does, goes on being told
                if (before[0] != null && Proxy.isProxyClass(before[0].getClass())) {
                  method.invoke(before[0], arguments);
                }
                return null;
              });
      before[0] =
          signal
              .getMethod("handle", signal, handler)
              .invoke(null, signal.getConstructor(String.class).newInstance("WINCH"), ours);
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      // a window that changes its size meanwhile may then show broken lines for a moment
    }
  }
}
