package orch.engine.docker;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import orch.engine.http.EngineHttp;
import orch.engine.http.HttpReply;
import orch.engine.read.Json;

/** Files into and out of the containers of tasks. Safe for use by several threads. */
final class TaskFiles {
  private final EngineHttp http;

  TaskFiles(EngineHttp http) {
    this.http = http;
  }

  /** Unpacks an archive in base 64, which may be empty, over the root. */
  void write(String id, String archive) throws IOException {
    if (!archive.isEmpty()) {
      unpack(id, "/", new ByteArrayInputStream(Base64.getDecoder().decode(archive)));
    }
  }

  void copyIn(String id, Path folder, String path) throws IOException {
    Json container = http.ask("/containers/" + id + "/json", reply -> Json.read(reply.text()));
    boolean fixed = container.at("HostConfig", "ReadonlyRootfs").isTrue();
    Optional<FolderArchive.Owner> owner = owner(id, container.at("Config", "User").text());
    Path archive = Files.createTempFile("orch-task-", ".tar");
    try {
      // from the root the folder is made, but a read-only one refuses even what goes into a volume
      FolderArchive.pack(folder, fixed ? "." : path.substring(1), archive, owner);
      try (InputStream tar = Files.newInputStream(archive)) {
        unpack(id, fixed ? path : "/", tar);
      }
    } finally {
      Files.delete(archive);
    }
  }

  /** Who works on a copy; empty: root, or nobody knows, and then it belongs to whom it did. */
  private Optional<FolderArchive.Owner> owner(String id, String user) throws IOException {
    String[] parts = user.split(":", 2);
    if (parts[0].isEmpty() || parts[0].equals("0") || parts[0].equals("root")) {
      return Optional.empty();
    }
    Optional<String[]> known = entry(id, "/etc/passwd", parts[0]);
    Optional<String> group =
        parts.length == 1
            ? known.map(fields -> fields[3])
            : entry(id, "/etc/group", parts[1]).map(fields -> fields[2]);
    String uid = known.map(fields -> fields[2]).orElse(parts[0]);
    String gid = group.orElse(parts.length == 1 ? "0" : parts[1]);
    return uid.matches("\\d{1,9}") && gid.matches("\\d{1,9}")
        ? Optional.of(new FolderArchive.Owner(Integer.parseInt(uid), Integer.parseInt(gid)))
        : Optional.empty();
  }

  /** A line of the container's users or groups, by its name or number. */
  private Optional<String[]> entry(String id, String file, String wanted) throws IOException {
    try (HttpReply reply = http.get("/containers/" + id + "/archive?path=" + encoded(file))) {
      return reply.status() != 200
          ? Optional.empty()
          : FolderArchive.text(reply.body())
              .lines()
              .map(line -> line.split(":"))
              .filter(fields -> fields.length > 3 || fields.length == 3 && file.endsWith("group"))
              .filter(fields -> fields[0].equals(wanted) || fields[2].equals(wanted))
              .findFirst();
    }
  }

  private void unpack(String id, String path, InputStream tar) throws IOException {
    try (HttpReply reply =
        http.send(
            "PUT",
            "/containers/" + id + "/archive?path=" + encoded(path),
            Map.of("Content-Type", "application/x-tar"),
            tar,
            null)) {
      if (reply.status() != 200) {
        throw DockerTaskContainers.refused(
            "files could not be copied into the container", reply.text());
      }
    }
  }

  void copyOut(String id, String path, Path folder) throws IOException {
    try (HttpReply reply = http.get("/containers/" + id + "/archive?path=" + encoded(path))) {
      if (reply.status() != 200) {
        throw DockerTaskContainers.refused(
            path + " could not be copied out of the container", reply.text());
      }
      FolderArchive.unpack(reply.body(), folder);
    }
  }

  private static String encoded(String path) {
    return URLEncoder.encode(path, StandardCharsets.UTF_8);
  }
}
