package orch.own;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import orch.engine.ChangeGate;
import orch.model.Identity;
import orch.model.Next;
import orch.model.OrchException;

/**
 * The right to change a stack. It is let go of while nothing is changed, and taken again before the
 * next change; whoever held it in between is noticed then. Used by one thread at a time.
 */
public final class StackLock implements ChangeGate, AutoCloseable {
  private final StackLocks locks;
  private final Identity identity;
  private final boolean stops;
  private final Optional<Duration> patience;
  private final Consumer<String> news;
  private KernelLock held;
  private boolean begun;
  private long seen;

  StackLock(
      StackLocks locks,
      Identity identity,
      boolean stops,
      Optional<Duration> patience,
      Consumer<String> news) {
    this.locks = locks;
    this.identity = identity;
    this.stops = stops;
    this.patience = patience;
    this.news = news;
  }

  /** Takes it and remembers the state in which it found the stack. */
  void take() {
    held = locks.wait(identity, patience, news);
    seen = locks.last(identity).number();
    begun = false;
  }

  /** Takes it anew, for another look at the stack. */
  public void again() {
    close();
    take();
  }

  @Override
  public void enter() {
    if (held != null && !held.stands()) {
      // somebody has removed the state folder: others can hold the lock as well by now
      close();
    }
    if (held == null) {
      held = locks.wait(identity, patience, news);
      if (locks.last(identity).number() != seen) {
        throw new StateMoved();
      }
    }
    if (!begun) {
      seen++;
      locks.begin(identity, seen, stops);
      begun = true;
    }
  }

  @Override
  public void leave() {
    close();
  }

  /** Whether somebody else has changed the stack since it was last looked at. */
  public boolean moved() {
    return locks.last(identity).number() != seen;
  }

  /** The refusal when somebody has meanwhile stopped what was being started; empty if not so. */
  public Optional<OrchException.Refused> stoppedMeanwhile() {
    StackChange last = locks.last(identity);
    return last.number() != seen && last.stops()
        ? Optional.of(refused("was stopped meanwhile", last))
        : Optional.empty();
  }

  /** The refusal when somebody has meanwhile changed the stack. */
  public OrchException.Refused changedMeanwhile() {
    return refused("was changed meanwhile", locks.last(identity));
  }

  private OrchException.Refused refused(String how, StackChange by) {
    return new OrchException.Refused(
        "stack '" + identity.prefix() + "' " + how,
        List.of("by " + by.who()),
        Next.verb("status", identity.stack()));
  }

  @Override
  public void close() {
    if (held != null) {
      held.close();
      held = null;
    }
  }
}
