package orch.engine;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import orch.engine.read.Json;
import orch.model.Hook;
import orch.model.Hooks;
import orch.model.OrchException;

/** Hooks as a container's label keeps them, so that stopping and restarting needs no file. */
public final class HookLabel {
  private HookLabel() {}

  /** The label's text; empty where there are no hooks. */
  public static String text(Hooks hooks) {
    if (hooks.equals(Hooks.NONE)) {
      return "";
    }
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      write(json, "postStart", hooks.postStart());
      write(json, "preStop", hooks.preStop());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, String name, List<Hook> hooks) throws IOException {
    json.writeArrayFieldStart(name);
    for (Hook hook : hooks) {
      json.writeStartObject();
      json.writeFieldName("command");
      json.writeArray(hook.command().toArray(String[]::new), 0, hook.command().size());
      json.writeStringField("user", hook.user());
      json.writeStringField("workingDir", hook.workingDir());
      json.writeBooleanField("privileged", hook.privileged());
      json.writeObjectFieldStart("environment");
      for (Map.Entry<String, String> variable : hook.environment().entrySet()) {
        json.writeStringField(variable.getKey(), variable.getValue());
      }
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** The hooks that a label tells of; none where it is empty or broken. */
  public static Hooks read(String label) {
    if (label.isEmpty()) {
      return Hooks.NONE;
    }
    try {
      Json json = Json.read(label);
      return new Hooks(hooks(json.at("postStart")), hooks(json.at("preStop")));
    } catch (IOException | OrchException.BadInput e) {
      return Hooks.NONE; // written by hand
    }
  }

  private static List<Hook> hooks(Json list) {
    List<Hook> hooks = new ArrayList<>();
    for (Json hook : list.elements()) {
      hooks.add(
          new Hook(
              hook.at("command").elements().stream().map(Json::text).toList(),
              hook.at("user").text(),
              hook.at("workingDir").text(),
              hook.at("privileged").isTrue(),
              hook.at("environment").texts()));
    }
    return hooks;
  }
}
