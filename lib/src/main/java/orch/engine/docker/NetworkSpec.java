package orch.engine.docker;

import com.github.dockerjava.api.command.CreateNetworkCmd;
import com.github.dockerjava.api.model.Network.Ipam;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import orch.model.AddressPool;
import orch.model.Network;
import orch.model.NetworkSettings;

/** A network's addresses and rarer settings, as parts of the engine's request for it. */
final class NetworkSpec {
  private NetworkSpec() {}

  static void add(CreateNetworkCmd request, Network network) {
    NetworkSettings settings = network.settings();
    if (settings.attachable()) {
      request.withAttachable(true);
    }
    if (settings.ipv6()) {
      request.withEnableIpv6(true);
    }
    List<AddressPool> pools = settings.pools();
    if (pools.isEmpty() && !network.subnet().isEmpty()) {
      pools = List.of(AddressPool.of(network.subnet()));
    }
    if (pools.isEmpty()
        && settings.addressDriver().isEmpty()
        && settings.addressOptions().isEmpty()) {
      return;
    }
    List<Ipam.Config> configs = new ArrayList<>();
    pools.forEach(pool -> configs.add(config(pool)));
    Map<String, Object> more =
        settings.addressOptions().isEmpty()
            ? Map.of()
            : Map.of("Options", settings.addressOptions());
    Ipam ipam =
        new Ipam() {
          private static final long serialVersionUID = 1L;

          @Override
          public Map<String, Object> getRawValues() {
            return more;
          }
        };
    ipam.withConfig(configs);
    if (!settings.addressDriver().isEmpty()) {
      ipam.withDriver(settings.addressDriver());
    }
    request.withIpam(ipam);
  }

  private static Ipam.Config config(AddressPool pool) {
    Map<String, Object> more =
        pool.reserved().isEmpty() ? Map.of() : Map.of("AuxiliaryAddresses", pool.reserved());
    Ipam.Config config =
        new Ipam.Config() {
          private static final long serialVersionUID = 1L;

          @Override
          public Map<String, Object> getRawValues() {
            return more;
          }
        };
    if (!pool.subnet().isEmpty()) {
      config.withSubnet(pool.subnet());
    }
    if (!pool.range().isEmpty()) {
      config.withIpRange(pool.range());
    }
    if (!pool.gateway().isEmpty()) {
      config.withGateway(pool.gateway());
    }
    return config;
  }
}
