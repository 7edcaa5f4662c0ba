/** The interactive session: what is typed, completed, painted, run and shown. */
package orch.repl;
