package orch.plan;

import orch.model.Subnet;

/**
 * A subnet that is in use.
 *
 * @param subnet the addresses
 * @param holder who uses it, for people
 */
public record TakenSubnet(Subnet subnet, String holder) {}
