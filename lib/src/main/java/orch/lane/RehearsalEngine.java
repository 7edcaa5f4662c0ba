package orch.lane;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Gives canned answers on a socket of its own, so that the launcher can rehearse commands and keep
 * the classes they load without an engine being there or touched. Nothing else uses it; specs run
 * on real engines.
 */
public final class RehearsalEngine implements AutoCloseable {
  /** This machine's id in the rehearsal: what the answers hold is its own. */
  private static final String HOST = "rehearsal";

  private static final String ID =
      "4f1c0e5b7a884f1c0e5b7a884f1c0e5b7a884f1c0e5b7a884f1c0e5b7a88aa00";

  private final Path folder;
  private final ServerSocketChannel engine;
  private final ServerSocketChannel service;

  private RehearsalEngine(Path folder, ServerSocketChannel engine, ServerSocketChannel service) {
    this.folder = folder;
    this.engine = engine;
    this.service = service;
    for (ServerSocketChannel server : List.of(engine, service)) {
      Thread thread = new Thread(() -> serve(server), "rehearsal");
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** Listens in a temporary folder, and on loopback for a service that is asked for its health. */
  public static RehearsalEngine open() throws IOException {
    Path folder = Files.createTempDirectory("orch-rehearsal-");
    Files.createDirectories(folder.resolve("orch"));
    Files.writeString(folder.resolve("orch/host-id"), HOST + "\n");
    Files.writeString(folder.resolve("stack.groovy"), "");
    ServerSocketChannel engine = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    engine.bind(UnixDomainSocketAddress.of(folder.resolve("engine.sock")));
    ServerSocketChannel service = ServerSocketChannel.open();
    service.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return new RehearsalEngine(folder, engine, service);
  }

  /** Variables that lead a command here and keep it away from the user's own state. */
  public Map<String, String> environment() {
    return Map.of(
        "ORCH_ENGINE",
        "unix://" + folder.resolve("engine.sock"),
        "XDG_STATE_HOME",
        folder.toString(),
        "XDG_CACHE_HOME",
        folder.toString(),
        "TERM",
        "xterm");
  }

  /** The file of the stack that is there. */
  public Path stackFile() {
    return folder.resolve("stack.groovy");
  }

  private String labels() {
    return "\"orch.stack\":\"other\",\"orch.env\":\"shared\",\"orch.host\":\"%s\",\"orch.source\":\"%s\""
        .formatted(HOST, stackFile());
  }

  private void serve(ServerSocketChannel server) {
    while (server.isOpen()) {
      try (SocketChannel connection = server.accept()) {
        ByteBuffer request = ByteBuffer.allocate(64 * 1024);
        String text = "";
        while (!complete(text) && connection.read(request) >= 0) {
          text = new String(request.array(), 0, request.position(), StandardCharsets.ISO_8859_1);
        }
        connection.write(ByteBuffer.wrap(answer(text).getBytes(StandardCharsets.UTF_8)));
      } catch (IOException e) {
        // closed, or the other side went away
      }
    }
  }

  private static boolean complete(String request) {
    int head = request.indexOf("\r\n\r\n");
    boolean body = request.contains("Transfer-Encoding: chunked");
    return head > 0 && (!body || request.endsWith("0\r\n\r\n"));
  }

  private String answer(String request) {
    String[] words = request.split(" ", 3);
    String path = words.length > 1 ? words[1].replaceFirst("^/v[0-9.]+", "") : "";
    if (words[0].equals("POST")) {
      if (path.startsWith("/containers/create") || path.startsWith("/networks/create")) {
        return reply(201, "{\"Id\":\"" + ID + "\",\"Warnings\":[]}");
      }
      return path.startsWith("/volumes/create") ? reply(201, "{\"Name\":\"v\"}") : reply(204, "");
    }
    if (path.startsWith("/version")) {
      return reply(200, "{\"Version\":\"26.1.5\",\"ApiVersion\":\"1.45\"}");
    } else if (path.startsWith("/containers/json")) {
      // what is looked for by name is what stands in the way: nothing
      return reply(
          200, path.contains("%22name%22") || path.contains("publish") ? "[]" : containers());
    } else if (path.startsWith("/containers/")) {
      return reply(200, inspection());
    } else if (path.startsWith("/images/")) {
      return reply(200, "{\"Id\":\"sha256:00\"}");
    }
    return reply(
        200,
        path.startsWith("/volumes")
            ? "{\"Volumes\":[{\"Name\":\"other\",\"Driver\":\"local\"}]}"
            : path.startsWith("/networks") ? networks() : "");
  }

  private String networks() {
    return """
        [{"Id":"%s","Name":"other","Driver":"bridge","Internal":false,"Options":{"a":"b"},"Labels":{},
          "IPAM":{"Config":[{"Subnet":"192.0.2.0/24"}]}},
         {"Id":"%s","Name":"other_default","Driver":"bridge","Internal":false,"Options":{},"IPAM":{"Config":[]},
          "Labels":{%s}}]"""
        .formatted(ID, ID, labels());
  }

  /** A file with the answer to a listing. */
  Path listing() throws IOException {
    return Files.writeString(folder.resolve("listing.json"), containers());
  }

  private String containers() {
    String list = "";
    list +=
        container(
            "db",
            "running",
            "Up 3 minutes (healthy)",
            "{\\\"kind\\\":\\\"command\\\",\\\"command\\\":[\\\"true\\\"],");
    list +=
        ","
            + container(
                "web",
                "running",
                "Up 2 seconds",
                "{\\\"kind\\\":\\\"http\\\",\\\"path\\\":\\\"/\\\",\\\"port\\\":"
                    + servicePort()
                    + ",");
    list +=
        "," + container("old", "exited", "Exited (1) 2 hours ago", "{\\\"kind\\\":\\\"image\\\",");
    return "[" + list + "]";
  }

  private String container(String service, String state, String status, String readiness) {
    return """
        {"Id":"%s","Names":["/rehearsal-%s-1"],"Image":"rehearsal:1","ImageID":"sha256:00","Created":1700000000,
         "State":"%s","Status":"%s","Ports":[{"IP":"127.0.0.1","PrivatePort":80,"PublicPort":49153,"Type":"tcp"}],
         "Labels":{%s,"orch.service":"%s","orch.replica":"1",
           "orch.readiness":"%s\\"interval\\":1000,\\"timeout\\":1000,\\"retries\\":3,\\"startPeriod\\":0}"},
         "NetworkSettings":{"Networks":{"n":{"IPAddress":"127.0.0.1"}}},
         "Mounts":[{"Type":"volume","Name":"v","Destination":"/data"}]}"""
        .formatted(ID, service, state, status, labels(), service, readiness);
  }

  private String inspection() {
    return """
        {"Id":"%s","Name":"/rehearsal-db-1","RestartCount":0,
         "State":{"Status":"running","Running":true,"ExitCode":0,"OOMKilled":false,"Error":"","StartedAt":"2026-01-01T00:00:00Z",
           "Health":{"Status":"healthy","FailingStreak":0,"Log":[]}},
         "Config":{"Tty":false,"Labels":{%s}},"NetworkSettings":{"Networks":{"n":{"IPAddress":"127.0.0.1"}},"Ports":{}}}"""
        .formatted(ID, labels());
  }

  /** The port on loopback where something answers to GET. */
  private int servicePort() {
    return service.socket().getLocalPort();
  }

  private static String reply(int status, String body) {
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    return "HTTP/1.1 "
        + status
        + " OK\r\nContent-Type: application/json\r\nContent-Length: "
        + length
        + "\r\n\r\n"
        + body;
  }

  @Override
  public void close() throws IOException {
    engine.close();
    service.close();
    // the state folder was written below
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
