package orch.compose.out;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import orch.compose.YamlText;
import orch.model.AddressPool;
import orch.model.Network;
import orch.model.NetworkSettings;
import orch.model.Stack;
import orch.model.UsedContainer;
import orch.model.Volume;

/**
 * A stack as a Compose file.
 *
 * @param tree its canonical form: maps, lists, texts, numbers, booleans and nulls, with dollar
 *     signs doubled; secrets are references to variables
 * @param variables which those are, by name, each with the secret that it stands for
 * @param losses what the file cannot say: each once, with its place and the reason
 */
public record ComposeFile(
    Map<String, Object> tree, Map<String, String> variables, List<String> losses) {
  /** The file that says of a stack what Compose can be told. */
  public static ComposeFile of(Stack stack) {
    Losses losses = new Losses();
    Section file = new Section();
    file.say("name", projectName(stack, losses));
    Map<String, Object> services = new LinkedHashMap<>();
    MountTree mounts = new MountTree();
    stack
        .services()
        .forEach(
            (name, service) ->
                services.put(name, new ServiceTree(stack, service, mounts, losses).tree()));
    file.say("services", services);
    Map<String, Object> networks = new LinkedHashMap<>();
    stack
        .networks()
        .forEach(
            (name, network) -> {
              if (!network.equals(Network.bridge(Network.DEFAULT))) {
                networks.put(name, network(network));
              }
            });
    file.say("networks", networks);
    Map<String, Object> volumes = new LinkedHashMap<>();
    stack.volumes().forEach((name, volume) -> volumes.put(name, volume(volume)));
    file.say("volumes", volumes);
    mounts.addFiles(file);
    for (UsedContainer used : stack.uses()) {
      losses.of(
          used.origin(),
          "uses container('" + used.name() + "')",
          "Compose knows no others' containers");
    }
    Map<String, String> variables = new TreeMap<>();
    @SuppressWarnings("unchecked")
    Map<String, Object> tree = (Map<String, Object>) written(file.entries(), variables);
    variables.forEach(
        (variable, secret) ->
            losses.of(
                stack.origin(),
                "secret '" + secret + "'",
                "a Compose file cannot make secrets; it wants the variable " + variable));
    return new ComposeFile(tree, variables, losses.all());
  }

  /** The text of the file. */
  public String yaml() {
    return YamlText.of(tree);
  }

  // https://github.com/compose-spec/compose-spec/blob/main/04-version-and-name.md
  private static String projectName(Stack stack, Losses losses) {
    String name = stack.name().toLowerCase(Locale.ROOT).replace('.', '-');
    if (!name.equals(stack.name())) {
      losses.of(
          stack.origin(),
          "stack '" + stack.name() + "'",
          "projects have small letters, digits, '-' and '_' only; it is '" + name + "' there");
    }
    return name;
  }

  private static Map<String, Object> network(Network network) {
    if (!network.external().isEmpty()) {
      return external(network.external());
    }
    NetworkSettings settings = network.settings();
    List<Object> pools = new ArrayList<>();
    for (AddressPool pool :
        settings.pools().isEmpty() && !network.subnet().isEmpty()
            ? List.of(AddressPool.of(network.subnet()))
            : settings.pools()) {
      pools.add(
          new Section()
              .say("subnet", pool.subnet())
              .say("ip_range", pool.range())
              .say("gateway", pool.gateway())
              .say("aux_addresses", pool.reserved())
              .entries());
    }
    Section ipam =
        new Section()
            .say("driver", settings.addressDriver())
            .say("options", settings.addressOptions())
            .say("config", pools);
    return new Section()
        .say("name", settings.called())
        .say("driver", network.driver().equals("bridge") ? "" : network.driver())
        .say("driver_opts", network.options())
        .say("internal", network.internal())
        .say("attachable", settings.attachable())
        .say("enable_ipv6", settings.ipv6())
        .say("labels", settings.labels())
        .say("ipam", ipam.entries())
        .entries();
  }

  private static Map<String, Object> volume(Volume volume) {
    if (!volume.external().isEmpty()) {
      return external(volume.external());
    }
    return new Section()
        .say("name", volume.called())
        .say("driver", volume.driver().equals("local") ? "" : volume.driver())
        .say("driver_opts", volume.options())
        .say("labels", volume.labels())
        .entries();
  }

  private static Map<String, Object> external(String name) {
    return new Section().say("name", name).say("external", true).entries();
  }

  /** What is text stays text for a reader that fills in variables. */
  private static Object written(Object value, Map<String, String> variables) {
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> made = new LinkedHashMap<>();
      map.forEach((key, inner) -> made.put(key, written(inner, variables)));
      return made;
    } else if (value instanceof List<?> list) {
      List<Object> made = new ArrayList<>();
      list.forEach(inner -> made.add(written(inner, variables)));
      return made;
    } else if (value instanceof Variable variable) {
      variables.put(variable.name(), variable.secret());
      return variable.toString();
    } else if (value instanceof Variable.Named named) {
      written(named.variable(), variables);
      return named.variable().name();
    }
    return value instanceof String text ? text.replace("$", "$$") : value;
  }
}
