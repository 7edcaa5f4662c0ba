package orch.dsl.text;

import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import orch.model.AddressPool;
import orch.model.Network;
import orch.model.NetworkSettings;
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
    NetworkSettings settings = network.settings();
    Phrase phrase =
        Phrase.of("network", Literal.text(network.name()))
            .said("external", network.external(), "")
            .said("called", settings.called(), "")
            .said("driver", network.driver(), "bridge")
            .flag("internal", network.internal())
            .flag("attachable", settings.attachable())
            .flag("ipv6", settings.ipv6())
            .said("subnet", network.subnet(), "")
            .map("options", network.options())
            .map("labels", settings.labels())
            .said("addressDriver", settings.addressDriver(), "")
            .map("addressOptions", settings.addressOptions());
    String pools = settings.pools().stream().map(ScriptText::pool).collect(joining(", "));
    return pools.isEmpty() ? phrase : phrase.with("pools", "[" + pools + "]");
  }

  private static String pool(AddressPool pool) {
    List<String> said = new ArrayList<>();
    Map.of("subnet", pool.subnet(), "range", pool.range(), "gateway", pool.gateway())
        .entrySet()
        .stream()
        .filter(entry -> !entry.getValue().isEmpty())
        .sorted(Map.Entry.<String, String>comparingByKey().reversed())
        .forEach(entry -> said.add(entry.getKey() + ": " + Literal.text(entry.getValue())));
    if (!pool.reserved().isEmpty()) {
      said.add("reserved: " + Literal.map(pool.reserved()));
    }
    return said.isEmpty() ? "[:]" : "[" + String.join(", ", said) + "]";
  }

  private static Phrase volume(Volume volume) {
    return Phrase.of("volume", Literal.text(volume.name()))
        .said("external", volume.external(), "")
        .said("called", volume.called(), "")
        .said("driver", volume.driver(), "local")
        .map("options", volume.options())
        .map("labels", volume.labels());
  }
}
