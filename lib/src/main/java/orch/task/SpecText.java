package orch.task;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import orch.engine.read.Json;
import orch.model.BuildSettings;
import orch.model.ImageSource;
import orch.model.OrchException;
import orch.model.Pull;

/** What a task is to do, as the text that the store keeps. */
final class SpecText {
  private SpecText() {}

  static String write(TaskSpec spec) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("name", spec.name());
      json.writeArrayFieldStart("images");
      for (ImageSource image : spec.images()) {
        image(json, image);
      }
      json.writeEndArray();
      json.writeStringField("request", spec.request());
      json.writeStringField("files", spec.files());
      json.writeArrayFieldStart("secrets");
      for (TaskSpec.Secret secret : spec.secrets()) {
        json.writeStartObject();
        json.writeStringField("stack", secret.stack());
        json.writeStringField("name", secret.name());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeNumberField("memory", spec.memory());
      json.writeNumberField("timeout", spec.timeout().map(Duration::toMillis).orElse(0L));
      json.writeNumberField("retries", spec.retries());
      json.writeNumberField("backoff", spec.backoff().toMillis());
      json.writeNumberField("grace", spec.grace().toMillis());
      json.writeStringField("stopSignal", spec.stopSignal());
      copies(json, "copies", spec.copies());
      copies(json, "outputs", spec.outputs());
      json.writeArrayFieldStart("onFinish");
      for (String word : spec.onFinish()) {
        json.writeString(word);
      }
      json.writeEndArray();
      if (spec.need().isPresent()) {
        json.writeObjectFieldStart("need");
        json.writeStringField("stack", spec.need().get().stack());
        json.writeBooleanField("dedicated", spec.need().get().dedicated());
        json.writeEndObject();
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void image(JsonGenerator json, ImageSource source) throws IOException {
    json.writeStartObject();
    if (source instanceof ImageSource.Named named) {
      json.writeStringField("reference", named.reference());
      json.writeStringField("pull", named.pull().when().name());
      json.writeNumberField("older", named.pull().older().toMillis());
      json.writeStringField("platform", named.platform());
    } else if (source instanceof ImageSource.Archive archive) {
      json.writeStringField("archive", archive.file().toString());
      json.writeStringField("reference", archive.reference());
    } else if (source instanceof ImageSource.Recipe recipe) {
      BuildSettings settings = recipe.settings();
      json.writeStringField("context", recipe.context().toString());
      json.writeStringField("dockerfile", recipe.dockerfile());
      map(json, "arguments", recipe.arguments());
      json.writeStringField("target", recipe.target());
      json.writeStringField("inline", settings.inline());
      list(json, "tags", settings.tags());
      map(json, "labels", settings.labels());
      list(json, "cacheFrom", settings.cacheFrom());
      json.writeStringField("network", settings.network());
      json.writeNumberField("sharedMemory", settings.sharedMemory());
      map(json, "extraHosts", settings.extraHosts());
      json.writeBooleanField("pull", settings.pull());
      json.writeBooleanField("noCache", settings.noCache());
      json.writeStringField("platform", settings.platform());
    }
    json.writeEndObject();
  }

  private static void map(JsonGenerator json, String name, Map<String, String> map)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, String> entry : map.entrySet()) {
      json.writeStringField(entry.getKey(), entry.getValue());
    }
    json.writeEndObject();
  }

  private static void list(JsonGenerator json, String name, List<String> list) throws IOException {
    json.writeFieldName(name);
    json.writeArray(list.toArray(String[]::new), 0, list.size());
  }

  private static void copies(JsonGenerator json, String name, List<TaskSpec.Copy> copies)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (TaskSpec.Copy copy : copies) {
      json.writeStartObject();
      json.writeStringField("folder", copy.folder().toString());
      json.writeStringField("path", copy.path());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  static TaskSpec read(String text) {
    try {
      Json json = Json.read(text);
      long timeout = json.at("timeout").number();
      Json need = json.at("need");
      return new TaskSpec(
          json.at("name").text(),
          json.at("images").elements().stream().map(SpecText::image).toList(),
          json.at("request").text(),
          json.at("files").text(),
          json.at("secrets").elements().stream()
              .map(s -> new TaskSpec.Secret(s.at("stack").text(), s.at("name").text()))
              .toList(),
          json.at("memory").number(),
          timeout == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(timeout)),
          (int) json.at("retries").number(),
          Duration.ofMillis(json.at("backoff").number()),
          Duration.ofMillis(json.at("grace").number()),
          json.at("stopSignal").text(),
          copies(json.at("copies")),
          copies(json.at("outputs")),
          texts(json.at("onFinish")),
          need.isMissing()
              ? Optional.empty()
              : Optional.of(
                  new TaskSpec.Need(need.at("stack").text(), need.at("dedicated").isTrue())));
    } catch (IOException e) {
      throw new OrchException.Failed(
          "a task in the store cannot be read", List.of(String.valueOf(e.getMessage())), null);
    }
  }

  private static ImageSource image(Json json) {
    if (!json.at("context").isMissing()) {
      return new ImageSource.Recipe(
          Path.of(json.at("context").text()),
          json.at("dockerfile").text(),
          json.at("arguments").texts(),
          json.at("target").text(),
          new BuildSettings(
              json.at("inline").text(),
              texts(json.at("tags")),
              json.at("labels").texts(),
              texts(json.at("cacheFrom")),
              json.at("network").text(),
              json.at("sharedMemory").number(),
              json.at("extraHosts").texts(),
              json.at("pull").isTrue(),
              json.at("noCache").isTrue(),
              json.at("platform").text()));
    } else if (!json.at("archive").isMissing()) {
      return new ImageSource.Archive(
          Path.of(json.at("archive").text()), json.at("reference").text());
    }
    return new ImageSource.Named(
        json.at("reference").text(),
        new Pull(
            Pull.When.valueOf(json.at("pull").text()),
            Duration.ofMillis(json.at("older").number())),
        json.at("platform").text());
  }

  private static List<TaskSpec.Copy> copies(Json json) {
    return json.elements().stream()
        .map(copy -> new TaskSpec.Copy(Path.of(copy.at("folder").text()), copy.at("path").text()))
        .toList();
  }

  private static List<String> texts(Json json) {
    return json.elements().stream().map(Json::text).toList();
  }
}
