package orch.dsl.text;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import orch.model.Network;
import orch.model.OrchException;
import orch.model.Stack;
import orch.model.Volume;

/** A stack as a script of the language, which describes the same stack again. */
public final class ScriptText {
  private final Stack stack;
  private final Path folder;
  private final Optional<Duration> within;

  /**
   * A stack.
   *
   * @param folder where the script is meant to be: paths below are written relative to it
   * @param within how long the script waits until it is healthy; none: it only describes
   */
  public ScriptText(Stack stack, Path folder, Optional<Duration> within) {
    this.stack = stack;
    this.folder = folder;
    this.within = within;
  }

  /**
   * The script.
   *
   * @throws OrchException.BadInput where no service is wanted, which a script cannot say
   */
  public String text() {
    if (stack.services().isEmpty()) {
      throw new OrchException.BadInput(
          "stack '" + stack.name() + "' has no services",
          List.of("of a Compose file, COMPOSE_PROFILES names the profiles that count"),
          null);
    }
    List<String> lines = new ArrayList<>();
    lines.add("stack(" + Literal.text(stack.name()) + ") {");
    for (Network network : stack.networks().values()) {
      boolean plain = network.equals(Network.bridge(network.name()));
      if (!plain || !network.name().equals(Network.DEFAULT)) {
        lines.addAll(network(network).lines("    "));
      }
    }
    for (Volume volume : stack.volumes().values()) {
      if (!volume.equals(Volume.local(volume.name()))) {
        lines.addAll(volume(volume).lines("    "));
      }
    }
    stack
        .uses()
        .forEach(
            used -> {
              String container = "container(" + Literal.text(used.name()) + ")";
              Phrase uses = Phrase.of("uses", container);
              lines.addAll((used.healthy() ? uses.with("healthy", "true") : uses).lines("    "));
            });
    stack.services().values().forEach(s -> lines.addAll(new ServiceText(s, folder).lines()));
    within.ifPresent(time -> lines.add("    ensureHealthy within: " + Literal.duration(time)));
    lines.add("}");
    return String.join("\n", lines) + "\n";
  }

  private static Phrase network(Network network) {
    Phrase phrase = Phrase.of("network", Literal.text(network.name()));
    phrase = said(phrase, "external", network.external(), "");
    phrase = said(phrase, "driver", network.driver(), "bridge");
    phrase = network.internal() ? phrase.with("internal", "true") : phrase;
    return options(said(phrase, "subnet", network.subnet(), ""), network.options());
  }

  private static Phrase volume(Volume volume) {
    Phrase phrase = Phrase.of("volume", Literal.text(volume.name()));
    phrase = said(phrase, "external", volume.external(), "");
    return options(said(phrase, "driver", volume.driver(), "local"), volume.options());
  }

  private static Phrase said(Phrase phrase, String name, String value, String usual) {
    return value.equals(usual) ? phrase : phrase.with(name, Literal.text(value));
  }

  private static Phrase options(Phrase phrase, Map<String, String> options) {
    return options.isEmpty() ? phrase : phrase.with("options", Literal.map(options));
  }
}
