package orch.engine.docker;

import orch.plan.Operation;
import orch.plan.Progress;

/** What happens while one image is got. */
record ImageNews(Operation.ProvideImage operation, Progress.Listener progress) {
  /** What is being done. */
  void text(String text) {
    progress.on(new Progress.Note(operation.subject(), text));
  }

  /** So much of it is here. */
  void bytes(String image, long current, long total) {
    progress.on(new Progress.Pulled(operation, image, current, total));
  }
}
