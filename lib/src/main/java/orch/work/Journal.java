package orch.work;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import orch.engine.read.Json;
import orch.own.StateFolder;

/**
 * Which items tasks work on, on the disk before anything is done about it: what an orch that died
 * has begun is known to the next one.
 */
final class Journal {
  private static final String FILE = "journal.json";

  private final StateFolder state;
  private final String key;

  Journal(StateFolder state, String key) {
    this.state = state;
    this.key = key;
  }

  List<Entry> read() {
    Optional<String> text = state.read("work", key, FILE);
    try {
      return text.isEmpty()
          ? List.of()
          : Json.read(text.get()).at("items").elements().stream().map(Journal::entry).toList();
    } catch (IOException e) {
      throw StateFolder.broken("read", state.folderOf("work", key, FILE), e);
    }
  }

  private static Entry entry(Json of) {
    Map<String, String> row = new LinkedHashMap<>();
    of.at("row").members().forEach((title, cell) -> row.put(title, cell.text()));
    List<Map<Column, String>> said = new ArrayList<>();
    of.at("said").elements().forEach(cells -> said.add(cells(cells)));
    return new Entry(
        of.at("task").text(),
        of.at("project").text(),
        row,
        cells(of.at("before")),
        said,
        Entry.Phase.valueOf(of.at("phase").text()),
        Instant.parse(of.at("since").text()));
  }

  private static Map<Column, String> cells(Json of) {
    Map<Column, String> cells = new EnumMap<>(Column.class);
    of.members().forEach((column, cell) -> cells.put(Column.valueOf(column), cell.text()));
    return cells;
  }

  /** Keeps them; they are on the disk when this returns. */
  void write(List<Entry> entries) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeArrayFieldStart("items");
      for (Entry entry : entries) {
        json.writeStartObject();
        json.writeStringField("task", entry.task());
        json.writeStringField("project", entry.project());
        write(json, "row", entry.row());
        write(json, "before", entry.before());
        json.writeArrayFieldStart("said");
        for (Map<Column, String> cells : entry.said()) {
          write(json, null, cells);
        }
        json.writeEndArray();
        json.writeStringField("phase", entry.phase().name());
        json.writeStringField("since", entry.since().toString());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    state.writeDurably(text.append('\n').toString(), "work", key, FILE);
  }

  private static void write(JsonGenerator json, String field, Map<?, String> cells)
      throws IOException {
    if (field == null) {
      json.writeStartObject();
    } else {
      json.writeObjectFieldStart(field);
    }
    for (Map.Entry<?, String> cell : cells.entrySet()) {
      String name =
          cell.getKey() instanceof Column column ? column.name() : cell.getKey().toString();
      json.writeStringField(name, cell.getValue());
    }
    json.writeEndObject();
  }
}
