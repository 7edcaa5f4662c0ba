package orch.serve.http;

import java.util.List;
import orch.model.Next;
import orch.model.OrchException;

/** An error with the status that it has for a client. */
final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient OrchException error;

  Problem(int status, OrchException error) {
    super(error.getMessage(), error, false, false);
    this.status = status;
    this.error = error;
  }

  Problem(int status, String problem, String... evidence) {
    this(status, new OrchException.BadInput(problem, List.of(evidence), null));
  }

  static Problem missing(String problem, String... next) {
    Next step = next.length == 0 ? null : Next.verb(next);
    return new Problem(404, new OrchException.BadInput(problem, List.of(), step));
  }

  /** The status of an error that says none itself. */
  static int status(OrchException e) {
    if (e instanceof OrchException.BadInput) {
      return 400;
    } else if (e instanceof OrchException.Refused) {
      return 409;
    } else if (e instanceof OrchException.Unavailable) {
      return 503;
    }
    return e instanceof OrchException.TimedOut ? 504 : 500;
  }

  int status() {
    return status;
  }

  OrchException error() {
    return error;
  }
}
