package orch.snapshot;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import orch.engine.read.Json;
import orch.model.OrchException;
import orch.model.Value;

/**
 * The file in a snapshot that tells what it is: {@link Snapshot#tree} as JSON, but with the secrets
 * themselves.
 */
final class Manifest {
  static final String FILE = "manifest.json";

  /** Told apart, so that a later orch can read what this one wrote. */
  private static final int FORMAT = 1;

  private Manifest() {}

  static String write(Snapshot snapshot) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("format", FORMAT);
    tree.putAll(snapshot.tree());
    Map<String, Object> secrets = new LinkedHashMap<>();
    snapshot.secrets().forEach(secret -> secrets.put(secret.name(), secret.text()));
    tree.put("secrets", secrets);
    return json(tree);
  }

  /** Maps, lists, texts, numbers and truth values as JSON. */
  static String json(Object tree) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.useDefaultPrettyPrinter();
      write(json, tree);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.append('\n').toString();
  }

  private static void write(JsonGenerator json, Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        json.writeFieldName(String.valueOf(entry.getKey()));
        write(json, entry.getValue());
      }
      json.writeEndObject();
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object element : list) {
        write(json, element);
      }
      json.writeEndArray();
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof Number number) {
      json.writeNumber(number.longValue());
    } else {
      json.writeString(String.valueOf(value));
    }
  }

  /**
   * Reads a manifest.
   *
   * @throws IOException when it is none, or of a later orch
   */
  static Snapshot read(String text) throws IOException {
    try {
      Json json = Json.read(text);
      if (json.at("format").number() != FORMAT) {
        throw new IOException(
            "its format is '" + json.at("format").text() + "', known is " + FORMAT);
      }
      Map<String, Snapshot.SavedService> services = new LinkedHashMap<>();
      json.at("services")
          .members()
          .forEach(
              (name, of) ->
                  services.put(
                      name,
                      new Snapshot.SavedService(
                          of.at("image").text(), of.at("digest").text(), of.at("config").text())));
      List<SavedVolume> volumes = new ArrayList<>();
      for (Json of : json.at("volumes").elements()) {
        volumes.add(
            new SavedVolume(
                of.at("name").text(),
                of.at("bytes").number(),
                of.at("stored").number(),
                of.at("sha256").text()));
      }
      List<Value.Secret> secrets = new ArrayList<>();
      json.at("secrets")
          .members()
          .forEach((name, secret) -> secrets.add(new Value.Secret(name, secret.text())));
      return new Snapshot(
          json.at("name").text(),
          json.at("stack").text(),
          json.at("env").text(),
          Instant.parse(json.at("created").text()),
          json.at("version").text(),
          json.at("cause").text(),
          json.at("automatic").isTrue(),
          Snapshot.Writers.valueOf(json.at("writers").text().toUpperCase(java.util.Locale.ROOT)),
          services,
          volumes,
          secrets);
    } catch (DateTimeException | IllegalArgumentException | OrchException.BadInput e) {
      throw new IOException("it is no manifest: " + e.getMessage(), e);
    }
  }
}
