package orch.engine.docker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.transport.DockerHttpClient;
import java.util.List;

/** docker-java, loaded when it is needed first. Safe for use by several threads. */
final class LazyClient {
  private final String api;
  private final DockerHttpClient transport;
  private final Loading loading;
  private DockerClient client;
  private boolean prepared;

  /**
   * Over this transport.
   *
   * @param api version in which the engine is asked
   * @param loading may have begun
   */
  LazyClient(String api, DockerHttpClient transport, Loading loading) {
    this.api = api;
    this.transport = transport;
    this.loading = loading;
  }

  /** The client. */
  synchronized DockerClient get() {
    if (client == null) {
      client = DockerClientImpl.getInstance(config(api), transport);
    }
    return client;
  }

  static DefaultDockerClientConfig config(String api) {
    return DefaultDockerClientConfig.createDefaultConfigBuilder()
        .withDockerHost("unix:///negotiated-by-orch")
        .withDockerTlsVerify(false)
        .withApiVersion(api)
        .build();
  }

  /**
   * Has another thread load what making a container takes: a tenth of a second and more, in which
   * this one asks the engine what is there.
   *
   * @param making whether containers will be made, not only stopped or started
   */
  synchronized void prepare(boolean making) {
    if (!prepared) {
      prepared = true;
      Thread thread = new Thread(making ? loading::load : this::get, "docker-java");
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** A request as it would be sent, without some of its members. */
  String text(Object request, String... without) {
    ObjectNode tree = config(api).getObjectMapper().valueToTree(request);
    tree.remove(List.of(without));
    return tree.toString();
  }
}
