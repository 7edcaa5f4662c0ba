package orch.plan;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import orch.model.ImageSource;
import orch.model.Network;
import orch.model.Service;
import orch.model.Stack;
import orch.model.Volume;

/**
 * What a stack is said to be, as hashes: enough to tell later what of it is said otherwise, and
 * nothing of what it says. Of secrets no hash of their own is kept, which could be guessed at.
 *
 * @param services by name
 * @param networks by the stack's own name
 * @param volumes likewise
 */
public record WantedState(
    Map<String, Part> services, Map<String, Part> networks, Map<String, Part> volumes) {
  /**
   * One of them.
   *
   * @param hash of all that it says
   * @param words which words say it, each with a short hash, as {@link Changes} writes them
   */
  public record Part(String hash, String words) {}

  /** Copies the maps, order kept. */
  public WantedState {
    services = Collections.unmodifiableMap(new LinkedHashMap<>(services));
    networks = Collections.unmodifiableMap(new LinkedHashMap<>(networks));
    volumes = Collections.unmodifiableMap(new LinkedHashMap<>(volumes));
  }

  /**
   * What a stack says.
   *
   * @param content tells the content of a way to an image from another one of the same description,
   *     such as a recipe whose files have changed
   */
  public static WantedState of(Stack stack, Function<ImageSource, String> content) {
    Map<String, Part> services = new LinkedHashMap<>();
    stack.services().forEach((name, service) -> services.put(name, part(service, content)));
    Map<String, Part> networks = new LinkedHashMap<>();
    stack.networks().forEach((name, network) -> networks.put(name, part(network)));
    Map<String, Part> volumes = new LinkedHashMap<>();
    stack.volumes().forEach((name, volume) -> volumes.put(name, part(volume)));
    return new WantedState(services, networks, volumes);
  }

  private static Part part(Service service, Function<ImageSource, String> content) {
    Map<String, Words.Word> words = words(service, content);
    String rest = ConfigHash.of(service, List.of("name", "origin"));
    return new Part(hash(words, rest), Changes.label(words));
  }

  private static Part part(Network network) {
    Map<String, Words.Word> words = words(network);
    return new Part(hash(words, ConfigHash.of(network, List.of("name"))), Changes.label(words));
  }

  private static Part part(Volume volume) {
    Map<String, Words.Word> words = words(volume);
    return new Part(hash(words, ConfigHash.of(volume, List.of("name"))), Changes.label(words));
  }

  private static String hash(Map<String, Words.Word> words, String rest) {
    return ConfigHash.sha256(Changes.label(words) + "\n" + rest).substring(0, 16);
  }

  /** The words of the container, and those that need no new one when they change. */
  private static Map<String, Words.Word> words(
      Service service, Function<ImageSource, String> content) {
    Map<String, Words.Word> words = new LinkedHashMap<>(Words.of(service));
    for (RecordComponent component : Service.class.getRecordComponents()) {
      String name = component.getName();
      if (ConfigHash.NOT_OF_THE_CONTAINER.contains(name)
          && !Set.of("name", "origin", "images").contains(name)) {
        add(words, name, ConfigHash.lines(ConfigHash.value(component, service)));
      }
    }
    List<String> images = new ArrayList<>(ConfigHash.lines(service.images()));
    service.images().forEach(image -> images.add(content.apply(image)));
    add(words, "image", images);
    return words;
  }

  private static Map<String, Words.Word> words(Network network) {
    Map<String, Words.Word> words = new LinkedHashMap<>(Words.of(network));
    add(words, "external", ConfigHash.lines(network.external()));
    return words;
  }

  private static Map<String, Words.Word> words(Volume volume) {
    Map<String, Words.Word> words = new LinkedHashMap<>(Words.of(volume));
    add(words, "external", ConfigHash.lines(volume.external()));
    add(words, "name", ConfigHash.lines(volume.called()));
    return words;
  }

  private static void add(Map<String, Words.Word> words, String name, List<String> lines) {
    if (!lines.isEmpty()) {
      words.put(name, new Words.Word(lines, Optional.empty(), false));
    }
  }

  /**
   * What a stack now says otherwise, a line for each service, network and volume; empty: nothing.
   *
   * @param now what it says
   * @param content as for {@link #of}
   */
  public List<String> differences(Stack now, Function<ImageSource, String> content) {
    WantedState wanted = of(now, content);
    List<String> lines = new ArrayList<>();
    compare(
        "service",
        services,
        wanted.services,
        name -> words(now.services().get(name), content),
        lines);
    compare("network", networks, wanted.networks, name -> words(now.networks().get(name)), lines);
    compare("volume", volumes, wanted.volumes, name -> words(now.volumes().get(name)), lines);
    return lines;
  }

  private static void compare(
      String kind,
      Map<String, Part> then,
      Map<String, Part> now,
      Function<String, Map<String, Words.Word>> words,
      List<String> lines) {
    Set<String> names = new TreeSet<>(then.keySet());
    names.addAll(now.keySet());
    for (String name : names) {
      String what = kind + " '" + name + "' ";
      if (!then.containsKey(name)) {
        lines.add(what + "has come into the stack");
      } else if (!now.containsKey(name)) {
        lines.add(what + "is no longer in the stack");
      } else if (!then.get(name).hash().equals(now.get(name).hash())) {
        List<String> changes =
            new Changes(" ").between(then.get(name).words(), words.apply(name), Map.of());
        lines.add(what + "is described otherwise: " + String.join(", ", changes));
      }
    }
  }
}
