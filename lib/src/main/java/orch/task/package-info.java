/**
 * One-off containers with a persisted life cycle: what they are, where they are kept, who runs
 * them.
 */
package orch.task;
