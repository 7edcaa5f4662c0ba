package orch.compose;

import java.nio.file.Path;

/**
 * A file to read.
 *
 * @param file absolute
 * @param folder what its relative paths count from
 * @param variables what it sees
 */
record Source(Path file, Path folder, Variables variables) {}
