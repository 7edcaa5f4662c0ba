package orch.engine.read;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import orch.model.Subnet;
import orch.plan.TakenSubnet;

/** The IPv4 networks to which this machine has routes, as Linux lists them (proc(5), net/route). */
public final class HostRoutes {
  private HostRoutes() {}

  /** Those in that file, without the default route; none where it cannot be read. */
  public static List<TakenSubnet> read(Path file) {
    List<TakenSubnet> routes = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file)) {
        String[] words = line.strip().split("\\s+");
        if (words.length > 7
            && words[1].matches("[0-9A-F]{8}")
            && words[7].matches("[0-9A-F]{8}")) {
          int bits = Long.bitCount(Long.parseLong(words[7], 16));
          if (bits > 0) {
            routes.add(
                new TakenSubnet(
                    new Subnet(bytesSwapped(words[1]), bits), "a route over " + words[0]));
          }
        }
      }
    } catch (IOException e) {
      // no Linux: then the engine runs in a machine of its own, whose routes are not ours to see
    }
    return routes;
  }

  private static long bytesSwapped(String hex) {
    return Integer.toUnsignedLong(Integer.reverseBytes(Integer.parseUnsignedInt(hex, 16)));
  }
}
