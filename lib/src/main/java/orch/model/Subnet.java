package orch.model;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of IPv4 addresses, as CIDR has it (RFC 4632).
 *
 * @param address the first address, as a number
 * @param bits how many bits all of its addresses have in common, 0 to 32
 */
public record Subnet(long address, int bits) {
  private static final Pattern CIDR =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");

  /** Checks the ranges; bits of the address behind the common ones are dropped. */
  public Subnet {
    if (bits < 0 || bits > 32 || address < 0 || address > 0xFFFFFFFFL) {
      throw new OrchException.BadInput("subnet " + address + "/" + bits + " is not possible");
    }
    address = address & ~((1L << (32 - bits)) - 1);
  }

  /** Reads {@code 10.1.0.0/24}; empty for anything else, IPv6 included. */
  public static Optional<Subnet> parse(String text) {
    Matcher matcher = CIDR.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long address = 0;
    for (int part = 1; part <= 4; part++) {
      int value = Integer.parseInt(matcher.group(part));
      if (value > 255) {
        return Optional.empty();
      }
      address = address << 8 | value;
    }
    int bits = Integer.parseInt(matcher.group(5));
    return bits > 32 ? Optional.empty() : Optional.of(new Subnet(address, bits));
  }

  /** Whether any address is in both. */
  public boolean overlaps(Subnet other) {
    int common = Math.min(bits, other.bits);
    return new Subnet(address, common).address == new Subnet(other.address, common).address;
  }

  /** How many subnets of that size it holds; 0 where they are larger. */
  public int count(int smaller) {
    return smaller < bits ? 0 : 1 << Math.min(30, smaller - bits);
  }

  /** The subnet of that size with this number, from 0. */
  public Subnet part(int smaller, int number) {
    return new Subnet(address + ((long) number << (32 - smaller)), smaller);
  }

  @Override
  public String toString() {
    return (address >> 24)
        + "."
        + (address >> 16 & 255)
        + "."
        + (address >> 8 & 255)
        + "."
        + (address & 255)
        + "/"
        + bits;
  }
}
