package orch.health;

import orch.model.Readiness;

/**
 * A container that is waited for.
 *
 * @param service its service's name
 * @param name its own name
 * @param id its id on the engine
 * @param readiness how one tells that it is ready
 * @param oneShot whether it is ready once it has ended with 0
 */
public record Target(
    String service, String name, String id, Readiness readiness, boolean oneShot) {}
