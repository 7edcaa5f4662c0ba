/**
 * Proofs about a running stack. Each is a {@link orch.check.Check}; {@link orch.check.Checks} lists
 * them. A proof that could not have failed counts as failed.
 */
package orch.check;
