package orch.doctor;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The IPv4 addresses of a subnet.
 *
 * @param first as a number
 * @param last as a number, inclusive
 * @param bits of the address that are the subnet's, 0 to 32
 */
record AddressRange(long first, long last, int bits) {
  private static final Pattern CIDR =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");

  /** Reads CIDR form; empty for anything else, IPv6 included. */
  static Optional<AddressRange> parse(String cidr) {
    Matcher matcher = CIDR.matcher(cidr.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long address = 0;
    for (int part = 1; part <= 4; part++) {
      int number = Integer.parseInt(matcher.group(part));
      if (number > 255) {
        return Optional.empty();
      }
      address = address << 8 | number;
    }
    int bits = Integer.parseInt(matcher.group(5));
    if (bits > 32) {
      return Optional.empty();
    }
    long size = 1L << 32 - bits;
    long first = address / size * size;
    return Optional.of(new AddressRange(first, first + size - 1, bits));
  }

  boolean overlaps(AddressRange other) {
    return first <= other.last && other.first <= last;
  }
}
