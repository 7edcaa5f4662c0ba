/**
 * From what is wanted and what the engine holds to what must be done: pure, no engine, no clock.
 */
package orch.plan;
