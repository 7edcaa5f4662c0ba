package orch.plan;

import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import orch.model.Attachment;
import orch.model.Mount;
import orch.model.Network;
import orch.model.Port;
import orch.model.Service;
import orch.model.Subnet;
import orch.model.Value;
import orch.model.Volume;

/**
 * What a service, network or volume is said to be, by the words of a stack's file: {@code memory},
 * {@code env LOG_LEVEL}, {@code port 8080}. Every component of the records has a word, its own name
 * where no better one is known, so that none is forgotten. What says nothing has none.
 */
public final class Words {
  /** The words of components that are called otherwise in the model. */
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("process.environment", "env"),
          Map.entry("resources.sharedMemory", "shmSize"),
          Map.entry("resources.ulimits", "ulimit"),
          Map.entry("resources.sysctls", "sysctl"),
          Map.entry("security.readOnlyRoot", "readOnly"),
          Map.entry("security.options", "securityOpt"),
          Map.entry("logging.driver", "logging"),
          Map.entry("logging.options", "logging"),
          Map.entry("links.extraHosts", "extraHost"),
          Map.entry("readiness", "healthcheck"),
          Map.entry("labels", "label"),
          Map.entry("options", "option"));

  private static final Set<String> SIZES = Set.of("memory", "shmSize");

  private final Map<String, Word> words = new LinkedHashMap<>();
  private final Set<String> left;

  private Words(Set<String> left) {
    this.left = left;
  }

  /**
   * What one word says.
   *
   * @param lines all that it says, for comparing
   * @param text the same as a person writes it; empty where that is more than one value
   * @param secret whether it is never shown
   */
  record Word(List<String> lines, Optional<String> text, boolean secret) {
    Word {
      lines = List.copyOf(lines);
    }
  }

  static Map<String, Word> of(Service service) {
    return new Words(Set.copyOf(ConfigHash.NOT_OF_THE_CONTAINER)).read(service);
  }

  static Map<String, Word> of(Network network) {
    return new Words(Set.of("name", "external")).read(network);
  }

  /** Only what the data depends on. */
  static Map<String, Word> of(Volume volume) {
    Words words = new Words(Set.of());
    words.add("driver", volume.driver());
    words.each("option", volume.options());
    return words.words;
  }

  /** The word for a variable. */
  public static String variable(String name) {
    return "env " + name;
  }

  /** The word for a published port: {@code port 8080}, {@code port 53/udp}. */
  public static String port(int container, String protocol) {
    return "port " + container + (protocol.equals("tcp") ? "" : "/" + protocol);
  }

  /**
   * Where a port is published, without the address where that is the usual one.
   *
   * @param host 0: a free one
   */
  public static String published(String address, int host) {
    String number = host == 0 ? "a free one" : Integer.toString(host);
    return switch (address) {
      case Port.LOOPBACK -> number;
      case "" -> number + " on all addresses";
      default -> number + " on " + address;
    };
  }

  /** An amount of memory in the largest unit that is exact: {@code 128 MB}, as scripts count. */
  public static String size(long bytes) {
    String[] units = {"B", "KB", "MB", "GB"};
    int unit = 0;
    long amount = bytes;
    while (unit < units.length - 1 && amount > 0 && amount % 1024 == 0) {
      amount /= 1024;
      unit++;
    }
    return amount + " " + units[unit];
  }

  /** A time: {@code 10 s}, {@code 1500 ms}. */
  public static String time(Duration time) {
    return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }

  /** A number without a fraction that says nothing: {@code 2}, {@code 0.5}. */
  public static String number(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }

  /** A range of addresses, without the bits that do not count. */
  public static String subnet(String text) {
    return Subnet.parse(text).map(Subnet::toString).orElse(text);
  }

  private Map<String, Word> read(Record definition) {
    walk("", definition);
    return words;
  }

  private void walk(String path, Record owner) {
    for (RecordComponent component : owner.getClass().getRecordComponents()) {
      String at = path.isEmpty() ? component.getName() : path + "." + component.getName();
      if (left.contains(at)) {
        continue;
      }
      Object value = ConfigHash.value(component, owner);
      String word = NAMES.getOrDefault(at, NAMES.getOrDefault(component.getName(), ""));
      word = word.isEmpty() ? component.getName() : word;
      if (at.equals("links.ports")) {
        ports((List<?>) value);
      } else if (at.equals("links.attachments")) {
        ((List<?>) value).forEach(a -> add("network " + ((Attachment) a).network(), a));
      } else if (at.equals("mounts")) {
        ((List<?>) value).forEach(m -> add(kind((Mount) m) + " at " + ((Mount) m).target(), m));
      } else if (value instanceof Map<?, ?> map) {
        each(word, map);
      } else if (value instanceof Record record && record.getClass().getInterfaces().length == 0) {
        walk(at, record);
      } else {
        add(word, value);
      }
    }
  }

  /** All places where a port is published are one word. */
  private void ports(List<?> ports) {
    Map<String, List<Port>> byWord = new LinkedHashMap<>();
    for (Object element : ports) {
      Port port = (Port) element;
      String word = port(port.container(), port.protocol());
      byWord.computeIfAbsent(word, w -> new ArrayList<>()).add(port);
    }
    byWord.forEach(
        (word, places) -> {
          List<String> texts =
              places.stream().map(p -> published(p.address(), p.host())).sorted().toList();
          words.put(
              word,
              new Word(ConfigHash.lines(places), Optional.of(String.join(", ", texts)), false));
        });
  }

  private void each(String word, Map<?, ?> map) {
    new TreeMap<>(map)
        .forEach(
            (key, value) -> {
              String name = word + " " + key;
              // set to nothing is not the same as not set
              words.put(name, word(name, value, List.of("set")));
            });
  }

  private void add(String name, Object value) {
    Word word = word(name, value, List.of());
    if (!word.lines().isEmpty()) {
      // two components of one name are one word, which says what both say
      words.merge(
          name,
          word,
          (one, other) -> {
            List<String> lines = new ArrayList<>(one.lines());
            lines.addAll(other.lines());
            return new Word(lines, Optional.empty(), one.secret() || other.secret());
          });
    }
  }

  private static Word word(String name, Object value, List<String> before) {
    List<String> lines = new ArrayList<>(before);
    lines.addAll(ConfigHash.lines(value));
    Optional<String> text = text(name, value);
    // the line that tells a secret from a plain value, wherever in it that is
    boolean secret = lines.stream().anyMatch(line -> line.endsWith(":Secret"));
    return new Word(lines, text, secret || Disclosure.looksSecret(name, text.orElse("")));
  }

  private static Optional<String> text(String name, Object value) {
    if (value instanceof Value of) {
      return Optional.of(of.text());
    } else if (value instanceof Long bytes && SIZES.contains(name)) {
      return Optional.of(size(bytes));
    } else if (value instanceof Double number) {
      return Optional.of(number(number));
    } else if (value instanceof Duration time) {
      return Optional.of(time(time));
    } else if (value instanceof String text) {
      return Optional.of(name.equals("subnet") ? subnet(text) : text);
    } else if (value instanceof Number || value instanceof Boolean || value instanceof Path) {
      return Optional.of(value.toString());
    }
    return Optional.empty();
  }

  private static String kind(Mount mount) {
    if (mount instanceof Mount.VolumeMount) {
      return "volume";
    }
    if (mount instanceof Mount.FileMount) {
      return "file";
    }
    return mount instanceof Mount.TmpfsMount ? "tmpfs" : "mount";
  }
}
