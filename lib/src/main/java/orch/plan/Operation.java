package orch.plan;

import java.util.List;
import orch.model.ImageSource;
import orch.model.Readiness;
import orch.model.Service;

/** One change or one wait. Each carries its cause, which the user sees. */
public sealed interface Operation {
  /** Why it is done: {@code image changed: redis:6 -> redis:7}. */
  String cause();

  /** What it is about, as the user knows it: a service, network or volume. */
  String subject();

  /** The verb of the line in a plan: {@code create}, {@code start}. */
  String verb();

  /** Whether it changes the engine's state; waits do not. */
  default boolean changes() {
    return true;
  }

  /** Whether data that no one else holds is gone afterwards. */
  default boolean losesData() {
    return false;
  }

  /** Gets an image by the first way that works. */
  record ProvideImage(String service, List<ImageSource> sources, String cause)
      implements Operation {
    /** Copies the sources. */
    public ProvideImage {
      sources = List.copyOf(sources);
    }

    @Override
    public String subject() {
      return "image of " + service;
    }

    @Override
    public String verb() {
      return "get";
    }
  }

  /** Makes a network under the given name on the engine. */
  record CreateNetwork(orch.model.Network network, String engineName, String cause)
      implements Operation {
    @Override
    public String subject() {
      return "network " + engineName;
    }

    @Override
    public String verb() {
      return "create";
    }
  }

  /** Makes a volume under the given name on the engine. */
  record CreateVolume(orch.model.Volume volume, String engineName, String cause)
      implements Operation {
    @Override
    public String subject() {
      return "volume " + engineName;
    }

    @Override
    public String verb() {
      return "create";
    }
  }

  /**
   * Makes a container, without starting it.
   *
   * @param image reference or id that is present, or empty: what {@link ProvideImage} of this
   *     service brings
   * @param takeOver anonymous volumes of the container that it replaces, by target path
   * @param config hash of the wanted state, for the label
   * @param parts hashes of its parts, for the label
   * @param oneShot whether it ends with 0 and is then done
   */
  record CreateContainer(
      Service service,
      String name,
      int replica,
      String image,
      java.util.Map<String, String> takeOver,
      String config,
      String parts,
      boolean oneShot,
      String cause)
      implements Operation {
    /** Copies the volumes. */
    public CreateContainer {
      takeOver = java.util.Map.copyOf(takeOver);
    }

    @Override
    public String subject() {
      return name;
    }

    @Override
    public String verb() {
      return "create";
    }
  }

  /** Starts a container; an empty id means the one made under this name by the same plan. */
  record StartContainer(String service, String name, String id, String cause) implements Operation {
    @Override
    public String subject() {
      return name;
    }

    @Override
    public String verb() {
      return "start";
    }
  }

  /** Stops a container: its stop signal, its grace time, then a kill. */
  record StopContainer(String service, String name, String id, String cause) implements Operation {
    @Override
    public String subject() {
      return name;
    }

    @Override
    public String verb() {
      return "stop";
    }
  }

  /**
   * Removes a container.
   *
   * @param withAnonymousVolumes whether the volumes that only it knows go as well
   * @param evenRunning whether it is killed first, if it runs
   */
  record RemoveContainer(
      String name, String id, boolean withAnonymousVolumes, boolean evenRunning, String cause)
      implements Operation {
    @Override
    public String subject() {
      return name;
    }

    @Override
    public String verb() {
      return "remove";
    }
  }

  /** Removes a network. */
  record RemoveNetwork(String name, String id, String cause) implements Operation {
    @Override
    public String subject() {
      return "network " + name;
    }

    @Override
    public String verb() {
      return "remove";
    }
  }

  /**
   * Removes a volume and the data in it.
   *
   * @param made the label {@code orch.made} of the one that was there when this was planned
   */
  record RemoveVolume(String name, String made, String cause) implements Operation {
    @Override
    public String subject() {
      return "volume " + name;
    }

    @Override
    public String verb() {
      return "remove";
    }

    @Override
    public boolean losesData() {
      return true;
    }
  }

  /**
   * Waits until a container is ready, or, for a one-shot, has ended with 0.
   *
   * @param id empty: the one made under this name by the same plan
   */
  record AwaitReady(
      String service, String name, String id, Readiness readiness, boolean oneShot, String cause)
      implements Operation {
    @Override
    public String subject() {
      return name;
    }

    @Override
    public String verb() {
      return "await";
    }

    @Override
    public boolean changes() {
      return false;
    }
  }
}
