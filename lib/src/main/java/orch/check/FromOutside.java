package orch.check;

import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import orch.plan.Observed;

/**
 * Who of the outside reaches services: at published ports, by the address of this machine that
 * others use. Nobody has to be outside for that, since a port that takes connections at this
 * address takes them from all who have a way to it.
 */
final class FromOutside {
  private static final String EVERYWHERE = "0.0.0.0";

  private FromOutside() {}

  /** A published port of a service. */
  record Port(String service, Observed.Published published) {}

  /** An attempt for each published port of TCP, where this machine has such an address. */
  static List<Reachability.Attempt> attempts(NetworkProbe probe, Subject subject) {
    Optional<String> machine = address();
    if (machine.isEmpty()) {
      return List.of();
    }
    Map<Port, String> targets = new LinkedHashMap<>();
    Map<Port, String> twins = new LinkedHashMap<>();
    for (Port port : published(subject)) {
      String bound = port.published().address();
      boolean everywhere = bound.isEmpty() || bound.equals(EVERYWHERE);
      targets.put(port, machine.get() + ":" + port.published().host());
      twins.put(port, (everywhere ? "127.0.0.1" : bound) + ":" + port.published().host());
    }
    List<String> all = new ArrayList<>(targets.values());
    all.addAll(twins.values());
    Map<String, Reach> found = probe.fromHere(all.stream().distinct().toList());
    List<Reachability.Attempt> attempts = new ArrayList<>();
    targets.forEach(
        (port, target) -> {
          String bound = port.published().address();
          boolean expected =
              bound.isEmpty() || bound.equals(EVERYWHERE) || bound.equals(machine.get());
          attempts.add(
              new Reachability.Attempt(
                  "outside",
                  port.service(),
                  target,
                  expected,
                  closed(found.getOrDefault(target, Reach.SILENT)),
                  found.getOrDefault(twins.get(port), Reach.SILENT) == Reach.OPEN));
        });
    return attempts;
  }

  private static List<Port> published(Subject subject) {
    return subject.lasting().stream()
        .flatMap(
            service ->
                subject.running(service.name()).stream()
                    .flatMap(container -> container.ports().stream())
                    .filter(port -> port.protocol().equals("tcp"))
                    .map(port -> new Port(service.name(), port)))
        .toList();
  }

  /** The address from which this machine would speak to the outside; nothing is sent for that. */
  private static Optional<String> address() {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress("1.1.1.1", 53));
      String address = socket.getLocalAddress().getHostAddress();
      return address.matches("[\\d.]+") && !address.equals(EVERYWHERE)
          ? Optional.of(address)
          : Optional.empty();
    } catch (SocketException | UncheckedIOException e) {
      // no way out at all
      return Optional.empty();
    }
  }

  /** That the machine refuses is no answer of a service behind it. */
  private static Reach closed(Reach found) {
    return found == Reach.REFUSED ? Reach.UNREACHABLE : found;
  }
}
