package orch.cli;

import orch.dsl.Session;

/** What outlives a command: the interactive session into which it was typed. */
public interface Outer {
  /** Whether the user has stopped what runs: how that ends is then no failure to tell. */
  boolean stopped();

  /** Told of the session of each command before it runs. */
  void opened(Session session);

  /** Asked when the command has ended: whether its session is closed later, by whom it was told. */
  boolean keeps(Session session);
}
