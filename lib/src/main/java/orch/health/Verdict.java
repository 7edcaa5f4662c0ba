package orch.health;

import java.time.Instant;

/** What a watch says next. */
public sealed interface Verdict {
  /** Ready; nothing more to do. */
  record Ready() implements Verdict {}

  /** It will not become ready, for this reason. */
  record Failed(String reason) implements Verdict {}

  /** Time is up; the reason is what was last seen. */
  record Late(String reason) implements Verdict {}

  /** Ask now, then tell the answer. */
  record Probe() implements Verdict {}

  /** Nothing to do before this moment, unless an event comes. */
  record Wait(Instant until) implements Verdict {}
}
