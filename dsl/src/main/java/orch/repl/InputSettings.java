package orch.repl;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jline.reader.LineReader;
import org.jline.reader.impl.InputRC;

/** The user's {@code inputrc}: keys, emacs or vi. */
final class InputSettings {
  private InputSettings() {}

  /** From {@code $INPUTRC}, else {@code ~/.inputrc}, else {@code /etc/inputrc}. */
  static void apply(LineReader reader, Map<String, String> environment, Path home) {
    String named = environment.getOrDefault("INPUTRC", "");
    Path own = named.isEmpty() ? home.resolve(".inputrc") : Path.of(named);
    Path file = Files.isReadable(own) ? own : Path.of("/etc/inputrc");
    if (!Files.isReadable(file)) {
      return;
    }
    try (BufferedReader text = Files.newBufferedReader(file)) {
      InputRC.configure(reader, text);
    } catch (IOException | RuntimeException e) {
      // what other programs understand must not keep this one from starting
    }
  }
}
