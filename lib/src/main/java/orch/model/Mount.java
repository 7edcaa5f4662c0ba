package orch.model;

import java.nio.file.Path;

/** Something that appears at a path in the container. */
public sealed interface Mount {
  /** The absolute path in the container. */
  String target();

  /**
   * A named volume of the stack, or an anonymous one of an earlier container that is taken over
   * (then {@code external}).
   */
  record VolumeMount(String volume, String target, boolean readOnly) implements Mount {
    /** Checks both names. */
    public VolumeMount {
      Names.checked("volume", volume);
      absolute(target);
    }
  }

  /**
   * A file or folder of the host.
   *
   * @param create whether the engine makes a folder where there is nothing
   */
  record BindMount(Path source, String target, boolean readOnly, boolean create) implements Mount {
    /** Checks the target. */
    public BindMount {
      absolute(target);
    }

    /** One whose source must be there. */
    public BindMount(Path source, String target, boolean readOnly) {
      this(source, target, readOnly, false);
    }
  }

  /**
   * A file system in memory.
   *
   * @param size bytes; 0: the engine's default
   */
  record TmpfsMount(String target, long size) implements Mount {
    /** Checks the target. */
    public TmpfsMount {
      absolute(target);
    }
  }

  private static void absolute(String target) {
    if (target == null || !target.startsWith("/")) {
      throw new OrchException.BadInput(
          "mount target '" + target + "' is not an absolute path in the container");
    }
  }
}
