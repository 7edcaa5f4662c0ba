package orch.engine.read;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The {@code filters} parameter of the engine's listings: names are joined by AND, values of one
 * name by OR (labels by AND).
 */
final class Filters {
  private final Map<String, List<String>> filters = new LinkedHashMap<>();

  Filters with(String name, Collection<String> values) {
    filters.computeIfAbsent(name, n -> new ArrayList<>()).addAll(values);
    return this;
  }

  Filters labels(Map<String, String> labels) {
    return with(
        "label", labels.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList());
  }

  /** As the value of a query parameter. */
  String query() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      for (Map.Entry<String, List<String>> filter : filters.entrySet()) {
        json.writeFieldName(filter.getKey());
        json.writeArray(filter.getValue().toArray(String[]::new), 0, filter.getValue().size());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return URLEncoder.encode(text.toString(), StandardCharsets.UTF_8);
  }
}
