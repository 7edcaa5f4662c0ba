package orch.work;

import java.time.Duration;
import java.util.List;

/** Where a list of work is kept. Used by one thread. */
public interface WorkSource extends AutoCloseable {
  /** As users call it: a file's path, or a spreadsheet and its worksheet. */
  String name();

  /** Tells it from other sources, for the files that orch keeps about it. */
  String key();

  /**
   * Looks whether it has changed. Returns at once.
   *
   * @throws orch.model.OrchException.BadInput when it holds no list of work
   * @throws orch.model.OrchException.Unavailable when it cannot be had now
   */
  Look look();

  /**
   * Writes cells, after bringing them together with what others have done meanwhile. Either all of
   * it is written or nothing.
   *
   * @param base the table that the edits speak of
   */
  Written write(WorkTable base, List<Edit> edits);

  /**
   * Waits until it may have changed.
   *
   * @param atMost so long, if nothing is heard of it
   * @return whether something was heard
   */
  boolean await(Duration atMost) throws InterruptedException;

  @Override
  void close();

  /** What a look has shown. */
  sealed interface Look {
    /** It is as it was at the last look. */
    record Same() implements Look {}

    /** It has changed. */
    record Fresh(WorkTable table) implements Look {}

    /** It is being changed, and cannot be read before that is over. */
    record NotYet(String why) implements Look {}
  }

  /** What became of edits. */
  sealed interface Written {
    /**
     * They are written, as far as nobody else has changed the same cells.
     *
     * @param table as it is now
     */
    record Merged(WorkTable table, Merge merge) implements Written {}

    /** Nothing was written, and why; it is worth another try later. */
    record Later(String why) implements Written {}
  }
}
