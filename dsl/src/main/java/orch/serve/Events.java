package orch.serve;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Hands events to all who listen. Nobody waits for a slow listener: what does not fit into its
 * queue ends it, and it comes back with the number of the last event that it has seen. Safe for use
 * by several threads.
 */
public final class Events implements AutoCloseable {
  /** How many events a listener may be behind. */
  public static final int MOST_BEHIND = 256;

  /** How many are kept for those who come back. */
  public static final int KEPT = 1024;

  private final Deque<Event> kept = new ArrayDeque<>();
  private final List<Listener> listeners = new ArrayList<>();
  private final AtomicLong dropped = new AtomicLong();
  private long last;
  private boolean closed;

  /** Hands an event to all who listen. */
  public synchronized void publish(String type, Map<String, Object> data) {
    Event event = new Event(++last, type, data);
    kept.addLast(event);
    if (kept.size() > KEPT) {
      kept.removeFirst();
    }
    for (Listener listener : List.copyOf(listeners)) {
      listener.offer(event);
    }
  }

  /**
   * Listens from now on.
   *
   * @param after the number of the last event that is known already; those after it that are still
   *     kept come first; -1: only what is new
   */
  public synchronized Listener listen(long after) {
    Listener listener = new Listener();
    if (closed) {
      listener.ended = true;
      return listener;
    }
    listeners.add(listener);
    if (after >= 0) {
      // of a server before this one: its numbers mean nothing here
      long from = after > last ? 0 : after;
      List<Event> missed = kept.stream().filter(event -> event.id() > from).toList();
      missed.stream()
          .skip(Math.max(0, missed.size() - MOST_BEHIND))
          .forEach(event -> listener.queue.add(event));
    }
    return listener;
  }

  /** How many listen. */
  public synchronized int listening() {
    return listeners.size();
  }

  /** How many listeners were ended because they were too slow. */
  public long dropped() {
    return dropped.get();
  }

  /** Ends all listeners, and each that comes later. */
  @Override
  public synchronized void close() {
    closed = true;
    List.copyOf(listeners).forEach(Listener::close);
  }

  private synchronized void forget(Listener listener) {
    listeners.remove(listener);
  }

  /** One who listens; used by one thread. */
  public final class Listener implements AutoCloseable {
    private final BlockingQueue<Event> queue = new ArrayBlockingQueue<>(MOST_BEHIND);
    private volatile boolean ended;

    private Listener() {}

    private void offer(Event event) {
      if (!queue.offer(event)) {
        dropped.incrementAndGet();
        close();
      }
    }

    /**
     * The next event; empty when there was none for so long, or never will be again.
     *
     * @param millis more than zero
     */
    public Optional<Event> next(long millis) {
      try {
        // in small steps, so that its end is seen
        for (long left = millis; left > 0 && !(ended && queue.isEmpty()); left -= STEP_MILLIS) {
          Event event = queue.poll(Math.min(left, STEP_MILLIS), TimeUnit.MILLISECONDS);
          if (event != null) {
            return Optional.of(event);
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        close();
      }
      return Optional.empty();
    }

    /** Whether nothing comes any more, since it was too slow or the server ends. */
    public boolean isOver() {
      return ended && queue.isEmpty();
    }

    @Override
    public void close() {
      ended = true;
      forget(this);
    }
  }

  private static final long STEP_MILLIS = 200;
}
