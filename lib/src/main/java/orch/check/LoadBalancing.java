package orch.check;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import orch.model.OrchException;
import orch.model.Port;
import orch.model.Readiness;
import orch.model.Service;
import orch.plan.Observed;

/** Replicas behind a balancer. */
final class LoadBalancing implements Check {
  private static final int CLIENTS = 4;
  private static final int REQUESTS = 200;

  @Override
  public String name() {
    return "loadBalancing";
  }

  @Override
  public String proves() {
    return "all replicas get traffic; when one is killed under load no request fails after a "
        + "while, and none is lost with retries";
  }

  @Override
  public Map<String, String> arguments() {
    return Map.of(
        "balancer", "the service that publishes a port; else the one that depends on the replicas",
        "service", "the one with replicas; else the first that has some",
        "path", "what is asked for; the path of the balancer's health check by default, else /",
        "after", "so long after the kill requests may fail; 5s by default");
  }

  @Override
  public boolean harms() {
    return true;
  }

  @Override
  public void run(Subject subject, Arguments arguments, Protocol protocol) {
    Service replicated = replicated(subject, arguments);
    Service balancer = balancer(subject, arguments, replicated);
    List<Observed.Container> replicas = subject.running(replicated.name());
    if (replicas.size() < 2) {
      throw new DoesNotApply("service '" + replicated.name() + "' has one replica");
    }
    URI url = url(subject, balancer, arguments.text("path").orElse(path(balancer)));
    Duration after = arguments.duration("after", Duration.ofSeconds(5));
    Requests asking = new Requests(url);
    int status = asking.status();
    if (!asking.once()) {
      protocol.problem("GET " + url + " is not answered while all replicas run: " + answer(status));
      return;
    }
    spread(subject, replicas, asking, protocol);
    Observed.Container victim = replicas.get(0);
    underLoad(asking, () -> subject.experiments().kill(victim.id(), "KILL"), after, protocol);
    for (Observed.Container other : replicas.subList(1, replicas.size())) {
      subject.experiments().kill(other.id(), "KILL");
    }
    if (asking.once()) {
      protocol.problem(
          "with all replicas of '"
              + replicated.name()
              + "' dead "
              + url.getPath()
              + " is still answered: 'path' names one that only they answer");
    } else {
      protocol.control("with all replicas dead the same request fails");
    }
    subject.start();
  }

  private static String answer(int status) {
    return status == 0 ? "nothing comes back" : "status " + status;
  }

  private static Service replicated(Subject subject, Arguments arguments) {
    return arguments
        .text("service")
        .map(subject.stack()::service)
        .or(() -> subject.lasting().stream().filter(s -> s.replicas() > 1).findFirst())
        .orElseThrow(() -> new DoesNotApply("no service has replicas"));
  }

  private static Service balancer(Subject subject, Arguments arguments, Service replicated) {
    return arguments
        .text("balancer")
        .map(subject.stack()::service)
        .or(
            () ->
                subject.lasting().stream()
                    .filter(s -> !s.links().ports().isEmpty() && s != replicated)
                    .filter(
                        s ->
                            s.dependencies().stream()
                                .anyMatch(d -> d.service().equals(replicated.name())))
                    .findFirst())
        .orElseThrow(
            () ->
                new DoesNotApply(
                    "no service with a published port depends on '" + replicated.name() + "'"));
  }

  private static String path(Service balancer) {
    return balancer.readiness() instanceof Readiness.Http http ? http.path() : "/";
  }

  private static URI url(Subject subject, Service balancer, String path) {
    List<Integer> ports = balancer.links().ports().stream().map(Port::container).toList();
    Observed.Published port =
        subject.one(balancer.name()).ports().stream()
            .filter(p -> ports.contains(p.container()) && p.protocol().equals("tcp"))
            .findFirst()
            .orElseThrow(
                () -> new DoesNotApply("'" + balancer.name() + "' publishes no port of TCP"));
    String host = subject.engine().info().address().host();
    return URI.create("http://" + host + ":" + port.host() + path);
  }

  /** What replicas receive says which of them got requests, whatever program answers. */
  private static void spread(
      Subject subject, List<Observed.Container> replicas, Requests asking, Protocol protocol) {
    Map<String, Long> before = received(subject, replicas);
    int failed = 0;
    for (int i = 0; i < REQUESTS; i++) {
      failed += asking.once() ? 0 : 1;
    }
    if (failed > 0) {
      protocol.problem(failed + " of " + REQUESTS + " requests failed while all replicas ran");
    }
    Map<String, Long> now = received(subject, replicas);
    long all = 0;
    for (Observed.Container replica : replicas) {
      all += now.get(replica.name()) - before.get(replica.name());
    }
    for (Observed.Container replica : replicas) {
      long bytes = now.get(replica.name()) - before.get(replica.name());
      double percent = all == 0 ? 0 : 100.0 * bytes / all;
      protocol.figure("traffic of " + replica.name(), percent, "%");
      if (percent < 100.0 / replicas.size() / 4) {
        protocol.problem(replica.name() + " gets next to none of the traffic");
      }
    }
  }

  private static Map<String, Long> received(Subject subject, List<Observed.Container> replicas) {
    Map<String, Long> received = new LinkedHashMap<>();
    replicas.parallelStream()
        .map(r -> Map.entry(r.name(), subject.experiments().usage(r.id()).received()))
        .toList()
        .forEach(entry -> received.put(entry.getKey(), entry.getValue()));
    return received;
  }

  private static void underLoad(Requests asking, Runnable kill, Duration after, Protocol protocol) {
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger failed = new AtomicInteger();
    AtomicInteger late = new AtomicInteger();
    AtomicInteger lost = new AtomicInteger();
    long settled = System.nanoTime() + after.toNanos();
    long end = settled + Duration.ofSeconds(1).toNanos();
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        running.add(
            clients.submit(
                () -> {
                  while (!over.get() && System.nanoTime() < end) {
                    asked.incrementAndGet();
                    boolean isLate = System.nanoTime() >= settled;
                    if (asking.once()) {
                      continue;
                    }
                    failed.incrementAndGet();
                    late.addAndGet(isLate ? 1 : 0);
                    lost.addAndGet(asking.again() ? 0 : 1);
                  }
                }));
      }
      kill.run();
      for (Future<?> client : running) {
        client.get();
      }
    } catch (java.util.concurrent.ExecutionException e) {
      throw new OrchException.Failed(String.valueOf(e.getCause()), List.of(), null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OrchException.Failed("interrupted", List.of(), null);
    } finally {
      over.set(true);
      clients.shutdownNow();
    }
    protocol.figure("requests under load", asked.get(), "");
    protocol.figure("failed at first", failed.get(), "");
    protocol.figure("lost", lost.get(), "");
    wrong(late.get(), lost.get(), after).forEach(protocol::problem);
  }

  /** What is wrong with a run under load. */
  static List<String> wrong(int late, int lost, Duration after) {
    List<String> problems = new ArrayList<>();
    if (late > 0) {
      problems.add(
          late + " requests failed although the replica was dead for " + after.toSeconds() + " s");
    }
    if (lost > 0) {
      problems.add(lost + " requests were lost in spite of retries");
    }
    return problems;
  }
}
