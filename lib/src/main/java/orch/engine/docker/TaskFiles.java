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
    boolean fixed =
        http.ask(
            "/containers/" + id + "/json",
            reply -> Json.read(reply.text()).at("HostConfig", "ReadonlyRootfs").isTrue());
    Path archive = Files.createTempFile("orch-task-", ".tar");
    try {
      // from the root the folder is made, but a read-only one refuses even what goes into a volume
      FolderArchive.pack(folder, fixed ? "." : path.substring(1), archive);
      try (InputStream tar = Files.newInputStream(archive)) {
        unpack(id, fixed ? path : "/", tar);
      }
    } finally {
      Files.delete(archive);
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
