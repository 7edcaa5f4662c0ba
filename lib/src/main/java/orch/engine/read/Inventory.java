package orch.engine.read;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import orch.health.ContainerState;

/**
 * All that an engine holds at one moment, whoever made it.
 *
 * @param containers running or not
 * @param networks the engine's own ones included
 * @param volumes named and anonymous
 * @param images tagged, untagged, and those that others are built on
 */
public record Inventory(
    List<Container> containers, List<Network> networks, List<Volume> volumes, List<Image> images) {
  /** Copies the lists. */
  public Inventory {
    containers = List.copyOf(containers);
    networks = List.copyOf(networks);
    volumes = List.copyOf(volumes);
    images = List.copyOf(images);
  }

  /** The same without what carries such labels; images belong to nobody and stay. */
  public Inventory without(Predicate<Map<String, String>> labels) {
    return new Inventory(
        containers.stream().filter(c -> !labels.test(c.labels())).toList(),
        networks.stream().filter(n -> !labels.test(n.labels())).toList(),
        volumes.stream().filter(v -> !labels.test(v.labels())).toList(),
        images);
  }

  /**
   * A container.
   *
   * @param id never used again by another one
   * @param name without slash
   * @param image as it was named when the container was made
   * @param state the engine's word: created, running, paused, restarting, removing, exited, dead
   * @param health by its own check; NONE where it has none or does not run
   * @param restarts by the engine since it was last started on request; 0 where it does not run
   * @param labels all of them
   * @param volumes names of those that it mounts
   */
  public record Container(
      String id,
      String name,
      String image,
      String state,
      ContainerState.Health health,
      long restarts,
      Map<String, String> labels,
      Set<String> volumes) {
    /** Copies the labels and volumes. */
    public Container {
      labels = Map.copyOf(labels);
      volumes = Set.copyOf(volumes);
    }

    /** Whether its process runs and is not paused. */
    public boolean running() {
      return state.equals("running");
    }
  }

  /**
   * A container that was looked at.
   *
   * @param container what it is
   * @param condition lines that tell its state and what its health check last said
   */
  public record Inspected(Container container, List<String> condition) {
    /** Copies the lines. */
    public Inspected {
      condition = List.copyOf(condition);
    }
  }

  /** A network. */
  public record Network(String id, String name, Map<String, String> labels) {
    /** Copies the labels. */
    public Network {
      labels = Map.copyOf(labels);
    }
  }

  /**
   * A volume.
   *
   * @param created when, as the engine writes it; volumes have no id, so this tells one from the
   *     next of the same name
   */
  public record Volume(String name, String created, Map<String, String> labels) {
    /** Copies the labels. */
    public Volume {
      labels = Map.copyOf(labels);
    }
  }

  /** An image with its names; several or none. */
  public record Image(String id, List<String> tags) {
    /** Copies the tags. */
    public Image {
      tags = List.copyOf(tags);
    }
  }

  /** The container of that id, where it is there. */
  public Optional<Container> container(String id) {
    return containers.stream().filter(c -> c.id().equals(id)).findFirst();
  }
}
