package orch.dsl.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import orch.model.Resources;
import orch.model.Security;

/** What a container may use and do, as words. */
final class LimitsText {
  private LimitsText() {}

  static void add(Resources resources, List<Phrase> phrases) {
    size("memory", resources.memory(), phrases);
    if (resources.cpus() != 0) {
      phrases.add(Phrase.of("cpus", Literal.number(resources.cpus())));
    }
    if (resources.pids() != 0) {
      phrases.add(Phrase.of("pids", Long.toString(resources.pids())));
    }
    size("shmSize", resources.sharedMemory(), phrases);
    Map<String, String> ulimits = new LinkedHashMap<>();
    resources
        .ulimits()
        .forEach(
            (name, limit) ->
                ulimits.put(
                    name,
                    limit.soft() == limit.hard()
                        ? Long.toString(limit.soft())
                        : "[" + limit.soft() + ", " + limit.hard() + "]"));
    named("ulimits", ulimits, phrases);
    named("sysctls", Literal.texts(resources.sysctls()), phrases);
  }

  static void add(Security security, List<Phrase> phrases) {
    if (security.privileged()) {
      phrases.add(Phrase.of("privileged"));
    }
    if (security.readOnlyRoot()) {
      phrases.add(Phrase.of("readOnly"));
    }
    texts("capAdd", security.capAdd(), phrases);
    texts("capDrop", security.capDrop(), phrases);
    texts("securityOpt", security.options(), phrases);
    texts("devices", security.devices(), phrases);
  }

  private static void size(String word, long bytes, List<Phrase> phrases) {
    if (bytes != 0) {
      phrases.add(Phrase.of(word, Literal.size(bytes)));
    }
  }

  private static void texts(String word, List<String> texts, List<Phrase> phrases) {
    if (!texts.isEmpty()) {
      phrases.add(Phrase.of(word, texts.stream().map(Literal::text).toArray(String[]::new)));
    }
  }

  private static void named(String word, Map<String, String> arguments, List<Phrase> phrases) {
    if (!arguments.isEmpty()) {
      phrases.add(new Phrase(word, List.of(), arguments, List.of()));
    }
  }
}
