package orch.compose.out;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import orch.model.Mount;
import orch.model.Service;
import orch.model.Value;

/** What appears at paths in containers: mounts of services, and the files that these are given. */
final class MountTree {
  /** What the long form of a file system in memory can say. */
  private static final String MODE = "(mode=0*[0-7]{1,4})?";

  private final Map<String, Object> secrets = new LinkedHashMap<>();
  private final Map<String, Object> configs = new LinkedHashMap<>();

  /** The contents of files, as sections of the whole file. */
  void addFiles(Section file) {
    file.say("secrets", secrets).say("configs", configs);
  }

  /** The mounts of one service. */
  void add(Service service, Section section) {
    List<Object> volumes = new ArrayList<>();
    List<Object> memory = new ArrayList<>();
    List<Object> granted = new ArrayList<>();
    List<Object> given = new ArrayList<>();
    for (Mount mount : service.mounts()) {
      if (mount instanceof Mount.FileMount file) {
        boolean secret = file.content() instanceof Value.Secret;
        (secret ? granted : given).add(grant(service, file));
      } else if (mount instanceof Mount.TmpfsMount tmpfs && !tmpfs.options().matches(MODE)) {
        memory.add(options(tmpfs));
      } else {
        volumes.add(volume(mount));
      }
    }
    section
        .say("volumes", volumes)
        .say("tmpfs", memory)
        .say("secrets", granted)
        .say("configs", given);
  }

  private static String options(Mount.TmpfsMount tmpfs) {
    String size = tmpfs.size() == 0 ? "" : "size=" + tmpfs.size() + ",";
    return tmpfs.target() + ":" + size + tmpfs.options();
  }

  private Map<String, Object> grant(Service service, Mount.FileMount file) {
    String name = service.name() + file.target().replaceAll("[^a-zA-Z0-9_.-]+", "-");
    if (file.content() instanceof Value.Secret secret) {
      name = secret.name();
      secrets.put(
          name,
          new Section().set("environment", new Variable.Named(Variable.of(secret))).entries());
    } else {
      configs.put(name, new Section().set("content", file.content().text()).entries());
    }
    return new Section()
        .say("source", name)
        .say("target", file.target())
        .say("uid", file.uid() == 0 ? "" : Integer.toString(file.uid()))
        .say("gid", file.gid() == 0 ? "" : Integer.toString(file.gid()))
        .set("mode", file.mode())
        .entries();
  }

  private static Map<String, Object> volume(Mount mount) {
    Section section = new Section();
    if (mount instanceof Mount.VolumeMount volume) {
      section
          .say("type", "volume")
          .say("source", volume.volume())
          .say("target", volume.target())
          .say("read_only", volume.readOnly())
          .set(
              "volume",
              new Section()
                  .say("nocopy", volume.noCopy())
                  .say("subpath", volume.subpath())
                  .entries());
    } else if (mount instanceof Mount.BindMount bind) {
      section
          .say("type", "bind")
          .say("source", bind.source().toString())
          .say("target", bind.target())
          .say("read_only", bind.readOnly())
          // said even where it is false: its default has changed in Compose
          .say(
              "bind",
              new Section()
                  .set("create_host_path", bind.create())
                  .say("propagation", bind.propagation())
                  .say("selinux", bind.selinux())
                  .say("recursive", bind.recursive())
                  .entries());
    } else if (mount instanceof Mount.TmpfsMount memory) {
      String mode = memory.options().replace("mode=", "");
      section
          .say("type", "tmpfs")
          .say("target", memory.target())
          .set(
              "tmpfs",
              new Section()
                  .say("size", Amount.bytes(memory.size()))
                  .say("mode", mode.isEmpty() ? 0 : Integer.parseInt(mode, 8))
                  .entries());
    }
    return section.entries();
  }
}
