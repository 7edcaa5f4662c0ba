package orch.repl;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.EnumSet;
import java.util.function.Consumer;
import orch.engine.Tty;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.utils.NonBlockingInputStream;

/** The session's terminal in the hands of a command in a container. */
final class JLineTty implements Tty {
  /** How often it is looked whether the command has ended while nothing is typed. */
  private static final long LOOK_MILLIS = 50;

  private final Terminal terminal;
  private final StatusBar bar;

  JLineTty(Terminal terminal, StatusBar bar) {
    this.terminal = terminal;
    this.bar = bar;
  }

  @Override
  public Held hold(Consumer<Size> resized) {
    bar.hide();
    Attributes before = terminal.enterRawMode();
    Attributes raw = new Attributes(terminal.getAttributes());
    raw.setLocalFlags(EnumSet.of(Attributes.LocalFlag.ISIG), false);
    raw.setInputFlags(
        EnumSet.of(
            Attributes.InputFlag.ICRNL, Attributes.InputFlag.INLCR, Attributes.InputFlag.IXON),
        false);
    raw.setOutputFlags(EnumSet.of(Attributes.OutputFlag.OPOST), false);
    terminal.setAttributes(raw);
    Terminal.SignalHandler handler =
        terminal.handle(Terminal.Signal.WINCH, signal -> resized.accept(sizeNow()));
    Keys keys = new Keys((NonBlockingInputStream) terminal.input());
    return new Held() {
      @Override
      public InputStream in() {
        return keys;
      }

      @Override
      public OutputStream out() {
        return terminal.output();
      }

      @Override
      public Size size() {
        return sizeNow();
      }

      @Override
      public void close() {
        keys.close();
        terminal.handle(Terminal.Signal.WINCH, handler);
        terminal.setAttributes(before);
        bar.unhide();
      }
    };
  }

  private Size sizeNow() {
    return new Size(terminal.getHeight(), terminal.getWidth());
  }

  /** What is typed until it is closed: a key that comes later is for the next line. */
  private static final class Keys extends InputStream {
    private final NonBlockingInputStream in;
    private final Object reading = new Object();
    private volatile boolean closed;

    Keys(NonBlockingInputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      while (true) {
        synchronized (reading) {
          int key = closed ? -1 : in.read(LOOK_MILLIS);
          if (key != NonBlockingInputStream.READ_EXPIRED) {
            return key;
          }
        }
      }
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count = 0;
      for (int key = read(); key >= 0; key = in.read(1)) {
        into[offset + count++] = (byte) key;
        if (count == length || in.available() <= 0) {
          break;
        }
      }
      return count == 0 ? -1 : count;
    }

    @Override
    public void close() {
      closed = true;
      synchronized (reading) {
        // nobody reads any more: the next key is for the next line
      }
    }
  }
}
