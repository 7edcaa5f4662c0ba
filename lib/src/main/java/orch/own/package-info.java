/**
 * Whose things are: this machine's id, secrets, and what is remembered about stacks between
 * commands.
 */
package orch.own;
