package orch.engine;

import java.time.Duration;
import java.util.Optional;
import orch.model.ImageSource;

/**
 * What an engine tells beyond what work on stacks needs, for finding out what is wrong. Every call
 * asks anew. Safe for use by several threads.
 */
public interface Survey {
  /** The machine that it is on. Takes some 300 ms on an engine with a hundred containers. */
  EngineMachine machine();

  /** The engine's own id; empty where it has none. Takes as long as {@link #machine}. */
  String id();

  /**
   * Whether the image that a source leads to is present.
   *
   * @throws orch.model.OrchException.BadInput when it is a recipe that does not exist
   */
  boolean has(ImageSource source);

  /**
   * Why an image could not be pulled; empty when its registry offers it.
   *
   * @param limit the longest that the engine may take to ask the registry
   */
  Optional<String> pullRefusal(String reference, Duration limit);
}
