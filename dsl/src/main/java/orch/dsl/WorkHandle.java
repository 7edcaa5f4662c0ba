package orch.dsl;

import orch.work.WorkService;
import orch.work.WorkStatus;

/** A list of work that was described. Nothing is done about it until it is told to. */
public final class WorkHandle {
  private final Session session;
  private final String file;
  private final WorkScope scope;

  WorkHandle(Session session, String file, WorkScope scope) {
    this.session = session;
    this.file = file;
    this.scope = scope;
  }

  String file() {
    return file;
  }

  WorkScope scope() {
    return scope;
  }

  /** Works until nothing can be begun. */
  @Word(
      value = "works a list off until nothing runs and nothing can be begun; how many were done",
      example = "def came = work('priorities.csv') { task { image 'app:1' } }.once()")
  public WorkService.Tally once() {
    session.acts();
    return session.works().once(this);
  }

  /** Works until it is stopped. */
  @Word(
      value = "works a list off until the script is stopped",
      example = "work('priorities.csv') { task { image 'app:1' } }.run()")
  public WorkService.Tally run() {
    session.acts();
    return session.works().run(this);
  }

  /** How the list is. */
  @Word(
      value = "what of a list is ready, in its order, what runs, and what waits and why",
      example = "show work('priorities.csv') { task { image 'app:1' } }.status()")
  public WorkStatus status() {
    session.acts();
    return session.works().status(this);
  }

  @Override
  public String toString() {
    return "work '" + file + "'";
  }
}
