package orch.task;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import orch.model.ImageSource;
import orch.model.Names;
import orch.model.OrchException;

/**
 * What a task is to do, complete: whoever takes it out of the store later needs nothing else.
 *
 * @param name for people and part of its containers' names
 * @param images ways to the image, in order of preference; remote builds are not possible
 * @param request what the engine is asked for, without image, name and labels; in place of secrets
 *     and network it has {@link Secret#placeholder} and {@link #NETWORK}
 * @param files a tar archive in base 64 that is unpacked over the container's root; may be empty
 * @param secrets what stands for the placeholders; the secrets themselves are not kept here
 * @param memory bytes that it may use, which count against the limit of all; 0: no limit
 * @param timeout the longest that one attempt may run
 * @param retries how often it is tried again after it failed, timed out or was lost; 0 to 100
 * @param backoff before the first retry; each further one waits twice as long, an hour at most
 * @param grace how long a stop waits before it kills
 * @param stopSignal what asks it to stop
 * @param copies folders that are copied into the container before it starts
 * @param outputs what is copied out of it when it has ended
 * @param onFinish a command on this machine when it has ended for good; empty: none
 * @param need the stack that must be healthy before
 */
public record TaskSpec(
    String name,
    List<ImageSource> images,
    String request,
    String files,
    List<Secret> secrets,
    long memory,
    Optional<Duration> timeout,
    int retries,
    Duration backoff,
    Duration grace,
    String stopSignal,
    List<Copy> copies,
    List<Copy> outputs,
    List<String> onFinish,
    Optional<Need> need) {
  /** Stands in the request for the network of the task. */
  public static final String NETWORK = "@orch-network@";

  /** The wait before the first retry unless another one is said. */
  public static final Duration DEFAULT_BACKOFF = Duration.ofSeconds(1);

  private static final Duration LONGEST_BACKOFF = Duration.ofHours(1);

  /** Copies the lists and checks the ranges. */
  public TaskSpec {
    Names.checked("task", name);
    images = List.copyOf(images);
    secrets = List.copyOf(secrets);
    copies = List.copyOf(copies);
    outputs = List.copyOf(outputs);
    onFinish = List.copyOf(onFinish);
    if (images.isEmpty()) {
      throw new OrchException.BadInput(
          "task '" + name + "' has no image: give it image '...' or build '...'");
    } else if (images.stream().anyMatch(ImageSource.Remote.class::isInstance)) {
      throw new OrchException.BadInput(
          "task '" + name + "' cannot be built from an address; build a folder");
    } else if (retries < 0 || retries > 100) {
      throw new OrchException.BadInput("retries are 0 to 100, not " + retries);
    } else if (timeout.filter(time -> time.isNegative() || time.isZero()).isPresent()) {
      throw new OrchException.BadInput("the timeout of a task is more than zero");
    } else if (backoff.isNegative()) {
      throw new OrchException.BadInput("the back-off of a task is not negative");
    }
  }

  /** The wait after so many failures, from 1. */
  public Duration backoffAfter(int failures) {
    Duration wait = backoff;
    for (int i = 1; i < failures && wait.compareTo(LONGEST_BACKOFF) < 0; i++) {
      wait = wait.multipliedBy(2);
    }
    return wait.compareTo(LONGEST_BACKOFF) < 0 ? wait : LONGEST_BACKOFF;
  }

  /**
   * A secret that it uses.
   *
   * @param stack whose it is
   * @param name within the stack
   */
  public record Secret(String stack, String name) {
    /** What stands for it in a request. */
    public String placeholder() {
      return "@orch-secret:" + stack + "/" + name + "@";
    }
  }

  /**
   * A folder here and a path in the container.
   *
   * @param folder absolute
   * @param path absolute, in the container
   */
  public record Copy(Path folder, String path) {
    /** Checks the path. */
    public Copy {
      if (!path.startsWith("/")) {
        throw new OrchException.BadInput("'" + path + "' is no absolute path in a container");
      }
    }
  }

  /**
   * A stack that must be healthy before.
   *
   * @param stack a file, absolute, or the name of a running one
   * @param dedicated whether the task gets a copy of its own, which goes when it has ended
   */
  public record Need(String stack, boolean dedicated) {}
}
