package orch.check;

/** What came of an attempt to connect. */
enum Reach {
  /** Something listens there and took the connection. */
  OPEN,
  /** The machine is there and said that nothing listens. */
  REFUSED,
  /** There is no way to it. */
  UNREACHABLE,
  /** Nothing came back. */
  SILENT;

  /** Whether packets went there and back. */
  boolean answers() {
    return this == OPEN || this == REFUSED;
  }
}
