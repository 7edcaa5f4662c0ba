package orch.dsl;

import java.util.Optional;
import java.util.Set;
import orch.model.Origin;

/** Finds the line of the user's script that is being read. */
final class Position {
  private Position() {}

  /** The innermost line of one of these files on the stack of the running thread. */
  static Optional<Origin> here(Set<String> files) {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames
                    .filter(
                        frame -> frame.getFileName() != null && files.contains(frame.getFileName()))
                    .filter(frame -> frame.getLineNumber() > 0)
                    .findFirst()
                    .map(frame -> new Origin(frame.getFileName(), frame.getLineNumber())));
  }

  /** The innermost line of one of these files where an exception came from. */
  static Optional<Origin> of(Throwable thrown, Set<String> files) {
    for (StackTraceElement frame : thrown.getStackTrace()) {
      if (frame.getFileName() != null
          && files.contains(frame.getFileName())
          && frame.getLineNumber() > 0) {
        return Optional.of(new Origin(frame.getFileName(), frame.getLineNumber()));
      }
    }
    return Optional.empty();
  }
}
