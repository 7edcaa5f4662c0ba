/**
 * The engine: how it is found, what is asked of it and what it is told to do. Only below here
 * docker-java is known.
 */
package orch.engine;
