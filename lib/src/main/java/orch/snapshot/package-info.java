/**
 * Volumes of a stack, saved under a name and put back: as one consistent whole, verified, and so
 * that a crash at any moment leaves either the old data or the new.
 */
package orch.snapshot;
