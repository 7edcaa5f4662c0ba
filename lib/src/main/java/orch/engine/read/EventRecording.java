package orch.engine.read;

import java.time.Duration;
import java.util.List;

/**
 * What happens on an engine from some moment on. It listens all the time: an engine keeps only its
 * last 256 events, and health checks fill those within seconds. Safe for use by several threads.
 */
public interface EventRecording extends AutoCloseable {
  /** All that has happened up to this call, oldest first. */
  List<EngineEvent> soFar();

  /**
   * Waits until nothing has happened for a while.
   *
   * @param quiet how long nothing may happen
   * @param most the longest wait; then it returns all the same
   */
  void settle(Duration quiet, Duration most);

  @Override
  void close();
}
