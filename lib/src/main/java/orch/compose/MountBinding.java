package orch.compose;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import orch.model.Mount;

/**
 * Makes what appears at paths in a service's container: volumes, folders, memory, secrets, configs.
 */
final class MountBinding {
  private final String name;
  private final Node.Mapping service;
  private final Node.Mapping model;
  private final Unapplied unapplied;

  MountBinding(String name, Node.Mapping service, Node.Mapping model, Unapplied unapplied) {
    this.name = name;
    this.service = service;
    this.model = model;
    this.unapplied = unapplied;
  }

  List<Mount> mounts() {
    List<Mount> mounts = new ArrayList<>();
    service.items("volumes").forEach(node -> mounts.add(mount((Node.Mapping) node)));
    for (Node node : service.items("tmpfs")) {
      mounts.add(tmpfs(node.plain().toString(), node));
    }
    service.items("secrets").forEach(node -> mounts.add(file("secrets", (Node.Mapping) node)));
    service.items("configs").forEach(node -> mounts.add(file("configs", (Node.Mapping) node)));
    return mounts;
  }

  private Mount mount(Node.Mapping mount) {
    unapplied.rest(
        "services.volumes",
        mount,
        List.of("type", "source", "target", "read_only", "bind", "volume", "tmpfs"));
    unapplied.rest("services.volumes.bind", mount.mapping("bind"), List.of("create_host_path"));
    unapplied.rest("services.volumes.volume", mount.mapping("volume"), List.of());
    unapplied.rest("services.volumes.tmpfs", mount.mapping("tmpfs"), List.of("size"));
    String target = mount.text("target");
    String source = mount.text("source");
    boolean readOnly = mount.flag("read_only");
    return switch (mount.text("type")) {
      case "bind" ->
          new Mount.BindMount(
              Path.of(source), target, readOnly, mount.mapping("bind").flag("create_host_path"));
      case "tmpfs" ->
          new Mount.TmpfsMount(target, Sizes.bytes(mount.mapping("tmpfs").text("size")));
      case "volume" ->
          new Mount.VolumeMount(source.isEmpty() ? ofItsOwn(target) : source, target, readOnly);
      default ->
          throw mount
              .place()
              .bad("mounts of type '" + mount.text("type") + "' are not possible yet");
    };
  }

  /** The name of a volume that the file does not name: kept as long as its service's others. */
  private String ofItsOwn(String target) {
    return name + target.replaceAll("[^a-zA-Z0-9_.-]+", "-");
  }

  private Mount tmpfs(String text, Node node) {
    int colon = text.indexOf(':');
    long size = 0;
    for (String option : colon < 0 ? new String[0] : text.substring(colon + 1).split(",")) {
      if (option.startsWith("size=")) {
        size = Sizes.bytes(option.substring(5));
      } else {
        unapplied.warn("services.tmpfs", option, node, "orch does not have it yet");
      }
    }
    return new Mount.TmpfsMount(colon < 0 ? text : text.substring(0, colon), size);
  }

  private Mount file(String section, Node.Mapping grant) {
    unapplied.rest("services." + section, grant, List.of("source", "target"));
    String source = grant.text("source");
    String file = model.mapping(section).mapping(source).text("file");
    if (file.isEmpty()) {
      throw grant
          .place()
          .bad(section + "." + source + " is not from a file, which is not possible yet");
    }
    String target = grant.text("target");
    String folder = section.equals("secrets") ? "/run/secrets/" : "/";
    String path =
        target.isEmpty() ? folder + source : target.startsWith("/") ? target : folder + target;
    return new Mount.BindMount(Path.of(file), path, true);
  }
}
