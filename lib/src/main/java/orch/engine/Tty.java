package orch.engine;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Consumer;

/** A terminal of the user's that a command in a container can be given. */
public interface Tty {
  /**
   * Takes the terminal over: from now on keys arrive as they are typed, Ctrl-C included, and
   * nothing is echoed.
   *
   * @param resized told the new size whenever the window's changes, on a thread of its own
   * @return how to give it back
   */
  Held hold(Consumer<Size> resized);

  /**
   * A window's size.
   *
   * @param rows 0 where it is not known
   * @param columns 0 where it is not known
   */
  record Size(int rows, int columns) {}

  /** A terminal that was taken over. */
  interface Held extends AutoCloseable {
    /** Keys as they are typed; reading ends when the terminal is given back. */
    InputStream in();

    /** What is written there is shown as it is. */
    OutputStream out();

    /** The window's size now. */
    Size size();

    /** Gives the terminal back as it was. */
    @Override
    void close();
  }
}
