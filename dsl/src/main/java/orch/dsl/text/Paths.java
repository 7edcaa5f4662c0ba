package orch.dsl.text;

import java.nio.file.Path;

/**
 * Paths as a script writes them.
 *
 * @param folder of the script: what is below is written relative to it
 */
record Paths(Path folder) {
  /** The literal of one. */
  String literal(Path path) {
    if (path.equals(folder)) {
      return "'.'";
    }
    boolean below = path.startsWith(folder) && !folder.equals(folder.getRoot());
    return Literal.text((below ? folder.relativize(path) : path).toString());
  }
}
