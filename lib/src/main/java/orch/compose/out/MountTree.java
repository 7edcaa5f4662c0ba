package orch.compose.out;

import java.util.Map;
import orch.model.Mount;

/** What appears at a path in a container, as an item of {@code volumes}. */
final class MountTree {
  private MountTree() {}

  static Map<String, Object> of(Mount mount) {
    Section section = new Section();
    if (mount instanceof Mount.VolumeMount volume) {
      section
          .say("type", "volume")
          .say("source", volume.volume())
          .say("target", volume.target())
          .say("read_only", volume.readOnly())
          .set("volume", Map.of());
    } else if (mount instanceof Mount.BindMount bind) {
      section
          .say("type", "bind")
          .say("source", bind.source().toString())
          .say("target", bind.target())
          .say("read_only", bind.readOnly())
          // said even where it is false: its default has changed in Compose
          .say("bind", new Section().set("create_host_path", bind.create()).entries());
    } else if (mount instanceof Mount.TmpfsMount memory) {
      section
          .say("type", "tmpfs")
          .say("target", memory.target())
          .set("tmpfs", new Section().say("size", Amount.bytes(memory.size())).entries());
    }
    return section.entries();
  }
}
