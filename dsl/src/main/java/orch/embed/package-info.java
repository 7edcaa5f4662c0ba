/** Stacks in the hands of other programs, above all of their tests. */
package orch.embed;
