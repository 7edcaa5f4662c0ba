package orch.compose;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import orch.model.Mount;
import orch.model.Value;

/**
 * Makes configs and secrets into files of a container: a mount of the file where they have one and
 * nothing is said of its owner and mode, else a file that orch writes into the container.
 */
final class FileBinding {
  /** What orch writes itself is held in memory. */
  private static final long LARGEST = 1 << 20;

  /** The reference's. */
  private static final int READABLE = 0444;

  private final Node.Mapping model;
  private final Variables variables;
  private final Unapplied unapplied;

  /** A binding of what the sections of this model have. */
  FileBinding(Node.Mapping model, Variables variables, Unapplied unapplied) {
    this.model = model;
    this.variables = variables;
    this.unapplied = unapplied;
  }

  /**
   * The file of one grant.
   *
   * @param kind {@code secret} or {@code config}
   * @param owner whose it is: {@code service 'web'}
   * @throws orch.model.OrchException.BadInput when an engine without a swarm has no such thing
   */
  Mount mount(String kind, Node.Mapping grant, String owner) {
    String source = grant.text("source");
    Node.Mapping described = model.mapping(kind + "s").mapping(source);
    String target = target(kind, source, grant.text("target"));
    if (described.flag("external")) {
      throw grant
          .place()
          .bad(
              kind
                  + " '"
                  + source
                  + "' is external, kept by a swarm; one engine has none: give it a file");
    }
    boolean plain = grant.get("uid") == null && grant.get("gid") == null;
    plain &= grant.get("mode") == null;
    String file = described.text("file");
    Optional<String> text =
        file.isEmpty()
            ? Optional.of(text(kind, source, described, grant))
            : plain ? Optional.empty() : content(Path.of(file));
    if (text.isEmpty()) {
      for (String key : plain ? new String[0] : new String[] {"uid", "gid", "mode"}) {
        unapplied.warn(
            owner, kind + "s." + key, grant.get(key), "its file is no text of up to 1 MB");
      }
      return new Mount.BindMount(Path.of(file), target, true);
    }
    Value content =
        kind.equals("secret")
            ? new Value.Secret(source, text.get(), true)
            : new Value.Plain(text.get());
    return new Mount.FileMount(content, target, id(grant, "uid"), id(grant, "gid"), mode(grant));
  }

  private static String target(String kind, String source, String target) {
    String folder = kind.equals("secret") ? "/run/secrets/" : "/";
    return target.isEmpty() ? folder + source : target.startsWith("/") ? target : folder + target;
  }

  private String text(String kind, String source, Node.Mapping described, Node.Mapping grant) {
    String variable = described.text("environment");
    if (variable.isEmpty()) {
      return described.text("content");
    }
    return variables
        .get(variable)
        .orElseThrow(
            () ->
                grant
                    .place()
                    .bad(
                        kind
                            + " '"
                            + source
                            + "' is the value of the variable "
                            + variable
                            + ", which is not set"));
  }

  private static Optional<String> content(Path file) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
        return Optional.empty();
      }
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // the mount will tell why it cannot be had
    }
  }

  private static int id(Node.Mapping grant, String key) {
    String text = grant.text(key);
    if (!text.matches("\\d{0,9}")) {
      throw grant.get(key).place().bad("'" + text + "' is no number of a user or group");
    }
    return text.isEmpty() ? 0 : Integer.parseInt(text);
  }

  private static int mode(Node.Mapping grant) {
    Node mode = grant.get("mode");
    if (mode == null) {
      return READABLE;
    }
    // a text is as it would be typed for chmod; a number is YAML's, where 0440 is octal already
    boolean isNumber = mode.plain() instanceof Number;
    String text = mode.plain().toString();
    if (!isNumber && !text.matches("0?o?[0-7]{1,4}")) {
      throw mode.place().bad("'" + text + "' is no mode such as 0440");
    }
    return isNumber
        ? ((Number) mode.plain()).intValue() & 07777
        : Integer.parseInt(text.replace("o", ""), 8);
  }
}
