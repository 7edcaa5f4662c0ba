package orch.dsl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which engine is used, and why that one.
 *
 * @param address where it is looked for; empty where none was found
 * @param why what led to it: a variable, a Docker context, a default socket
 * @param answers whether it answers
 * @param version of the engine; empty where it does not answer
 * @param api the newest API it speaks; likewise
 * @param started whether orch has started it, and may stop it
 * @param tried what was looked at in vain
 */
public record EngineReport(
    Optional<String> address,
    String why,
    boolean answers,
    String version,
    String api,
    boolean started,
    List<String> tried) {
  /** Copies the list. */
  public EngineReport {
    tried = List.copyOf(tried);
  }

  /** For JSON. */
  Map<String, Object> tree() {
    Map<String, Object> engine = new LinkedHashMap<>();
    engine.put("address", address.orElse(null));
    engine.put("why", why);
    engine.put("answers", answers);
    engine.put("version", version.isEmpty() ? null : version);
    engine.put("api", api.isEmpty() ? null : api);
    engine.put("startedByOrch", started);
    engine.put("tried", tried);
    return Map.of("engine", engine);
  }

  /** For people. */
  String text() {
    List<String> lines = new ArrayList<>();
    lines.add(
        address
            .map(
                url ->
                    answers
                        ? "engine " + version + " (API " + api + ") at " + url
                        : "no engine answers at " + url)
            .orElse("no engine was found"));
    if (!why.isEmpty()) {
      lines.add("  by " + why);
    }
    if (answers) {
      lines.add(started ? "  started by orch" : "  not started by orch");
    }
    tried.forEach(line -> lines.add("  " + line));
    return String.join("\n", lines) + "\n";
  }
}
