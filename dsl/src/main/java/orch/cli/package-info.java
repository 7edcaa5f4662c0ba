/** The command line: what was typed, the engine that is meant, errors as exit codes. */
package orch.cli;
