package orch.compose;

import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/** Writes maps, lists and scalars as YAML that old and new readers understand alike. Stateless. */
public final class YamlText extends Representer {
  private YamlText(DumperOptions options) {
    super(options);
    representers.put(String.class, data -> text((String) data));
  }

  /** The text of a tree. */
  public static String of(Map<String, ?> tree) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(FlowStyle.BLOCK);
    options.setWidth(1_000_000);
    options.setSplitLines(false);
    return new Yaml(new YamlText(options), options).dump(tree);
  }

  /** A text in quotes where a reader of YAML 1.2 would take it for a number: 1e3, 0o17. */
  private Node text(String text) {
    ScalarStyle style =
        Numbers.read(text).isPresent() || text.isEmpty()
            ? ScalarStyle.DOUBLE_QUOTED
            : text.contains("\n") && text.strip().equals(text.stripTrailing())
                ? ScalarStyle.LITERAL
                : ScalarStyle.PLAIN;
    return representScalar(Tag.STR, text, style);
  }
}
