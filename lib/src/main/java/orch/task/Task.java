package orch.task;

import java.time.Instant;
import java.util.Optional;

/**
 * A task as the store has it.
 *
 * @param id short; those of later tasks sort behind
 * @param spec what it is to do
 * @param state where it stands
 * @param attempt the number of its last container, from 1; 0: it has had none
 * @param failures how many attempts have failed since it was last put into the queue by a person
 * @param wish what somebody has asked for and is not done yet
 * @param archived whether it is out of sight
 * @param queuedAt when it was submitted
 * @param notBefore when its turn may come at the earliest
 * @param owner the machine that works on it, or did last; empty: none
 * @param engine the engine that has its container, or must have it; empty: any
 * @param result what came of its last attempt
 */
public record Task(
    String id,
    TaskSpec spec,
    TaskState state,
    int attempt,
    int failures,
    Optional<Wish> wish,
    boolean archived,
    Instant queuedAt,
    Instant notBefore,
    String owner,
    String engine,
    Result result) {
  /** What somebody may ask for while it has not ended. */
  public enum Wish {
    /** The stop signal, the grace time, then force. */
    CANCEL,
    /** Force at once. */
    KILL
  }

  /**
   * What came of an attempt, as far as it has come.
   *
   * @param image the id of the image, which is its digest; empty: not known yet
   * @param container the id of the container; empty: not made yet
   * @param exitCode where it has ended by itself or by a signal
   * @param outOfMemory whether the kernel ended it for that
   * @param log the file with its output; empty: none yet
   * @param started when the container began, by the engine's clock
   * @param ended when it ended, likewise
   * @param reason of the last transition
   */
  public record Result(
      String image,
      String container,
      Optional<Integer> exitCode,
      boolean outOfMemory,
      String log,
      Optional<Instant> started,
      Optional<Instant> ended,
      String reason) {
    /** Nothing yet. */
    public static final Result NONE =
        new Result(
            "", "", Optional.empty(), false, "", Optional.empty(), Optional.empty(), "submitted");

    /** The same for another reason. */
    public Result because(String why) {
      return new Result(image, container, exitCode, outOfMemory, log, started, ended, why);
    }

    /** With its container. */
    public Result in(String newImage, String newContainer) {
      return new Result(newImage, newContainer, exitCode, outOfMemory, log, started, ended, reason);
    }
  }

  /** As it is said to users: {@code lint}. */
  public String name() {
    return spec.name();
  }

  /** What people recognise it by, beside its id. */
  String about() {
    return name() + ", " + (state.isFinal() ? state.word() : "not ended");
  }

  /** The name of the container of this attempt. */
  public String containerName() {
    return "orch-task-" + id + "-" + attempt;
  }

  /** Whether it may be tried again after one more failure. */
  public boolean hasRetries() {
    return failures < spec.retries() && wish.isEmpty();
  }

  /** In another state with this result. */
  public Task in(TaskState other, Result came) {
    return new Task(
        id, spec, other, attempt, failures, wish, archived, queuedAt, notBefore, owner, engine,
        came);
  }

  /** In the queue again, as of some moment. */
  Task queued(Instant moment, int failed, String where) {
    return new Task(
        id,
        spec,
        TaskState.QUEUED,
        attempt,
        failed,
        Optional.empty(),
        false,
        queuedAt,
        moment,
        "",
        where,
        Result.NONE);
  }

  /** Taken by a machine for its next attempt. */
  Task taken(String by, String on) {
    return new Task(
        id,
        spec,
        TaskState.PULLING,
        attempt + 1,
        failures,
        wish,
        archived,
        queuedAt,
        notBefore,
        by,
        on,
        Result.NONE);
  }
}
