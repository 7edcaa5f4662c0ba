package orch.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Reads a stream on a thread of its own, a few blocks ahead, so that those who give bytes and those
 * who take them work at the same time. Read and closed by one thread.
 */
final class ReadAhead extends InputStream {
  private static final int BLOCK = 256 * 1024;
  private static final int BLOCKS = 8;

  /** A thread that waits for an engine ends only when its connection is closed. */
  private static final long PATIENCE_MILLIS = 2000;

  /** A part of the stream; its end, or why it broke off, has no bytes. */
  private record Block(byte[] bytes, int length, Exception failure) {}

  private final InputStream in;
  private final Thread thread;
  private final BlockingQueue<Block> full = new ArrayBlockingQueue<>(BLOCKS + 1);
  private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(BLOCKS);
  private Block current = new Block(null, 0, null);
  private int at;
  private boolean ended;

  /** Begins to read; closes the stream with itself. */
  ReadAhead(InputStream in) {
    this.in = in;
    for (int i = 0; i < BLOCKS; i++) {
      free.add(new byte[BLOCK]);
    }
    thread = new Thread(this::run, "read-ahead");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      int length = 0;
      while (length >= 0) {
        byte[] bytes = free.take();
        // full blocks: a pipe gives 64 KB at a time, and each hand-over wakes a thread
        length = in.readNBytes(bytes, 0, BLOCK);
        length = length == 0 ? -1 : length;
        full.put(new Block(bytes, length, null));
      }
    } catch (IOException | RuntimeException e) {
      // there is room for one more than there are blocks
      full.add(new Block(null, -1, e));
    } catch (InterruptedException e) {
      // nobody reads any more
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!ended && at == current.length()) {
      next();
    }
    if (ended) {
      return -1;
    }
    int count = Math.min(length, current.length() - at);
    System.arraycopy(current.bytes(), at, into, offset, count);
    at += count;
    return count;
  }

  /**
   * The next block as it was read, which stays as it is until the next call; empty at the end.
   *
   * @throws IOException when the stream broke off
   */
  ByteBuffer block() throws IOException {
    while (!ended && at == current.length()) {
      next();
    }
    ByteBuffer block =
        ended
            ? ByteBuffer.allocate(0)
            : ByteBuffer.wrap(current.bytes(), at, current.length() - at);
    at = ended ? at : current.length();
    return block;
  }

  private void next() throws IOException {
    try {
      if (current.bytes() != null) {
        free.put(current.bytes());
      }
      current = full.take();
      at = 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
    if (current.failure() instanceof IOException broken) {
      ended = true;
      throw broken;
    }
    if (current.failure() instanceof RuntimeException failed) {
      ended = true;
      throw failed;
    }
    ended = current.length() < 0;
  }

  @Override
  public void close() throws IOException {
    thread.interrupt();
    try {
      // a decompressor must not be closed under a thread that uses it
      thread.join(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    in.close();
  }
}
