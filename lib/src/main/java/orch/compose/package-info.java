/**
 * Compose files in and out. {@link orch.compose.ComposeLoader} has the stages in their order; rules
 * are those of the Compose specification, https://github.com/compose-spec/compose-spec, as the
 * reference implementation reads it. Loaded only where there is a Compose file.
 */
package orch.compose;
