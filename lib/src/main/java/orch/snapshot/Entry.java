package orch.snapshot;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import orch.engine.read.Json;
import orch.model.Environment;
import orch.model.Identity;
import orch.model.OrchException;

/**
 * The journal's entry of a stack whose services stand still, and whose volumes may be neither old
 * nor new.
 *
 * @param stack its name
 * @param run the nonce of a dedicated copy, or empty
 * @param stopped ids of containers that ran before and are to run again
 * @param paused likewise, frozen
 * @param restoring the snapshot whose data the volumes must hold in the end; empty: they are whole
 * @param before the snapshot of what they held before; may be empty
 * @param volumes those that are being restored
 */
record Entry(
    String stack,
    String run,
    List<String> stopped,
    List<String> paused,
    String restoring,
    String before,
    List<String> volumes) {
  Entry {
    stopped = List.copyOf(stopped);
    paused = List.copyOf(paused);
    volumes = List.copyOf(volumes);
  }

  static Entry standstill(Identity identity, List<String> stopped, List<String> paused) {
    return new Entry(
        identity.stack(),
        identity.environment().run().orElse(""),
        stopped,
        paused,
        "",
        "",
        List.of());
  }

  Entry restoring(String snapshot, String kept, List<String> restored) {
    return new Entry(stack, run, stopped, paused, snapshot, kept, restored);
  }

  Identity identity(String host) {
    return new Identity(
        stack, run.isEmpty() ? Environment.SHARED : new Environment.Dedicated(run), host);
  }

  String text() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("stack", stack);
    tree.put("run", run);
    tree.put("stopped", stopped);
    tree.put("paused", paused);
    tree.put("restoring", restoring);
    tree.put("before", before);
    tree.put("volumes", volumes);
    return Manifest.json(tree);
  }

  /** Reads {@link #text}; empty for anything else. */
  static Optional<Entry> parse(Optional<String> text) {
    try {
      Json json = Json.read(text.orElse(""));
      Entry entry =
          new Entry(
              json.at("stack").text(),
              json.at("run").text(),
              texts(json.at("stopped")),
              texts(json.at("paused")),
              json.at("restoring").text(),
              json.at("before").text(),
              texts(json.at("volumes")));
      entry.identity("");
      return Optional.of(entry);
    } catch (IOException | OrchException.BadInput e) {
      return Optional.empty();
    }
  }

  private static List<String> texts(Json list) {
    return list.elements().stream().map(Json::text).toList();
  }
}
