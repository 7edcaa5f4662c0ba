package orch.snapshot;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Writes to a stream on a thread of its own, a few blocks behind, so that those who make bytes and
 * those who take them work at the same time. Written to and closed by one thread.
 */
final class WriteBehind extends OutputStream {
  private static final int BLOCK = 256 * 1024;
  private static final int BLOCKS = 8;

  /** A part of the stream; the end has no bytes. */
  private record Block(byte[] bytes, int length) {}

  private final OutputStream out;
  private final Thread thread;
  private final BlockingQueue<Block> full = new ArrayBlockingQueue<>(BLOCKS + 1);
  private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(BLOCKS);
  private byte[] current = new byte[BLOCK];
  private int length;
  private boolean closed;
  private volatile Exception failure;

  /** Begins; closes the stream with itself. */
  WriteBehind(OutputStream out) {
    this.out = out;
    for (int i = 1; i < BLOCKS; i++) {
      free.add(new byte[BLOCK]);
    }
    thread = new Thread(this::run, "write-behind");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      for (Block block = full.take(); block.bytes() != null; block = full.take()) {
        // after a failure blocks are only given back, so that nobody waits for them
        if (failure == null) {
          write(block);
        }
        free.put(block.bytes());
      }
    } catch (InterruptedException e) {
      // nobody writes any more
    }
  }

  private void write(Block block) {
    try {
      out.write(block.bytes(), 0, block.length());
    } catch (IOException | RuntimeException e) {
      failure = e;
    }
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  /** The error may be that of what was written before. */
  @Override
  public void write(byte[] from, int offset, int count) throws IOException {
    int at = offset;
    while (at < offset + count) {
      int fits = Math.min(BLOCK - length, offset + count - at);
      System.arraycopy(from, at, current, length, fits);
      at += fits;
      length += fits;
      if (length == BLOCK) {
        next();
      }
    }
  }

  private void next() throws IOException {
    check();
    try {
      full.put(new Block(current, length));
      current = free.take();
      length = 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  /** A new one each time: who closes after an error must not add the error to itself. */
  private void check() throws IOException {
    Exception why = failure;
    if (why != null) {
      throw new IOException(why.getMessage(), why);
    }
  }

  /** Ends when all is written. */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (out) {
      next();
      full.put(new Block(null, 0));
      thread.join();
      check();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } finally {
      thread.interrupt();
    }
  }
}
