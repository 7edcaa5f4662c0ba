package orch.engine.read;

import java.time.Instant;
import java.util.Map;

/**
 * Something that happened on an engine.
 *
 * @param at by the engine's clock
 * @param type container, network, volume or image
 * @param action the engine's word, such as {@code die}, {@code kill}, {@code destroy}, {@code
 *     health_status: unhealthy}
 * @param id of the object; a volume's name
 * @param attributes such as {@code exitCode} and {@code signal}, beside the object's labels
 */
public record EngineEvent(
    Instant at, String type, String action, String id, Map<String, String> attributes) {
  /** Copies the attributes. */
  public EngineEvent {
    attributes = Map.copyOf(attributes);
  }
}
