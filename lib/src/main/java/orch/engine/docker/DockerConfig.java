package orch.engine.docker;

import com.github.dockerjava.core.DefaultDockerClientConfig;
import java.util.Map;

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
    String folder = environment.getOrDefault("DOCKER_CONFIG", "").strip();
    return new DefaultDockerClientConfig.Builder()
        .withDockerConfig(
            folder.isEmpty()
                ? environment.getOrDefault("HOME", System.getProperty("user.home")) + "/.docker"
                : folder)
        .withRegistryUrl("https://index.docker.io/v1/")
        .withDockerTlsVerify(false);
  }
}
