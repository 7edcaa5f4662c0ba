/**
 * The quick way in for commands that only ask: no Groovy, no docker-java, no option parser is
 * loaded. See {@code docs/decisions} for the figures behind it.
 */
package orch.lane;
