package orch.check;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import orch.engine.Experiments;
import orch.model.OrchException;
import orch.model.Readiness;
import orch.model.Service;
import orch.plan.Observed;

/** Who may reach whom. */
final class NetworkIsolation implements Check {
  private static final String OUTSIDE = "1.1.1.1:53";

  /** Where nothing is known to listen: that a machine refuses is an answer as well. */
  private static final int DISCARD = 9;

  @Override
  public String name() {
    return "networkIsolation";
  }

  @Override
  public String proves() {
    return "services reach those they share a network with, and nobody else; the host and the "
        + "outside likewise";
  }

  @Override
  public Map<String, String> arguments() {
    return Map.of(
        "apart", "pairs that must not reach each other whatever networks they have: web:db,web:bus",
        "outside", "an address outside, with its port; 1.1.1.1:53 by default");
  }

  @Override
  public boolean harms() {
    return false;
  }

  /** A container with what can be tried on it. */
  private record Node(
      Service service, Experiments.Details details, Set<String> networks, List<Integer> ports) {
    /** {@code address:port} by the network in which the address is. */
    Map<String, String> targets() {
      Map<String, String> targets = new LinkedHashMap<>();
      details
          .addresses()
          .forEach(
              (network, address) ->
                  ports.forEach(port -> targets.put(address + ":" + port, network)));
      return targets;
    }
  }

  @Override
  public void run(Subject subject, Arguments arguments, Protocol protocol) {
    Set<String> apart = Reachability.apart(subject.stack(), arguments);
    NetworkProbe probe = new NetworkProbe(subject.engine());
    List<Node> nodes = nodes(subject, probe, protocol);
    if (nodes.isEmpty()) {
      throw new DoesNotApply("no service that runs is in a network of its own choice");
    }
    String outside = arguments.text("outside").orElse(OUTSIDE);
    boolean outsideThere =
        probe.fromHere(List.of(outside)).getOrDefault(outside, Reach.SILENT).answers();
    List<Reachability.Attempt> attempts =
        look(subject, probe, nodes, apart, outside, outsideThere, protocol);
    List<String> first = Reachability.problems(attempts);
    if (!first.isEmpty()) {
      // engines take away their rules for moments while somebody makes a network
      attempts = look(subject, probe, nodes, apart, outside, outsideThere, protocol);
      List<String> lasting = Reachability.problems(attempts);
      first.stream()
          .filter(problem -> !lasting.contains(problem))
          .forEach(problem -> protocol.evidence("once, and not when tried again: " + problem));
    }
    if (!outsideThere) {
      protocol.evidence("the outside was not judged: this machine does not reach " + outside);
    }
    Reachability.matrix(attempts).forEach(protocol::evidence);
    Reachability.problems(attempts).forEach(protocol::problem);
    protocol.figure("attempts", attempts.size(), "");
    long answered = attempts.stream().filter(a -> a.found().answers()).count();
    long denied =
        attempts.stream().filter(a -> !a.found().answers() && !a.expected() && a.twin()).count();
    protocol.figure("denied, with a twin that answered", denied, "");
    if (answered > 0) {
      protocol.control(
          answered
              + " attempts were answered; of "
              + denied
              + " that were not, each target answered to somebody else at the same time");
    }
  }

  /** Tries everything once. */
  private static List<Reachability.Attempt> look(
      Subject subject,
      NetworkProbe probe,
      List<Node> nodes,
      Set<String> apart,
      String outside,
      boolean outsideThere,
      Protocol protocol) {
    List<Reachability.Attempt> attempts = new ArrayList<>();
    // a port that nobody can have known before: what answers there is this very run
    try (ServerSocket host = new ServerSocket(0, 50, InetAddress.getByName("0.0.0.0"))) {
      Map<Node, Map<String, Reach>> found = new LinkedHashMap<>();
      for (Node node : nodes) {
        Set<String> targets = new LinkedHashSet<>();
        nodes.forEach(other -> targets.addAll(other.targets().keySet()));
        targets.add(outside);
        if (probe.isHere(node.details())) {
          node.details()
              .gateways()
              .values()
              .forEach(gateway -> targets.add(gateway + ":" + host.getLocalPort()));
        }
        Optional<Map<String, Reach>> answers = probe.from(node.details(), targets);
        if (answers.isEmpty()) {
          protocol.evidence(
              "nothing can look from service '"
                  + node.service().name()
                  + "': its image has neither bash, perl nor python3");
        } else {
          found.put(node, answers.get());
        }
      }
      if (found.isEmpty()) {
        throw new DoesNotApply(
            "from no service one can look: run as root on the engine's machine, or with images "
                + "that have bash, perl or python3");
      }
      found.forEach(
          (node, answers) -> {
            among(node, nodes, found, apart, attempts);
            beyond(subject, node, answers, outside, outsideThere, host.getLocalPort(), attempts);
          });
      fromHost(probe, nodes, attempts);
      if (subject.engine().info().address().isLocal()) {
        attempts.addAll(FromOutside.attempts(probe, subject));
      }
    } catch (IOException e) {
      throw new OrchException.Failed(
          "this machine has no port left", List.of(OrchException.reason(e)), null);
    }
    return attempts;
  }

  private static List<Node> nodes(Subject subject, NetworkProbe probe, Protocol protocol) {
    List<Node> nodes = new ArrayList<>();
    for (Service service : subject.lasting()) {
      if (!service.links().networkMode().isEmpty()) {
        protocol.evidence(
            "service '"
                + service.name()
                + "' has no network of its own: "
                + service.links().networkMode());
        continue;
      }
      Set<String> networks =
          service.attachments().stream()
              .map(a -> subject.stack().networks().get(a.network()).engineName(subject.identity()))
              .collect(Collectors.toSet());
      List<Observed.Container> running = subject.running(service.name());
      if (running.isEmpty()) {
        protocol.problem("service '" + service.name() + "' does not run: nobody can look from it");
      }
      for (Observed.Container container : running) {
        Experiments.Details details = subject.experiments().details(container.id());
        TreeSet<Integer> ports = new TreeSet<>(details.exposed());
        ports.addAll(probe.listening(details));
        if (service.readiness() instanceof Readiness.Http http) {
          ports.add(http.port());
        } else if (service.readiness() instanceof Readiness.Tcp tcp) {
          ports.add(tcp.port());
        }
        if (ports.isEmpty()) {
          ports.add(DISCARD);
        }
        nodes.add(new Node(service, details, networks, List.copyOf(ports)));
      }
    }
    return nodes;
  }

  private static void among(
      Node from,
      List<Node> nodes,
      Map<Node, Map<String, Reach>> found,
      Set<String> apart,
      List<Reachability.Attempt> attempts) {
    Map<String, Reach> answers = found.get(from);
    boolean works = from.targets().keySet().stream().anyMatch(t -> answers.get(t).answers());
    for (Node to : nodes) {
      if (to == from) {
        continue;
      }
      to.targets()
          .forEach(
              (target, network) -> {
                boolean kept = apart.contains(from.service().name() + ":" + to.service().name());
                boolean answersToSomebody =
                    found.entrySet().stream()
                        .filter(e -> e.getKey() != from)
                        .anyMatch(e -> e.getValue().get(target).answers());
                attempts.add(
                    new Reachability.Attempt(
                        from.service().name(),
                        to.service().name(),
                        target,
                        from.networks().contains(network) && !kept,
                        answers.get(target),
                        works && answersToSomebody));
              });
    }
  }

  private static void beyond(
      Subject subject,
      Node from,
      Map<String, Reach> answers,
      String outside,
      boolean outsideThere,
      int hostPort,
      List<Reachability.Attempt> attempts) {
    boolean works = from.targets().keySet().stream().anyMatch(t -> answers.get(t).answers());
    Set<String> leadOut =
        subject.stack().networks().values().stream()
            .filter(network -> !network.internal())
            .map(network -> network.engineName(subject.identity()))
            .collect(Collectors.toSet());
    boolean out = from.networks().stream().anyMatch(leadOut::contains);
    if (outsideThere) {
      attempts.add(
          new Reachability.Attempt(
              from.service().name(), "outside", outside, out, answers.get(outside), works));
    }
    from.details()
        .gateways()
        .forEach(
            (network, gateway) -> {
              Reach found = answers.get(gateway + ":" + hostPort);
              if (found != null) {
                // whether a host lets its containers in is its own affair: told, not judged
                attempts.add(
                    new Reachability.Attempt(
                        from.service().name(),
                        "host",
                        gateway + ":" + hostPort,
                        found.answers(),
                        found,
                        works));
              }
            });
  }

  /** The engine's machine has a leg in each of its bridges. */
  private static void fromHost(
      NetworkProbe probe, List<Node> nodes, List<Reachability.Attempt> attempts) {
    for (Node to : nodes) {
      if (probe.isHere(to.details())) {
        probe
            .fromHere(to.targets().keySet())
            .forEach(
                (target, reach) ->
                    attempts.add(
                        new Reachability.Attempt(
                            "host", to.service().name(), target, true, reach, true)));
      }
    }
  }
}
