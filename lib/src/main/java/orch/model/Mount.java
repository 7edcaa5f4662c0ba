package orch.model;

import java.nio.file.Path;

/** Something that appears at a path in the container. */
public sealed interface Mount {
  /** The absolute path in the container. */
  String target();

  /**
   * A named volume of the stack, or an anonymous one of an earlier container that is taken over
   * (then {@code external}).
   *
   * @param noCopy whether an empty volume stays so, in place of getting what the image has there
   * @param subpath the folder of the volume that is meant; empty: all of it
   */
  record VolumeMount(String volume, String target, boolean readOnly, boolean noCopy, String subpath)
      implements Mount {
    /** Checks both names. */
    public VolumeMount {
      Names.checked("volume", volume);
      absolute(target);
    }

    /** All of it, in the usual way. */
    public VolumeMount(String volume, String target, boolean readOnly) {
      this(volume, target, readOnly, false, "");
    }
  }

  /**
   * A file or folder of the host.
   *
   * @param create whether the engine makes a folder where there is nothing
   * @param propagation of mounts within it, such as {@code rslave}; empty: the engine's default
   * @param selinux {@code z} or {@code Z}: its label is changed for containers; empty: it is not
   * @param recursive what of mounts within it: {@code disabled}, {@code writable}, {@code
   *     readonly}; empty: the engine's default
   */
  record BindMount(
      Path source,
      String target,
      boolean readOnly,
      boolean create,
      String propagation,
      String selinux,
      String recursive)
      implements Mount {
    /** Checks the target. */
    public BindMount {
      absolute(target);
      if (!propagation.matches("(r?(private|shared|slave))?")) {
        throw new OrchException.BadInput(
            "mount propagation '"
                + propagation
                + "' is not possible: private, rprivate, shared, rshared, slave or rslave");
      }
    }

    /** One whose source must be there. */
    public BindMount(Path source, String target, boolean readOnly) {
      this(source, target, readOnly, false);
    }

    /** One in the usual way. */
    public BindMount(Path source, String target, boolean readOnly, boolean create) {
      this(source, target, readOnly, create, "", "", "");
    }
  }

  /**
   * A file system in memory.
   *
   * @param size bytes; 0: the engine's default
   * @param options of the kernel, such as {@code mode=1777,uid=1000}
   */
  record TmpfsMount(String target, long size, String options) implements Mount {
    /** Checks the target. */
    public TmpfsMount {
      absolute(target);
    }

    /** One with the engine's options. */
    public TmpfsMount(String target, long size) {
      this(target, size, "");
    }
  }

  /**
   * A file that orch writes into the container before it is started.
   *
   * @param uid its owner
   * @param gid its group
   * @param mode its permissions, such as 0444
   */
  record FileMount(Value content, String target, int uid, int gid, int mode) implements Mount {
    /** Checks the target. */
    public FileMount {
      absolute(target);
    }

    /** The same file with something else in it. */
    FileMount withContent(Value other) {
      return new FileMount(other, target, uid, gid, mode);
    }
  }

  private static void absolute(String target) {
    if (target == null || !target.startsWith("/")) {
      throw new OrchException.BadInput(
          "mount target '" + target + "' is not an absolute path in the container");
    }
  }
}
