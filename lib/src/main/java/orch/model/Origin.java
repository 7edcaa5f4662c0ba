package orch.model;

/**
 * Where in a user's file something was written, for messages such as {@code dev.groovy:7}.
 *
 * @param file the file's name as the user knows it
 * @param line from 1; 0 when unknown
 */
public record Origin(String file, int line) {
  /** Stands for things that no file mentions, such as a stack made by a program. */
  public static final Origin UNKNOWN = new Origin("", 0);

  @Override
  public String toString() {
    if (file.isEmpty()) {
      return "";
    }
    return line > 0 ? file + ":" + line : file;
  }

  /** The problem with its place in front: {@code dev.groovy:7: problem}. */
  public String at(String problem) {
    return file.isEmpty() ? problem : this + ": " + problem;
  }
}
