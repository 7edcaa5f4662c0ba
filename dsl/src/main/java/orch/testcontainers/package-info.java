/** Stacks among containers of Testcontainers 2. */
package orch.testcontainers;
