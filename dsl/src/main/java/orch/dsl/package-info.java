/**
 * The language of stack files and scripts: typed, closed blocks that end in records of {@code
 * orch.model}.
 */
package orch.dsl;
