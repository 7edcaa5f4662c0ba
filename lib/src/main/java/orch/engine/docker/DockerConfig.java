package orch.engine.docker;

import com.github.dockerjava.core.DefaultDockerClientConfig;
import java.nio.file.Path;
import java.util.Map;
import orch.engine.EngineDiscovery;

/** docker-java's settings: the user's registry logins, and nothing else from outside. */
final class DockerConfig {
  private DockerConfig() {}

  /**
   * Settings with the logins of the Docker command line, which lie in DOCKER_CONFIG, else in {@code
   * ~/.docker}. docker-java's own default also asks every jar for a file of properties, which takes
   * longer than stopping a container, and a file in the home folder that no other tool reads.
   */
  static DefaultDockerClientConfig.Builder builder() {
    Map<String, String> environment = System.getenv();
    Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
    Path folder = new EngineDiscovery(environment, home).dockerFolder();
    return new DefaultDockerClientConfig.Builder()
        .withDockerConfig(folder.toString())
        .withRegistryUrl("https://index.docker.io/v1/")
        .withDockerTlsVerify(false);
  }
}
