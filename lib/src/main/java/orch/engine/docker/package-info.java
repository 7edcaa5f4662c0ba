/** The engine by way of docker-java: everything that changes something, and streams. */
package orch.engine.docker;
