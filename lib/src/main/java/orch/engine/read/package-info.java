/**
 * Questions to the engine that change nothing. They need neither docker-java nor data binding, so
 * that commands which only ask start quickly.
 */
package orch.engine.read;
