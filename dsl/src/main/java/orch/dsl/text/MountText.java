package orch.dsl.text;

import orch.model.Mount;

/** What appears at a path in a container, as a word. */
final class MountText {
  /** What a file that orch writes allows unless told otherwise. */
  private static final int READABLE = 0444;

  private MountText() {}

  static Phrase phrase(Mount mount, Paths paths) {
    if (mount instanceof Mount.VolumeMount volume) {
      return Phrase.of("volume", Literal.text(volume.volume()))
          .with("at", Literal.text(volume.target()))
          .flag("readOnly", volume.readOnly())
          .flag("noCopy", volume.noCopy())
          .said("subpath", volume.subpath(), "");
    } else if (mount instanceof Mount.BindMount bind) {
      return Phrase.of("mount", paths.literal(bind.source()))
          .with("at", Literal.text(bind.target()))
          .flag("readOnly", bind.readOnly())
          .flag("create", bind.create())
          .said("propagation", bind.propagation(), "")
          .said("selinux", bind.selinux(), "")
          .said("recursive", bind.recursive(), "");
    } else if (mount instanceof Mount.TmpfsMount memory) {
      return Phrase.of("tmpfs", Literal.text(memory.target()))
          .size("size", memory.size())
          .said("options", memory.options(), "");
    }
    Mount.FileMount file = (Mount.FileMount) mount;
    Phrase phrase =
        Phrase.of("file", Literal.text(file.target()))
            .with("content", Literal.value(file.content()));
    phrase =
        file.mode() == READABLE
            ? phrase
            : phrase.with("mode", "0" + Integer.toOctalString(file.mode()));
    return phrase.number("uid", file.uid()).number("gid", file.gid());
  }
}
