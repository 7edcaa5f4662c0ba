package orch.engine.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import orch.engine.EngineInfo;

/**
 * Loads what making containers takes, a tenth of a second and more, beside other work; it asks no
 * engine. Safe for use by several threads.
 */
public final class Loading {
  private boolean done;

  /**
   * Writes and reads once what will be written and read: Jackson looks into each class then. Later
   * calls wait for the first and do nothing.
   */
  public synchronized void load() {
    if (done) {
      return;
    }
    done = true;
    DefaultDockerClientConfig config = LazyClient.config(EngineInfo.NEWEST_KNOWN_API);
    ObjectMapper mapper = config.getObjectMapper();
    DockerClient client = DockerClientImpl.getInstance(config, new Nowhere());
    try {
      mapper.writeValueAsBytes(
          client.createNetworkCmd().withName("n").withLabels(Map.of("a", "b")));
      mapper.writeValueAsBytes(
          client
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

  /** Requests are made there, and never sent. */
  private static final class Nowhere implements DockerHttpClient {
    @Override
    public Response execute(Request request) {
      throw new IllegalStateException("this asks no engine: " + request);
    }

    @Override
    public void close() {}
  }
}
