package orch.compose;

import orch.model.OrchException;

/**
 * Where something is written: the key of an entry, the first character of a list's item.
 *
 * @param file as the user knows it
 * @param line from 1; 0: the file as a whole
 * @param column from 1; 0: the file as a whole
 */
record Place(String file, int line, int column) {
  /** A file as a whole. */
  static Place of(String file) {
    return new Place(file, 0, 0);
  }

  /** An error about what is written here. */
  OrchException.BadInput bad(String problem) {
    return new OrchException.BadInput(this + ": " + problem);
  }

  @Override
  public String toString() {
    return line == 0 ? file : file + ":" + line + ":" + column;
  }
}
