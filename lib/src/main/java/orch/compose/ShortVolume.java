package orch.compose;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The short form of a mount: {@code [SOURCE:]TARGET[:OPTIONS]}. */
final class ShortVolume {
  private static final Set<String> PROPAGATIONS =
      Set.of("private", "rprivate", "shared", "rshared", "slave", "rslave");

  private ShortVolume() {}

  /** The long form. */
  static Node read(String text, Place place) {
    String[] parts =
        text.split("(?<!^[a-zA-Z](?=:\\\\)):", -1); // not at the drive of a Windows path
    if (text.isEmpty() || parts.length > 3 || parts.length > 1 && parts[0].isEmpty()) {
      throw place.bad("mount '" + text + "' is not of the form [SOURCE:]TARGET[:OPTIONS]");
    }
    Map<String, Node> mount = new LinkedHashMap<>();
    Map<String, Node> ofBind = new LinkedHashMap<>();
    Map<String, Node> ofVolume = new LinkedHashMap<>();
    String source = parts.length == 1 ? "" : parts[0];
    boolean bind = source.matches("[/.~].*|[a-zA-Z]:.*");
    mount.put("type", Node.text(bind ? "bind" : "volume", place));
    if (!source.isEmpty()) {
      mount.put("source", Node.text(source, place));
    }
    mount.put("target", Node.text(parts.length == 1 ? parts[0] : parts[1], place));
    if (bind) {
      ofBind.put("create_host_path", new Node.Scalar(true, place));
    }
    for (String option : parts.length == 3 ? parts[2].split(",") : new String[0]) {
      switch (option) {
        case "ro" -> mount.put("read_only", new Node.Scalar(true, place));
        case "nocopy" -> ofVolume.put("nocopy", new Node.Scalar(true, place));
        case "z", "Z" -> ofBind.put("selinux", Node.text(option, place));
        default -> {
          if (PROPAGATIONS.contains(option)) {
            ofBind.put("propagation", Node.text(option, place));
          }
        }
      }
    }
    if (!ofBind.isEmpty()) {
      mount.put("bind", new Node.Mapping(ofBind, place));
    }
    if (!bind) {
      mount.put("volume", new Node.Mapping(ofVolume, place));
    }
    return new Node.Mapping(mount, place);
  }
}
