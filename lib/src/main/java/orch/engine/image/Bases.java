package orch.engine.image;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import orch.model.ImageSource;

/**
 * The images that a Dockerfile begins with: they must be present before a build, since the engine
 * would try to pull them.
 */
public final class Bases {
  /** As in {@code $NAME}, <code>${NAME}</code> and <code>${NAME:-otherwise}</code>. */
  private static final Pattern ARGUMENT = Pattern.compile("\\$(?:\\{(\\w+)(?::-([^}]*))?}|(\\w+))");

  private Bases() {}

  /**
   * The references behind {@code FROM}, without those that name an earlier stage or nothing ({@code
   * scratch}).
   */
  public static Set<String> of(ImageSource.Recipe recipe) {
    Set<String> bases = new LinkedHashSet<>();
    Set<String> stages = new LinkedHashSet<>();
    Map<String, String> arguments = new HashMap<>();
    for (String line : Dockerfiles.of(recipe).lines().toList()) {
      String[] words = line.strip().split("\\s+");
      String instruction = words[0].toUpperCase(Locale.ROOT);
      if (instruction.equals("ARG") && words.length > 1 && bases.isEmpty()) {
        String[] pair = words[1].split("=", 2);
        String preset = pair.length > 1 ? pair[1].replaceAll("^[\"']|[\"']$", "") : "";
        String value = recipe.arguments().getOrDefault(pair[0], substitute(preset, arguments));
        arguments.put(pair[0], value);
      } else if (instruction.equals("FROM") && words.length > 1) {
        int image = words[1].startsWith("--") ? 2 : 1;
        if (words.length <= image) {
          continue;
        }
        String base = substitute(words[image], arguments);
        if (!stages.contains(base.toLowerCase(Locale.ROOT)) && !base.equals("scratch")) {
          bases.add(base);
        }
        if (words.length > image + 2 && words[image + 1].equalsIgnoreCase("AS")) {
          stages.add(words[image + 2].toLowerCase(Locale.ROOT));
        }
      }
    }
    return bases;
  }

  private static String substitute(String text, Map<String, String> arguments) {
    return ARGUMENT
        .matcher(text)
        .replaceAll(
            found -> {
              String name = found.group(1) == null ? found.group(3) : found.group(1);
              String value = arguments.getOrDefault(name, "");
              String otherwise = found.group(2) == null ? value : found.group(2);
              return Matcher.quoteReplacement(value.isEmpty() ? otherwise : value);
            });
  }
}
