package orch.compose;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import orch.model.Mount;

/**
 * Makes what appears at paths in a service's container: volumes, folders, memory, secrets, configs.
 */
final class MountBinding {
  private static final Map<String, String> REASONS =
      Map.of(
          "npipe", "pipes are of Windows engines",
          "cluster", "volumes of a cluster are of swarms",
          "image", "it takes an engine of API 1.48; a build can copy from an image");

  private final String name;
  private final Node.Mapping service;
  private final FileBinding files;

  MountBinding(String name, Node.Mapping service, FileBinding files) {
    this.name = name;
    this.service = service;
    this.files = files;
  }

  private String owner() {
    return "service '" + name + "'";
  }

  List<Mount> mounts() {
    List<Mount> mounts = new ArrayList<>();
    service.items("volumes").forEach(node -> mounts.add(mount((Node.Mapping) node)));
    for (Node node : service.items("tmpfs")) {
      mounts.add(tmpfs(node.plain().toString()));
    }
    service
        .items("secrets")
        .forEach(node -> mounts.add(files.mount("secret", (Node.Mapping) node, owner())));
    service
        .items("configs")
        .forEach(node -> mounts.add(files.mount("config", (Node.Mapping) node, owner())));
    return mounts;
  }

  private Mount mount(Node.Mapping mount) {
    String target = mount.text("target");
    String source = mount.text("source");
    boolean readOnly = mount.flag("read_only");
    return switch (mount.text("type")) {
      case "bind" ->
          new Mount.BindMount(
              Path.of(source),
              target,
              readOnly,
              mount.mapping("bind").flag("create_host_path"),
              mount.mapping("bind").text("propagation"),
              mount.mapping("bind").text("selinux"),
              mount.mapping("bind").text("recursive"));
      case "tmpfs" ->
          new Mount.TmpfsMount(
              target,
              Sizes.bytes(mount.mapping("tmpfs").text("size")),
              mode(mount.mapping("tmpfs").get("mode")));
      case "volume" ->
          new Mount.VolumeMount(
              source.isEmpty() ? ofItsOwn(target) : source,
              target,
              readOnly,
              mount.mapping("volume").flag("nocopy"),
              mount.mapping("volume").text("subpath"));
      default ->
          throw mount
              .place()
              .bad(
                  "mounts of type '"
                      + mount.text("type")
                      + "' are not possible: "
                      + REASONS.get(mount.text("type")));
    };
  }

  /** A number is as YAML has it, so 01777 is octal there; here it is written as the kernel's. */
  private static String mode(Node mode) {
    if (mode == null) {
      return "";
    }
    Object plain = mode.plain();
    return "mode=" + (plain instanceof Long number ? Long.toOctalString(number) : plain);
  }

  /** The name of a volume that the file does not name: kept as long as its service's others. */
  private String ofItsOwn(String target) {
    return name + target.replaceAll("[^a-zA-Z0-9_.-]+", "-");
  }

  private static Mount tmpfs(String text) {
    int colon = text.indexOf(':');
    long size = 0;
    List<String> others = new ArrayList<>();
    for (String option : colon < 0 ? new String[0] : text.substring(colon + 1).split(",")) {
      if (option.startsWith("size=") && Sizes.isSize(option.substring(5))) {
        size = Sizes.bytes(option.substring(5));
      } else {
        others.add(option);
      }
    }
    return new Mount.TmpfsMount(
        colon < 0 ? text : text.substring(0, colon), size, String.join(",", others));
  }
}
