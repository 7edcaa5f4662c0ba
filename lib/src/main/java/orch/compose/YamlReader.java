package orch.compose;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import orch.model.OrchException;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * YAML text to nodes: anchors, aliases and merge keys are resolved, nothing is constructed but
 * text, numbers, booleans and null. Bounded in size, depth and in what aliases multiply.
 */
final class YamlReader {
  /** Bytes of a file; the longest that people write have some thousand lines. */
  static final long LARGEST = 32L * 1024 * 1024;

  private static final int DEEPEST = 100;

  /** Nodes of a document after its aliases are followed. */
  private static final long MOST_NODES = 2_000_000;

  /** Marks plain scalars, whose type follows from their text. */
  private static final Tag PLAIN = new Tag("!plain");

  private static final Tag RESET = new Tag("!reset");
  private static final Tag OVERRIDE = new Tag("!override");

  private final String name;
  private final Map<org.yaml.snakeyaml.nodes.Node, Converted> done = new IdentityHashMap<>();
  private final Map<org.yaml.snakeyaml.nodes.Node, Boolean> open = new IdentityHashMap<>();

  private record Converted(Node node, long size) {}

  private YamlReader(String name) {
    this.name = name;
  }

  /**
   * The documents of a file.
   *
   * @param name the file as the user knows it
   */
  static List<Node> read(Path file, String name) {
    try {
      if (Files.size(file) > LARGEST) {
        throw new Place(name, 1, 1).bad("larger than " + LARGEST / 1024 / 1024 + " MB");
      }
      return read(decoded(Files.readAllBytes(file), name), name);
    } catch (IOException e) {
      throw new OrchException.BadInput("cannot read " + name + ": " + OrchException.reason(e));
    }
  }

  private static String decoded(byte[] bytes, String name) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(buffer)
          .toString();
    } catch (CharacterCodingException e) {
      int line = 1;
      int column = 1;
      for (int i = 0; i < buffer.position(); i++) {
        column = bytes[i] == '\n' ? 1 : column + 1;
        line += bytes[i] == '\n' ? 1 : 0;
      }
      throw new Place(name, line, column).bad("not UTF-8");
    }
  }

  /** The documents of a text. */
  static List<Node> read(String text, String name) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit((int) LARGEST);
    options.setNestingDepthLimit(DEEPEST);
    options.setMaxAliasesForCollections(100_000);
    options.setProcessComments(false);
    List<Node> documents = new ArrayList<>();
    String unmarked = text.startsWith("\uFEFF") ? text.substring(1) : text;
    StreamReader reader = new StreamReader(new StringReader(unmarked));
    try {
      Composer composer =
          new Composer(new ParserImpl(reader, options), new PlainResolver(), options);
      while (composer.checkNode()) {
        YamlReader converter = new YamlReader(name);
        documents.add(converter.convert(composer.getNode(), null).node());
      }
    } catch (MarkedYAMLException e) {
      String context = e.getContext() == null ? "" : e.getContext() + ": ";
      throw place(name, e.getProblemMark()).bad("no YAML: " + context + e.getProblem());
    } catch (ReaderException e) {
      long line = 1 + text.substring(0, Math.min(e.getPosition(), text.length())).lines().count();
      throw new Place(name, (int) Math.max(1, line - 1), 1)
          .bad("no YAML: character U+" + Integer.toHexString(e.getCodePoint()) + " is not allowed");
    } catch (YAMLException e) {
      throw place(name, reader.getMark()).bad("no YAML: " + e.getMessage());
    }
    return documents;
  }

  /** Leaves the type of plain scalars open. */
  private static final class PlainResolver extends Resolver {
    @Override
    protected void addImplicitResolvers() {
      // SnakeYAML's are those of YAML 1.1, where "yes" is true and 22:22 a number
    }

    @Override
    public Tag resolve(NodeId kind, String value, boolean implicit) {
      return kind == NodeId.scalar && implicit ? PLAIN : super.resolve(kind, value, implicit);
    }
  }

  private static Place place(String name, Mark mark) {
    return mark == null
        ? new Place(name, 1, 1)
        : new Place(name, mark.getLine() + 1, mark.getColumn() + 1);
  }

  /**
   * One node.
   *
   * @param key where its key is written; null for what has none
   */
  private Converted convert(org.yaml.snakeyaml.nodes.Node node, Mark key) {
    Converted known = done.get(node);
    if (known == null) {
      if (open.put(node, true) != null) {
        throw place(name, node.getStartMark())
            .bad("an alias stands for something that contains it");
      }
      known = made(node);
      open.remove(node);
      done.put(node, known);
      if (known.size() > MOST_NODES) {
        throw place(name, node.getStartMark())
            .bad("aliases make more than " + MOST_NODES + " values of it");
      }
    }
    return key == null ? known : new Converted(moved(known.node(), place(name, key)), known.size());
  }

  private static Node moved(Node node, Place place) {
    if (node instanceof Node.Scalar scalar) {
      return new Node.Scalar(scalar.value(), place);
    } else if (node instanceof Node.Sequence sequence) {
      return new Node.Sequence(sequence.items(), place);
    } else if (node instanceof Node.Mapping mapping) {
      return new Node.Mapping(mapping.entries(), place);
    }
    Node.Marked marked = (Node.Marked) node;
    return new Node.Marked(moved(marked.node(), place), marked.removes());
  }

  private Converted made(org.yaml.snakeyaml.nodes.Node node) {
    Place place = place(name, node.getStartMark());
    Converted made;
    if (node instanceof ScalarNode scalar) {
      made = new Converted(new Node.Scalar(value(scalar, place), place), 1);
    } else if (node instanceof SequenceNode sequence) {
      List<Node> items = new ArrayList<>();
      long size = 1;
      for (org.yaml.snakeyaml.nodes.Node item : sequence.getValue()) {
        Converted converted = convert(item, item.getStartMark());
        size += converted.size();
        if (converted.node() instanceof Node.Marked marked) {
          if (!marked.removes()) {
            items.add(marked.node()); // an item has nothing of an earlier file to override
          }
        } else {
          items.add(converted.node());
        }
      }
      made = new Converted(new Node.Sequence(items, place), size);
    } else {
      made = mapping((MappingNode) node, place);
    }
    Tag tag = node.getTag();
    return tag.equals(RESET) || tag.equals(OVERRIDE)
        ? new Converted(new Node.Marked(made.node(), tag.equals(RESET)), made.size())
        : made;
  }

  private Converted mapping(MappingNode node, Place place) {
    Map<String, Node> entries = new LinkedHashMap<>();
    List<Node> merged = new ArrayList<>();
    Map<String, Integer> lines = new java.util.HashMap<>();
    long size = 1;
    for (NodeTuple tuple : node.getValue()) {
      Mark mark = tuple.getKeyNode().getStartMark();
      String key = key(tuple.getKeyNode());
      Integer before = lines.putIfAbsent(key, mark.getLine() + 1);
      if (before != null) {
        throw place(name, mark).bad("key '" + key + "' is given twice, first in line " + before);
      }
      Converted value = convert(tuple.getValueNode(), mark);
      size += value.size();
      if (key.equals("<<") && isMerge(tuple.getKeyNode().getTag())) {
        merged.addAll(
            value.node() instanceof Node.Sequence list ? list.items() : List.of(value.node()));
      } else {
        entries.put(key, value.node());
      }
    }
    for (Node other : merged) {
      if (!(other instanceof Node.Mapping mapping)) {
        throw other.place().bad("'<<' takes mappings, not " + other.kind());
      }
      mapping.entries().forEach(entries::putIfAbsent);
    }
    return new Converted(new Node.Mapping(entries, place), size);
  }

  private static boolean isMerge(Tag tag) {
    return tag.equals(PLAIN) || tag.equals(Tag.MERGE);
  }

  private String key(org.yaml.snakeyaml.nodes.Node node) {
    Place place = place(name, node.getStartMark());
    if (!(node instanceof ScalarNode scalar)) {
      throw place.bad("a key is text, not a list or a mapping");
    }
    if (value(scalar, place) instanceof String text) {
      return text;
    }
    throw place.bad("key '" + scalar.getValue() + "' is not text; write it in quotes");
  }

  private static Object value(ScalarNode node, Place place) {
    String text = node.getValue();
    Tag tag = node.getTag();
    if (tag.equals(Tag.NULL)) {
      return null;
    } else if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
      return Numbers.read(text).orElseThrow(() -> place.bad("'" + text + "' is no number"));
    } else if (tag.equals(Tag.BOOL)) {
      return Boolean.valueOf(text.toLowerCase(java.util.Locale.ROOT));
    } else if (!tag.equals(PLAIN)) {
      return text;
    }
    return switch (text) {
      case "", "~", "null", "Null", "NULL" -> null;
      case "true", "True", "TRUE" -> true;
      case "false", "False", "FALSE" -> false;
      default -> Numbers.read(text).orElse(text);
    };
  }
}
