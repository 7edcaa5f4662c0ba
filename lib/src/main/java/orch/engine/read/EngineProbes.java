package orch.engine.read;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import orch.engine.http.EngineHttp;
import orch.engine.http.HttpReply;
import orch.health.Answer;
import orch.health.Target;
import orch.model.Readiness;
import orch.plan.Observed;

/**
 * Asks containers whether they are ready: over HTTP and TCP from outside, by a command inside, by
 * their output.
 */
public final class EngineProbes {
  /**
   * A forwarder accepts connections before the service listens and then closes them at once; a
   * service keeps them.
   */
  private static final Duration STAYS_OPEN = Duration.ofMillis(50);

  private final EngineHttp http;
  private final EngineReader reader;

  /** Asks containers of this engine. */
  public EngineProbes(EngineHttp http, EngineReader reader) {
    this.http = http;
    this.reader = reader;
  }

  /** Asks once. */
  public Answer probe(Target target) {
    return probe(target, port -> address(target.id(), port));
  }

  /** Asks once, a container that was just listed: where it is reached need not be asked again. */
  public Answer probe(Target target, Observed.Container listed) {
    return probe(target, port -> address(listed, port));
  }

  private Answer probe(Target target, IntFunction<Optional<InetSocketAddress>> addresses) {
    Readiness readiness = target.readiness();
    int timeout = (int) Math.min(Integer.MAX_VALUE, readiness.pace().timeout().toMillis());
    try {
      if (readiness instanceof Readiness.Http check) {
        Optional<InetSocketAddress> address = addresses.apply(check.port());
        return address.isEmpty() ? unreachable(check.port()) : http(address.get(), check, timeout);
      } else if (readiness instanceof Readiness.Tcp check) {
        Optional<InetSocketAddress> address = addresses.apply(check.port());
        return address.isEmpty()
            ? unreachable(check.port())
            : tcp(address.get(), check.port(), timeout);
      } else if (readiness instanceof Readiness.LogLine check) {
        return log(target.id(), check);
      } else if (readiness instanceof Readiness.Command check) {
        return command(target.id(), check.command(), timeout);
      } else {
        return byImage(target.id(), timeout);
      }
    } catch (IOException e) {
      return Answer.notReady(readiness.describe() + ": " + e.getMessage());
    }
  }

  private static Answer unreachable(int port) {
    return Answer.notReady(
        "port " + port + " is neither published nor on a network that this machine reaches");
  }

  /**
   * Where a container's port is reached from here: its own address where the engine is on this
   * machine, else a published port.
   */
  private Optional<InetSocketAddress> address(String containerId, int port) {
    Json settings =
        reader.inspect(containerId).map(i -> i.at("NetworkSettings")).orElse(new Json(null));
    List<String> own = new ArrayList<>();
    for (Json network : settings.at("Networks").members().values()) {
      own.add(network.at("IPAddress").text());
    }
    int published = 0;
    for (Json binding : settings.at("Ports", port + "/tcp").elements()) {
      published = Integer.parseInt(binding.at("HostPort").text());
    }
    return address(own, published, port);
  }

  private Optional<InetSocketAddress> address(Observed.Container listed, int port) {
    int published = 0;
    for (Observed.Published candidate : listed.ports()) {
      if (candidate.container() == port && candidate.protocol().equals("tcp")) {
        published = candidate.host();
      }
    }
    return address(listed.addresses().values(), published, port);
  }

  private Optional<InetSocketAddress> address(Collection<String> own, int published, int port) {
    if (http.address().isUnix() && System.getProperty("os.name").equals("Linux")) {
      for (String address : own) {
        if (!address.isEmpty()) {
          return Optional.of(new InetSocketAddress(address, port));
        }
      }
    }
    return published > 0
        ? Optional.of(new InetSocketAddress(http.address().host(), published))
        : Optional.empty();
  }

  private static Answer http(InetSocketAddress address, Readiness.Http check, int timeout)
      throws IOException {
    // a plain GET by hand: the JDK's HTTP client costs more to load than all of a status command
    try (Socket socket = new Socket(Proxy.NO_PROXY)) {
      socket.connect(address, timeout);
      socket.setSoTimeout(timeout);
      OutputStream out = socket.getOutputStream();
      String request =
          "GET "
              + check.path()
              + " HTTP/1.1\r\nHost: localhost\r\nUser-Agent: orch\r\nAccept: */*\r\nConnection: close\r\n\r\n";
      out.write(request.getBytes(StandardCharsets.US_ASCII));
      out.flush();
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      String line = in.readLine();
      if (line == null || !line.matches("HTTP/1\\.[01] \\d{3}.*")) {
        return Answer.notReady(check.describe() + ": no HTTP answer");
      }
      int status = Integer.parseInt(line.substring(9, 12));
      boolean ready =
          check.status() == 0 ? status >= 200 && status < 400 : status == check.status();
      return new Answer(ready, check.describe() + ": " + status);
    }
  }

  private static Answer tcp(InetSocketAddress address, int port, int timeout) throws IOException {
    try (Socket socket = new Socket(Proxy.NO_PROXY)) {
      socket.connect(address, timeout);
      socket.setSoTimeout((int) STAYS_OPEN.toMillis());
      try {
        return socket.getInputStream().read() < 0
            ? Answer.notReady("TCP port " + port + " closes connections at once")
            : Answer.ready("TCP port " + port + " answers");
      } catch (SocketTimeoutException e) {
        return Answer.ready("TCP port " + port + " is open");
      }
    }
  }

  private Answer log(String containerId, Readiness.LogLine check) {
    Instant since =
        reader
            .inspect(containerId)
            .map(
                i ->
                    firstLines(
                        i.at("State", "StartedAt").text(), i.at("State", "FinishedAt").text()))
            .orElse(Instant.EPOCH);
    boolean seen = reader.logHas(containerId, Pattern.compile(check.pattern()), since);
    return new Answer(seen, (seen ? "seen: " : "not yet seen: ") + check.describe());
  }

  /**
   * From when on lines are of the present run. On a busy machine the engine writes down the start
   * after the process has printed its first lines, and the end before it has read the last ones of
   * the run before: half way between the two both are on their side.
   *
   * @param started and finished: the engine's times; year 1 or empty where there is none
   */
  static Instant firstLines(String started, String finished) {
    if (started.isEmpty() || finished.isEmpty() || finished.startsWith("0001-")) {
      return Instant.EPOCH;
    }
    Instant end = Instant.parse(finished);
    Duration stopped = Duration.between(end, Instant.parse(started));
    return stopped.isNegative() ? Instant.EPOCH : end.plus(stopped.dividedBy(2));
  }

  private Answer byImage(String containerId, int timeout) throws IOException {
    List<String> test =
        reader
            .inspect(containerId)
            .map(
                i ->
                    i.at("Config", "Healthcheck", "Test").elements().stream()
                        .map(Json::text)
                        .toList())
            .orElse(List.of());
    if (test.size() < 2) {
      return Answer.ready("the image has no health check");
    }
    List<String> command =
        test.get(0).equals("CMD-SHELL")
            ? List.of("/bin/sh", "-c", test.get(1))
            : test.subList(1, test.size());
    return command(containerId, command, timeout);
  }

  /** Runs a command inside; its last line of output is part of the answer. */
  private Answer command(String containerId, List<String> command, int timeout) throws IOException {
    String what = new Readiness.Command(command, Readiness.Pace.DEFAULT).describe();
    String id;
    try (HttpReply made = http.post("/containers/" + containerId + "/exec", execJson(command))) {
      Json answer = Json.read(made.body());
      if (made.status() != 201) {
        return Answer.notReady(what + ": " + answer.at("message").text());
      }
      id = answer.at("Id").text();
    }
    String output;
    try (HttpReply started =
        http.post("/exec/" + id + "/start", "{\"Detach\":false,\"Tty\":false}")) {
      if (started.status() >= 400) {
        return Answer.notReady(what + ": " + Json.read(started.body()).at("message").text());
      }
      output = outputWithin(started, timeout);
    }
    if (output == null) {
      return Answer.notReady(what + ": no answer within " + timeout + " ms");
    }
    Json result = reader.json("/exec/" + id + "/json");
    if (result.at("ExitCode").isMissing()) {
      return Answer.notReady(what + ": no exit code");
    }
    long code = result.at("ExitCode").number();
    String last =
        output.isBlank() ? "" : ": " + output.strip().lines().reduce((a, b) -> b).orElse("");
    return new Answer(code == 0, what + " exited " + code + last);
  }

  private static String outputWithin(HttpReply reply, int timeout) throws IOException {
    InputStream frames = new Frames(reply.body());
    Thread closer =
        new Thread(
            () -> {
              try {
                TimeUnit.MILLISECONDS.sleep(timeout);
                reply.close();
              } catch (InterruptedException e) {
                // answered in time
              }
            },
            "probe-timeout");
    closer.setDaemon(true);
    closer.start();
    try {
      String output = new String(frames.readNBytes(4096), StandardCharsets.UTF_8);
      // the exit code is known only when all of the output has come
      frames.transferTo(OutputStream.nullOutputStream());
      return output;
    } catch (ClosedChannelException | SocketException e) {
      // closed by us: it took too long; anything else is the engine's doing
      return null;
    } finally {
      closer.interrupt();
    }
  }

  private static String execJson(List<String> command) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeBooleanField("AttachStdout", true);
      json.writeBooleanField("AttachStderr", true);
      json.writeFieldName("Cmd");
      json.writeArray(command.toArray(String[]::new), 0, command.size());
      json.writeEndObject();
    }
    return text.toString();
  }
}
