package orch.doctor;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import orch.model.Subnet;

/**
 * A range that is cut into subnets of one size.
 *
 * @param range all of it
 * @param size bits of an address that its subnets have in common
 */
record SubnetPool(Subnet range, int size) {
  /** More subnets than any engine holds networks; further ones are not counted. */
  private static final int MOST = 1 << 20;

  /** Reads a pool of an engine; empty when it is none of IPv4, or no subnet of that size fits. */
  static Optional<SubnetPool> of(String base, int size) {
    return Subnet.parse(base)
        .filter(range -> size <= 32 && range.count(size) > 0)
        .map(range -> new SubnetPool(range, size));
  }

  /** How many subnets it has. */
  int count() {
    return Math.min(MOST, range.count(size));
  }

  /** How many subnets have no address in common with these. */
  int free(List<Subnet> taken) {
    BitSet used = new BitSet(count());
    for (Subnet other : taken) {
      if (range.overlaps(other)) {
        used.set(number(first(other)), number(last(other)) + 1);
      }
    }
    return count() - used.cardinality();
  }

  /** The number of the subnet in which an address lies, the first or last one for those outside. */
  private int number(long address) {
    long number = (address - first(range)) >> (32 - size);
    return (int) Math.max(0, Math.min(number, count() - 1));
  }

  private static long first(Subnet subnet) {
    return subnet.address();
  }

  private static long last(Subnet subnet) {
    return subnet.address() + (1L << (32 - subnet.bits())) - 1;
  }
}
