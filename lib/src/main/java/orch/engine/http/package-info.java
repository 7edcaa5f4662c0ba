/**
 * HTTP to an engine over the JDK's own sockets: no library starts as quickly, and closing the input
 * of a running command reaches it.
 */
package orch.engine.http;
