package orch.engine.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerResponse;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.transport.DockerHttpClient;
import java.util.List;
import java.util.Map;

/** docker-java, loaded when it is needed first. Safe for use by several threads. */
final class LazyClient {
  private final String api;
  private final DockerHttpClient transport;
  private DefaultDockerClientConfig config;
  private DockerClient client;
  private boolean prepared;

  /**
   * Over this transport.
   *
   * @param api version in which the engine is asked
   */
  LazyClient(String api, DockerHttpClient transport) {
    this.api = api;
    this.transport = transport;
  }

  /** The client. */
  synchronized DockerClient get() {
    if (client == null) {
      config =
          DockerConfig.builder()
              .withDockerHost("unix:///negotiated-by-orch")
              .withApiVersion(api)
              .build();
      client = DockerClientImpl.getInstance(config, transport);
    }
    return client;
  }

  /**
   * Has another thread load what making a container takes: a tenth of a second and more, in which
   * this one asks the engine what is there.
   */
  synchronized void prepare() {
    if (!prepared) {
      prepared = true;
      Thread thread = new Thread(this::load, "docker-java");
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** Writes and reads once what will be written and read: Jackson looks into each class then. */
  private void load() {
    DockerClient loaded = get();
    ObjectMapper mapper = config.getObjectMapper();
    try {
      mapper.writeValueAsBytes(
          loaded.createNetworkCmd().withName("n").withLabels(Map.of("a", "b")));
      mapper.writeValueAsBytes(
          loaded
              .createContainerCmd("i")
              .withName("n")
              .withLabels(Map.of("a", "b"))
              .withEnv(List.of("A=b"))
              .withExposedPorts(new ExposedPort(1))
              .withHealthcheck(new HealthCheck().withTest(List.of("NONE")))
              .withHostConfig(new HostConfig().withNetworkMode("n")));
      mapper.readValue("{\"Id\":\"i\",\"Warnings\":[]}", CreateContainerResponse.class);
    } catch (JsonProcessingException e) {
      // then it is loaded when it is needed
    }
  }

  /** A request as it would be sent, without some of its members. */
  String text(Object request, String... without) {
    get();
    ObjectNode tree = config.getObjectMapper().valueToTree(request);
    tree.remove(List.of(without));
    return tree.toString();
  }
}
