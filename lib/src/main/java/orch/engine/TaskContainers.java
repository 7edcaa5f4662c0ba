package orch.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import orch.model.ImageSource;
import orch.model.Service;

/**
 * Containers that are made one by one, run once, and are removed. Each call is one question or one
 * change; nothing is tried again here. Safe for use by several threads.
 */
public interface TaskContainers {
  /**
   * What the engine is to be asked for, as a text that can be kept: all but image, name and labels.
   *
   * @param service what the container is like; no volumes of a stack
   * @param network its network on the engine, or what will be put in its place later
   * @param volumes paths in the container at which it has volumes that end with it
   */
  String request(Service service, String network, List<String> volumes);

  /** The files that orch writes into a container, as a tar archive in base 64; may be empty. */
  String files(Service service);

  /**
   * Gets an image by the first way that works.
   *
   * @param news receives what is being done
   * @return its id
   * @throws orch.model.OrchException.Unavailable when none works
   */
  String provide(String what, List<ImageSource> sources, Consumer<String> news);

  /**
   * Makes a container; one of that name is removed before if it carries the same labels.
   *
   * @param request as {@link #request} gave it
   * @param replaced what is put in place of parts of the request
   * @return its id
   */
  String create(
      String name,
      String request,
      String image,
      Map<String, String> labels,
      Map<String, String> replaced)
      throws IOException;

  /** Unpacks files, as {@link #files} gave them, over the root of a container. */
  void write(String id, String files) throws IOException;

  /**
   * Copies what is in a folder into a folder of a container, which is made; under a read-only root
   * it must be a volume.
   */
  void copyIn(String id, Path folder, String path) throws IOException;

  /**
   * Copies a file, or what is in a folder, out of a container that may have ended.
   *
   * @param folder made where it is not there; nothing outside of it is written
   */
  void copyOut(String id, String path, Path folder) throws IOException;

  /** Starts a container; nothing where it runs or has run. */
  void start(String id) throws IOException;

  /** How a container is; empty where there is none. */
  Optional<Condition> condition(String nameOrId) throws IOException;

  /** Waits until a container does not run. */
  void await(String id) throws IOException;

  /**
   * Sends a signal.
   *
   * @return whether it ran
   */
  boolean signal(String id, String signal) throws IOException;

  /** Removes a container whatever its state, with its anonymous volumes; nothing if it is gone. */
  void remove(String nameOrId) throws IOException;

  /** The containers with these labels: their labels by id. */
  Map<String, Map<String, String>> labelled(Map<String, String> labels) throws IOException;

  /**
   * Passes on what a container has printed, both streams.
   *
   * @param follow whether to go on until it ends
   */
  void output(String id, boolean terminal, boolean follow, Consumer<String> lines);

  /** Whether the engine answers. */
  boolean answers();

  /** Bytes of memory that the engine's machine has. */
  long memory() throws IOException;

  /**
   * How a container is.
   *
   * @param id its own
   * @param phase whether it has begun and ended
   * @param exitCode where it has ended
   * @param outOfMemory whether the kernel ended it for that
   * @param terminal whether it has one
   * @param started when it began
   * @param ended when it ended
   * @param error what the engine said when it did not start
   */
  record Condition(
      String id,
      Phase phase,
      int exitCode,
      boolean outOfMemory,
      boolean terminal,
      Optional<Instant> started,
      Optional<Instant> ended,
      String error) {}

  /** How far a container is. */
  enum Phase {
    /** It was never started, or its start failed. */
    CREATED,
    /** It runs. */
    RUNNING,
    /** It has ended. */
    ENDED
  }
}
