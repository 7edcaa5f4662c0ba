package orch.doctor;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * A range that is cut into subnets of one size.
 *
 * @param range all of it
 * @param size bits of an address that tell its subnets apart
 */
record SubnetPool(AddressRange range, int size) {
  /** More subnets than any engine holds networks; further ones are not counted. */
  private static final int MOST = 1 << 20;

  /** Reads a pool; empty when it is none of IPv4, or no subnet of that size fits. */
  static Optional<SubnetPool> of(String base, int size) {
    return AddressRange.parse(base)
        .filter(range -> size >= range.bits() && size <= 30)
        .map(range -> new SubnetPool(range, size));
  }

  /** How many subnets it has. */
  int count() {
    return (int) Math.min(MOST, 1L << size - range.bits());
  }

  /** How many subnets have no address in common with these ranges. */
  int free(List<AddressRange> taken) {
    BitSet used = new BitSet(count());
    long width = 1L << 32 - size;
    for (AddressRange other : taken) {
      if (range.overlaps(other)) {
        long from = (Math.max(other.first(), range.first()) - range.first()) / width;
        long to = (Math.min(other.last(), range.last()) - range.first()) / width;
        used.set((int) Math.min(from, count()), (int) Math.min(to + 1, count()));
      }
    }
    return count() - used.cardinality();
  }
}
