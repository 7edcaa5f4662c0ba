package orch.doctor;

import java.util.Collection;
import java.util.List;
import orch.model.Labels;
import orch.model.Service;
import orch.plan.Observed;

/**
 * What services may use together, by their limits.
 *
 * @param all bytes of all replicas
 * @param missing bytes of those replicas that do not run yet
 * @param unlimited names of services without a limit
 */
record WantedMemory(long all, long missing, List<String> unlimited) {
  /** Nothing is wanted. */
  static final WantedMemory NONE = new WantedMemory(0, 0, List.of());

  /** The sum over services, of which the observed containers run already. */
  static WantedMemory of(Collection<Service> services, Observed observed) {
    long all = 0;
    long missing = 0;
    for (Service service : services) {
      long running =
          observed.containers().stream()
              .filter(c -> c.running() && c.label(Labels.SERVICE).equals(service.name()))
              .count();
      long limit = service.resources().memory();
      all += limit * service.replicas();
      missing += limit * Math.max(0, service.replicas() - running);
    }
    List<String> unlimited =
        services.stream().filter(s -> s.resources().memory() == 0).map(Service::name).toList();
    return new WantedMemory(all, missing, unlimited);
  }
}
