package orch.lane;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.URLDecoder;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import orch.engine.read.Json;
import orch.model.Environment;
import orch.model.Identity;
import orch.own.StateFolder;
import orch.own.WantedServices;

/**
 * Gives canned answers on a socket of its own, so that the launcher can rehearse commands and keep
 * the classes they load without an engine being there or touched. Nothing else uses it; specs run
 * on real engines.
 */
public final class RehearsalEngine implements AutoCloseable {
  /** This machine's id in the rehearsal: what the answers hold is its own. */
  private static final String HOST = "rehearsal";

  private final RehearsedObjects objects = new RehearsedObjects();
  private final Path folder;
  private final ServerSocketChannel engine;
  private final ServerSocketChannel service;

  private RehearsalEngine(Path folder, ServerSocketChannel engine, ServerSocketChannel service) {
    this.folder = folder;
    this.engine = engine;
    this.service = service;
    prepare();
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
    RehearsalEngine rehearsal = new RehearsalEngine(folder, engine, service);
    new WantedServices(
            StateFolder.of(rehearsal.environment(), folder),
            URI.create(rehearsal.environment().get("ORCH_ENGINE")))
        .started(
            new Identity("other", Environment.SHARED, HOST),
            Map.of("db", 1, "web", 1, "gone", 2),
            Set.of("db", "web", "gone"),
            Duration.ofSeconds(10));
    return rehearsal;
  }

  /** Variables that lead a command here and keep it away from the user's own state. */
  public Map<String, String> environment() {
    Map<String, String> all = new HashMap<>(System.getenv()); // for the classes of which it is made
    all.clear();
    all.putAll(
        Map.of(
            "ORCH_ENGINE",
            "unix://" + folder.resolve("engine.sock"),
            "XDG_STATE_HOME",
            folder.toString(),
            "XDG_CACHE_HOME",
            folder.toString(),
            "TERM",
            "xterm"));
    return Collections.unmodifiableMap(all);
  }

  /** The file of the stack that is there. */
  public Path stackFile() {
    return folder.resolve("stack.groovy");
  }

  private void prepare() {
    int port = service.socket().getLocalPort();
    container(
        "db",
        0,
        "running",
        "Up 3 minutes (healthy)",
        "\"kind\":\"command\",\"command\":[\"true\"]");
    container(
        "web",
        port,
        "running",
        "Up 2 seconds",
        "\"kind\":\"http\",\"path\":\"/\",\"port\":" + port);
    container("old", 0, "exited", "Exited (1) 2 hours ago", "\"kind\":\"image\"");
    objects.network("other", Map.of(), "198.51.100.0/24");
    objects.network("other_default", labels(Map.of()), "203.0.113.0/24");
    objects.volume("other", Map.of());
    objects.volume("other_data", labels(Map.of("orch.name", "data")));
  }

  private void container(
      String service, int publishedPort, String state, String status, String readiness) {
    Map<String, String> own =
        Map.of(
            "orch.service",
            service,
            "orch.replica",
            "1",
            "orch.readiness",
            "{"
                + readiness
                + ",\"interval\":1000,\"timeout\":1000,\"retries\":3,\"startPeriod\":0}");
    objects.container("rehearsal-" + service + "-1", labels(own), publishedPort, state, status);
  }

  private Map<String, String> labels(Map<String, String> more) {
    Map<String, String> labels = new HashMap<>(more);
    labels.put("orch.stack", "other");
    labels.put("orch.env", "shared");
    labels.put("orch.host", HOST);
    labels.put("orch.source", stackFile().toString());
    return labels;
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

  private synchronized String answer(String request) throws IOException {
    String[] words = request.split(" ", 3);
    URI asked = URI.create(words.length > 1 ? words[1] : "/");
    String path = asked.getPath().replaceFirst("^/v[0-9.]+", "");
    Map<String, String> query = new HashMap<>();
    if (asked.getRawQuery() != null) {
      for (String part : asked.getRawQuery().split("&")) {
        String[] pair = part.split("=", 2);
        query.put(pair[0], URLDecoder.decode(pair[pair.length - 1], StandardCharsets.UTF_8));
      }
    }
    RehearsedObjects.Reply reply = objects.answer(words[0], path, query, Json.read(body(request)));
    return reply(reply.status(), reply.body());
  }

  /** What was sent along, without the marks of its chunks. */
  private static String body(String request) {
    StringBuilder body = new StringBuilder();
    int at = request.indexOf("\r\n\r\n") + 4;
    int end = request.indexOf("\r\n", at);
    while (request.contains("chunked") && end > at) {
      int length = Integer.parseInt(request.substring(at, end), 16);
      body.append(request, end + 2, end + 2 + length);
      at = end + 2 + length + 2;
      end = length == 0 ? -1 : request.indexOf("\r\n", at);
    }
    return body.toString();
  }

  /** A file with the answer to a listing. */
  Path listing() throws IOException {
    return Files.writeString(folder.resolve("listing.json"), objects.containers());
  }

  private static String reply(int status, String body) {
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    return "HTTP/1.1 "
        + status
        + " OK\r\nServer: Docker/26.1.5 (linux)\r\nApi-Version: 1.45"
        + "\r\nContent-Type: application/json\r\nContent-Length: "
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
