/** Stacks as Compose files: the way back from the model. Reads and asks nothing. */
package orch.compose.out;
