package orch.check;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Judges numbered lines of output as they come back from the engine. Its two streams are two pipes
 * that the engine reads apart: order counts within each. Used by one thread.
 */
final class NumberedOutput {
  private static final int ERRORS = 1000;

  private final int count;
  private final BitSet found = new BitSet();
  private int seen;
  private int wrongStream;
  private int outOfOrder;
  private int lastOut;
  private int lastError;

  /**
   * Expects numbers from 1 to so many; the last one and those that can be divided by 1000 on
   * standard error.
   */
  NumberedOutput(int count) {
    this.count = count;
  }

  /** One more line. */
  void line(int number, boolean error) {
    if (number <= (error ? lastError : lastOut)) {
      outOfOrder++;
    }
    if (error) {
      lastError = number;
    } else {
      lastOut = number;
    }
    seen++;
    found.set(number);
    if (error != isError(number)) {
      wrongStream++;
    }
  }

  private boolean isError(int number) {
    return number == count || number % ERRORS == 0;
  }

  /** Whether the last line of standard output is here. */
  boolean outEnded() {
    return lastOut == (isError(count - 1) ? count - 2 : count - 1);
  }

  /** How many lines came. */
  int seen() {
    return seen;
  }

  /** Whether a line that was not printed was missed among its neighbours. */
  boolean noticed(int leftOut) {
    return !found.get(leftOut) && found.get(leftOut - 1) && found.get(leftOut + 1);
  }

  /**
   * What is wrong.
   *
   * @param leftOut a number that was not printed
   * @param rotated whether older lines may be gone
   */
  List<String> problems(int leftOut, boolean rotated) {
    List<String> problems = new ArrayList<>();
    if (seen == 0) {
      problems.add("of " + count + " lines of output none can be had from the engine");
      return problems;
    }
    int first = found.nextSetBit(0);
    int last = found.length() - 1;
    if (last != count) {
      problems.add("the last line of output is number " + last + " of " + count);
    }
    if (first != 1 && !rotated) {
      problems.add("the first line of output is number " + first + ", and nothing rotates it");
    }
    int missing = 0;
    int firstMissing = 0;
    for (int at = found.nextClearBit(oldest(rotated)); at < last; at = found.nextClearBit(at + 1)) {
      // two streams are rotated together, so that the oldest lines of one may be newer
      boolean mayBeGone = rotated && isError(at);
      if (at != leftOut && !mayBeGone && missing++ == 0) {
        firstMissing = at;
      }
    }
    if (missing > 0) {
      problems.add(missing + " lines of output are missing, the first is " + firstMissing);
    }
    if (outOfOrder > 0) {
      problems.add(outOfOrder + " lines of output are not in their order");
    }
    if (wrongStream > 0) {
      problems.add(wrongStream + " lines came on the other stream than they were printed on");
    }
    return problems;
  }

  /**
   * From where on nothing may be missing. The engine may have written an older error late, after
   * newer lines that are rotated away: only standard output tells how far that went.
   */
  private int oldest(boolean rotated) {
    int oldest = found.nextSetBit(0);
    while (rotated && oldest > 0 && isError(oldest)) {
      oldest = found.nextSetBit(oldest + 1);
    }
    return Math.max(oldest, 0);
  }
}
