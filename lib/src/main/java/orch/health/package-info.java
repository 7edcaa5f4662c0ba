/**
 * Waiting until services are ready: driven by engine events, with probes of our own, and a reason
 * when it fails.
 */
package orch.health;
