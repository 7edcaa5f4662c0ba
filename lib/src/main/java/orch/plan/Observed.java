package orch.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import orch.model.ImageSource;

/**
 * What the engine holds of one stack's copy, and what stands in its way.
 *
 * @param containers ours, whether running or not
 * @param networks ours, and any others of a wanted name
 * @param volumes ours, and any others of a wanted name
 * @param images those ways to an image that lead to one which is present
 * @param squatters containers of a wanted name that are not ours
 */
public record Observed(
    List<Container> containers,
    List<Network> networks,
    List<Volume> volumes,
    Map<ImageSource, Image> images,
    List<Container> squatters) {
  /** An engine that holds nothing. */
  public static final Observed NOTHING =
      new Observed(List.of(), List.of(), List.of(), Map.of(), List.of());

  /** Copies the lists. */
  public Observed {
    containers = List.copyOf(containers);
    networks = List.copyOf(networks);
    volumes = List.copyOf(volumes);
    images = Map.copyOf(images);
    squatters = List.copyOf(squatters);
  }

  /**
   * A container as the engine lists it.
   *
   * @param id full id
   * @param name without leading slash
   * @param image as it was named when the container was made
   * @param imageId what that was
   * @param state {@code created, running, paused, restarting, removing, exited, dead}
   * @param status the engine's own words, such as {@code Up 3 minutes (healthy)} or {@code Exited
   *     (137) 2 seconds ago}
   * @param created seconds since 1970
   * @param labels all of them
   * @param ports published ones
   * @param addresses address by network name
   * @param mounts volumes by target path
   * @param networkIds the id of each network by its name, where the engine tells it
   * @param settings what the engine tells of it by the words of a stack's file, secrets included;
   *     empty unless it is not as wanted
   */
  public record Container(
      String id,
      String name,
      String image,
      String imageId,
      String state,
      String status,
      long created,
      Map<String, String> labels,
      List<Published> ports,
      Map<String, String> addresses,
      Map<String, String> mounts,
      Map<String, String> networkIds,
      Map<String, String> settings) {
    /** Copies lists and maps. */
    public Container {
      networkIds = Map.copyOf(networkIds);
      settings = Map.copyOf(settings);
      labels = Map.copyOf(labels);
      ports = List.copyOf(ports);
      addresses = Map.copyOf(addresses);
      mounts = Map.copyOf(mounts);
    }

    /** One of which the engine tells no more. */
    public Container(
        String id,
        String name,
        String image,
        String imageId,
        String state,
        String status,
        long created,
        Map<String, String> labels,
        List<Published> ports,
        Map<String, String> addresses,
        Map<String, String> mounts) {
      this(
          id, name, image, imageId, state, status, created, labels, ports, addresses, mounts,
          Map.of(), Map.of());
    }

    /** The same with what a closer look tells. */
    public Container withSettings(Map<String, String> told) {
      return new Container(
          id,
          name,
          image,
          imageId,
          state,
          status,
          created,
          labels,
          ports,
          addresses,
          mounts,
          networkIds,
          told);
    }

    /** The value of a label, or an empty string. */
    public String label(String label) {
      return labels.getOrDefault(label, "");
    }

    /** Whether its process runs. */
    public boolean running() {
      return state.equals("running");
    }

    /** The exit code in {@link #status}, where it ended. */
    public Optional<Integer> exitCode() {
      int open = status.indexOf('(');
      int close = status.indexOf(')');
      if (!state.equals("exited") || open < 0 || close < open) {
        return Optional.empty();
      }
      return Optional.of(Integer.valueOf(status.substring(open + 1, close)));
    }
  }

  /**
   * A local image.
   *
   * @param reference by which it was found
   * @param id its content
   * @param stale whether its policy says that it is to be pulled again
   */
  public record Image(String reference, String id, boolean stale) {
    /** One that will do. */
    public Image(String reference, String id) {
      this(reference, id, false);
    }
  }

  /**
   * A published port.
   *
   * @param container inside
   * @param host outside
   * @param address of the host
   * @param protocol {@code tcp} or {@code udp}
   */
  public record Published(int container, int host, String address, String protocol) {}

  /**
   * A network as the engine lists it.
   *
   * @param id full id
   * @param name on the engine
   * @param labels all of them
   * @param settings what the engine tells of it by the words of a stack's file
   * @param guests containers in it that are not ours; looked for only where it may not be as wanted
   */
  public record Network(
      String id,
      String name,
      Map<String, String> labels,
      Map<String, String> settings,
      List<Container> guests) {
    /** Copies list and maps. */
    public Network {
      labels = Map.copyOf(labels);
      settings = Map.copyOf(settings);
      guests = List.copyOf(guests);
    }

    /** One of which the engine tells no more. */
    public Network(String id, String name, Map<String, String> labels) {
      this(id, name, labels, Map.of(), List.of());
    }

    /** The same with those who are in it. */
    public Network withGuests(List<Container> found) {
      return new Network(id, name, labels, settings, found);
    }
  }

  /**
   * A volume as the engine lists it.
   *
   * @param name on the engine
   * @param created as the engine prints it, which may be the time of the last change in it
   * @param labels all of them
   * @param settings what the engine tells of it by the words of a stack's file
   */
  public record Volume(
      String name, String created, Map<String, String> labels, Map<String, String> settings) {
    /** Copies the maps. */
    public Volume {
      labels = Map.copyOf(labels);
      settings = Map.copyOf(settings);
    }

    /** One of which the engine tells no more. */
    public Volume(String name, String created, Map<String, String> labels) {
      this(name, created, labels, Map.of());
    }

    /** What tells it from a later one of the same name; empty for one that is not ours. */
    public String made() {
      return labels.getOrDefault(orch.model.Labels.MADE, "");
    }
  }
}
