package orch.serve.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;

/**
 * An answer that goes on, and the thread that writes it. Nothing may be written for hours, and only
 * writing tells a server that its client has gone: so its socket is looked at from time to time.
 * Used by that thread and by the one that looks.
 */
final class OpenStream implements AutoCloseable {
  private final SocketChannel client;
  private final Thread thread = Thread.currentThread();
  private boolean over;
  private boolean ended;

  /** Of this thread. Nothing else is answered on its connection, whose input is thrown away. */
  OpenStream(Context ctx) {
    ctx.header("Connection", "close");
    EndPoint end =
        ServletContextRequest.getServletContextRequest(ctx.req())
            .getConnectionMetaData()
            .getConnection()
            .getEndPoint();
    client = end.getTransport() instanceof SocketChannel channel ? channel : null;
  }

  /** Ends it where its client has gone. */
  synchronized void look() {
    if (!over && isGone()) {
      end();
    }
  }

  private boolean isGone() {
    try {
      return client != null && client.read(ByteBuffer.allocate(64)) < 0;
    } catch (IOException e) {
      return true;
    }
  }

  /** Has its thread stop what it waits for. */
  synchronized void end() {
    if (!over) {
      ended = true;
      thread.interrupt();
    }
  }

  /** Whether it was ended before it was over. */
  synchronized boolean isEnded() {
    return ended;
  }

  /** It is over; its thread does other things from now on. */
  @Override
  public synchronized void close() {
    over = true;
    if (ended) {
      Thread.interrupted();
    }
  }
}
