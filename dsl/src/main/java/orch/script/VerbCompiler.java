package orch.script;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Part of the build: compiles the verbs that orch brings, so that using one costs no compilation.
 */
public final class VerbCompiler {
  /** Where the classes of built-in verbs live. */
  static final String PACKAGE = "orch.verbs";

  private VerbCompiler() {}

  /**
   * Compiles those scripts of a folder that describe themselves.
   *
   * @param args the folder, where the classes go, and the class that scripts extend
   */
  public static void main(String[] args) throws IOException {
    Path target = Path.of(args[1]);
    ScriptCompiler compiler = new ScriptCompiler(args[2]);
    List<String> verbs = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of(args[0]))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".groovy")).sorted().toList()) {
        String text = Files.readString(file);
        if (!Verbs.describesItself(text)) {
          continue;
        }
        String name = file.getFileName().toString();
        String verb = name.substring(0, name.length() - ".groovy".length());
        // on the first line, so that line numbers stay
        Signature signature = compiler.compile(name, "package " + PACKAGE + "; " + text, target);
        Files.writeString(target.resolve(resource(verb)), signature.lines());
        verbs.add(verb);
      }
    }
    Files.write(target.resolve(resource("index")), verbs);
  }

  /** The file beside the classes that holds a verb's signature. */
  static String resource(String verb) {
    return PACKAGE.replace('.', '/') + "/" + verb + ".signature";
  }
}
