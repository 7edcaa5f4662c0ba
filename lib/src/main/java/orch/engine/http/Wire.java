package orch.engine.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** One open connection to an engine: two streams, and a way to say that no more input comes. */
interface Wire extends Closeable {
  InputStream in();

  OutputStream out();

  /** Tells the other side that our input has ended, while its output goes on. */
  void endInput() throws IOException;

  @Override
  void close() throws IOException;

  /**
   * Connects.
   *
   * @param tls makes the factory of secured sockets; asked only where the address wants one
   * @param deadline how long it may take; over a network 10 s at most
   */
  static Wire open(EngineAddress address, Supplier<SSLSocketFactory> tls, Deadline deadline)
      throws IOException {
    int most = (int) Math.min(CONNECT.toMillis(), deadline.limit().toMillis());
    if (address.isTls()) {
      SSLSocket socket = (SSLSocket) tls.get().createSocket();
      socket.connect(new InetSocketAddress(address.url().getHost(), address.port()), most);
      return new SocketWire(socket);
    }
    if (address.isUnix()) {
      Channels.choose();
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      deadline.closes(channel);
      return new ChannelWire(
          connect(channel, UnixDomainSocketAddress.of(address.url().getPath()), most));
    }
    return new ChannelWire(
        connect(
            SocketChannel.open(),
            new InetSocketAddress(address.url().getHost(), address.port()),
            most));
  }

  /** Which of the JDK's makers of channels is used. */
  final class Channels {
    private static final String CHOICE = "java.nio.channels.spi.SelectorProvider";
    private static final String OF_LINUX = "sun.nio.ch.EPollSelectorProvider";

    private Channels() {}

    /** Loads what the first channel over a socket file takes. */
    static void load() {
      choose();
      try {
        SocketChannel.open(StandardProtocolFamily.UNIX).close();
      } catch (IOException | UnsupportedOperationException e) {
        // whoever needs one is told why it cannot be had
      }
    }

    /**
     * Names the one that the JDK would come to in any case, where it is there: unless one is named,
     * the JDK looks through all jars for another, which takes 40 ms.
     */
    static void choose() {
      if (System.getProperty(CHOICE) == null) {
        try {
          Class.forName(OF_LINUX, false, ClassLoader.getPlatformClassLoader());
          System.setProperty(CHOICE, OF_LINUX);
        } catch (ClassNotFoundException e) {
          // another system's JDK, or a later one: it may look
        }
      }
    }
  }

  /** An engine that takes longer to accept a connection is not usable. */
  Duration CONNECT = Duration.ofSeconds(10);

  private static SocketChannel connect(SocketChannel channel, SocketAddress address, int millis)
      throws IOException {
    try {
      if (!(address instanceof InetSocketAddress host)) {
        channel.connect(address);
      } else if (host.isUnresolved()) {
        throw new UnknownHostException("unknown host " + host.getHostString());
      } else {
        // the channel itself knows no limit
        channel.socket().connect(address, millis);
      }
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Streams over a channel. The JDK's own adapters hold one lock for both directions on JDK 17, so
   * that a blocked read would stop every write.
   */
  final class ChannelWire implements Wire {
    private final SocketChannel channel;

    ChannelWire(SocketChannel channel) {
      this.channel = channel;
    }

    @Override
    public InputStream in() {
      return new InputStream() {
        @Override
        public int read() throws IOException {
          byte[] one = new byte[1];
          return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
          return length == 0 ? 0 : channel.read(ByteBuffer.wrap(into, offset, length));
        }
      };
    }

    @Override
    public OutputStream out() {
      return new OutputStream() {
        @Override
        public void write(int b) throws IOException {
          write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
          ByteBuffer buffer = ByteBuffer.wrap(from, offset, length);
          while (buffer.hasRemaining()) {
            channel.write(buffer);
          }
        }
      };
    }

    @Override
    public void endInput() throws IOException {
      channel.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /** A secured socket. */
  final class SocketWire implements Wire {
    private final SSLSocket socket;

    SocketWire(SSLSocket socket) {
      this.socket = socket;
    }

    @Override
    public InputStream in() {
      try {
        return socket.getInputStream();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    @Override
    public OutputStream out() {
      try {
        return socket.getOutputStream();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    @Override
    public void endInput() throws IOException {
      socket.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
