package orch.engine.http;

import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;

/**
 * How often a request is made that fails although nothing is wrong with it: the connection breaks
 * off, or the engine answers with an error of its own (500 and above).
 */
public final class Tries {
  /** The first and three more. */
  public static final int MOST = 4;

  private static final long FIRST_PAUSE_MILLIS = 50;

  private Tries() {}

  /**
   * Pauses after a failed try: 50, 150, 450 ms.
   *
   * @param failed how many have failed, from 1
   * @throws InterruptedIOException when the thread is interrupted, which it stays
   */
  public static void pause(int failed) throws InterruptedIOException {
    long millis = FIRST_PAUSE_MILLIS;
    for (int i = 1; i < failed; i++) {
      millis *= 3;
    }
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }
}
