package orch.engine;

import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import orch.health.Answer;
import orch.health.ContainerState;
import orch.model.ImageSource;
import orch.model.OrchException;
import orch.model.Readiness;

/**
 * What checks do to single containers and want to know of them, on purpose and beside any plan.
 * Only for containers of stacks that the caller may harm. Safe for use by several threads.
 */
public interface Experiments {
  /**
   * What the engine knows of a container now.
   *
   * @throws OrchException.Failed when it is not there
   */
  Details details(String containerId);

  /** Stops it by its stop signal, and kills it when the grace time is over; waits for its end. */
  void stop(String containerId, Duration grace);

  /** Sends a signal to its first process, such as {@code KILL}; its restart policy rests then. */
  void kill(String containerId, String signal);

  /** Starts a container that has ended, without any wait. */
  void start(String containerId);

  /** Removes it, running or not; named volumes stay. */
  void remove(String containerId);

  /** The paths that were made or changed in its own layer, in no volume. */
  List<String> written(String containerId);

  /**
   * Writes a file through the engine: no program in the image is needed.
   *
   * @param folder an absolute path in the container
   * @return why the engine refuses, if it does
   */
  Optional<String> write(String containerId, String folder, String name, byte[] content);

  /** A file as the engine reads it; empty where there is none. */
  Optional<Entry> read(String containerId, String path);

  /** What it uses; takes the engine a second or two. */
  Usage usage(String containerId);

  /** What an image is made of. */
  ImageFacts image(String reference);

  /** The image as a tar file with all its layers. To be closed by the caller. */
  InputStream export(String imageId);

  /**
   * Builds an image as if for the first time, and removes it again, with all that was made for it.
   * Base images are taken as they are, or got where they are not present.
   *
   * @param source a recipe or a remote build
   */
  CleanBuild buildFromClean(ImageSource source);

  /** Asks a container once whether it is ready in some way. */
  Answer probe(String containerId, Readiness readiness);

  /**
   * Waits for a state, by events.
   *
   * @param trigger done when the wait listens already
   * @param within the longest wait
   * @return the state; empty when it did not come about
   */
  Optional<ContainerState> await(
      String containerId, Runnable trigger, Predicate<ContainerState> state, Duration within);

  /**
   * A container.
   *
   * @param pid of its first process on the engine's machine; 0 when it does not run
   * @param exitCode of its last end
   * @param restarts by its policy
   * @param finished when it last ended; {@link Instant#EPOCH} where the engine does not say
   * @param imageId of its image
   * @param logPath the file of its output on the engine's machine, or empty
   * @param logDriver such as {@code json-file} or {@code none}
   * @param logOptions such as {@code max-size}
   * @param mounts what is mounted in it
   * @param addresses by engine name of the network
   * @param gateways the host's address in each network that leads out, by the same names
   * @param exposed TCP ports that it or its image names
   */
  record Details(
      String id,
      String name,
      boolean running,
      long pid,
      int exitCode,
      boolean oomKilled,
      long restarts,
      Instant finished,
      String imageId,
      String logPath,
      String logDriver,
      Map<String, String> logOptions,
      List<Mounted> mounts,
      Map<String, String> addresses,
      Map<String, String> gateways,
      List<Integer> exposed) {
    /** Copies lists and maps. */
    public Details {
      logOptions = Map.copyOf(logOptions);
      mounts = List.copyOf(mounts);
      addresses = Map.copyOf(addresses);
      gateways = Map.copyOf(gateways);
      exposed = List.copyOf(exposed);
    }
  }

  /**
   * Something mounted.
   *
   * @param type {@code volume}, {@code bind} or {@code tmpfs}
   * @param name of a volume, or empty
   * @param source its folder on the engine's machine
   * @param target in the container
   */
  record Mounted(String type, String name, String source, String target, boolean writable) {}

  /**
   * A file or folder.
   *
   * @param content its bytes; none of a folder
   * @param mode its permissions
   */
  record Entry(byte[] content, int uid, int gid, int mode) {
    /** Copies the bytes. */
    public Entry {
      content = content.clone();
    }

    @Override
    public byte[] content() {
      return content.clone();
    }

    /** Owner and permissions, as people read them. */
    public String ownership() {
      return uid + ":" + gid + " " + Integer.toOctalString(mode & 07777);
    }
  }

  /**
   * What a container uses.
   *
   * @param memory bytes, without what the kernel may drop at once
   * @param cpus processors that it kept busy in the last second: 0.5 is half of one
   * @param received bytes over all its networks
   */
  record Usage(long memory, double cpus, long received) {}

  /**
   * An image.
   *
   * @param id its content
   * @param size bytes
   * @param environment as {@code NAME=value}
   * @param layers how each was made and its bytes, newest first
   */
  record ImageFacts(String id, long size, List<String> environment, List<Layer> layers) {
    /** Copies the lists. */
    public ImageFacts {
      environment = List.copyOf(environment);
      layers = List.copyOf(layers);
    }
  }

  /**
   * A build from clean.
   *
   * @param refusal why it could not be built, with the last lines of its output, if so
   * @param steps that were run
   * @param cached steps that the engine took from an earlier build all the same
   * @param bytes of the image; 0 where there is none
   */
  record CleanBuild(Optional<String> refusal, int steps, int cached, long bytes) {}

  /** A step of an image's history, with the bytes that it added. */
  record Layer(String madeBy, long size) {}
}
