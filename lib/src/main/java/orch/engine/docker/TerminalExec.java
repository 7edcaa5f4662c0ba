package orch.engine.docker;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import orch.engine.Tty;
import orch.engine.http.EngineHttp;
import orch.engine.http.HttpReply;
import orch.engine.read.Json;
import orch.model.OrchException;

/**
 * Runs a command in a container on the user's terminal. Needs no docker-java: with a terminal the
 * stream is plain bytes in both directions.
 */
final class TerminalExec {
  /** Keys that would let go of the command: the engine's own ones hold back each Ctrl-P. */
  private static final String DETACH = "ctrl-_,ctrl-^,ctrl-_";

  private final EngineHttp http;

  TerminalExec(EngineHttp http) {
    this.http = http;
  }

  /** See {@link orch.engine.Engine#exec(String, List, String, Tty)}. */
  int run(String containerId, List<String> command, String type, Tty terminal) {
    try {
      String id =
          answer("/containers/" + containerId + "/exec", request(command, type)).at("Id").text();
      try (Tty.Held held = terminal.hold(size -> resize(id, size))) {
        attach(id, held);
      }
      Json end = http.ask("/exec/" + id + "/json", reply -> Json.read(reply.body()));
      return (int) end.at("ExitCode").number();
    } catch (IOException e) {
      throw Thread.currentThread().isInterrupted()
          ? new OrchException.Failed("interrupted", List.of(), null)
          : failed(command.get(0), String.valueOf(e.getMessage()));
    }
  }

  private static OrchException.Failed failed(String command, String why) {
    return new OrchException.Failed("'" + command + "' could not be run", List.of(why), null);
  }

  private Json answer(String path, String body) throws IOException {
    try (HttpReply reply = http.post(path, body)) {
      Json json = Json.read(reply.body());
      if (reply.status() >= 300) {
        throw new IOException(json.at("message").text());
      }
      return json;
    }
  }

  private void attach(String id, Tty.Held held) throws IOException {
    InputStream start =
        new java.io.ByteArrayInputStream(
            "{\"Detach\":false,\"Tty\":true}".getBytes(StandardCharsets.UTF_8));
    Map<String, String> headers = Map.of("Content-Type", "application/json");
    try (HttpReply reply = http.send("POST", "/exec/" + id + "/start", headers, start, held.in())) {
      if (reply.status() != 101 && reply.status() != 200) {
        throw new IOException(Json.read(reply.text()).at("message").text());
      }
      // the command has no terminal before it is started
      resize(id, held.size());
      OutputStream out = held.out();
      byte[] buffer = new byte[16 * 1024];
      for (int count = reply.body().read(buffer); count >= 0; count = reply.body().read(buffer)) {
        out.write(buffer, 0, count);
        out.flush();
      }
    }
  }

  private void resize(String id, Tty.Size size) {
    if (size.rows() <= 0 || size.columns() <= 0) {
      return;
    }
    String path = "/exec/" + id + "/resize?h=" + size.rows() + "&w=" + size.columns();
    try (HttpReply reply = http.send("POST", path, Map.of(), null, null)) {
      reply.text();
    } catch (IOException | OrchException e) {
      // it has ended, or keeps its old size
    }
  }

  private static String request(List<String> command, String type) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      for (String yes : List.of("Tty", "AttachStdin", "AttachStdout", "AttachStderr")) {
        json.writeBooleanField(yes, true);
      }
      json.writeStringField("DetachKeys", DETACH);
      json.writeArrayFieldStart("Env");
      if (!type.isEmpty()) {
        json.writeString("TERM=" + type);
      }
      json.writeEndArray();
      json.writeArrayFieldStart("Cmd");
      for (String word : command) {
        json.writeString(word);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return text.toString();
  }
}
