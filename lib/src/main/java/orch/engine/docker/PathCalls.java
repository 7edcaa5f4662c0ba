package orch.engine.docker;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.transport.DockerHttpClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Changes of what is there, whose path says all. They go without docker-java's client, which a stop
 * or restart would load for nothing else. Each throws {@link NotFoundException} where the thing is
 * gone, {@link NotModifiedException} where it is so already, and {@link DockerException} with the
 * engine's answer for all else.
 */
final class PathCalls {
  private final String api;
  private final DockerHttpClient transport;

  /**
   * Over this transport.
   *
   * @param api version in which the engine is asked
   */
  PathCalls(String api, DockerHttpClient transport) {
    this.api = api;
    this.transport = transport;
  }

  void startContainer(String id) {
    send("POST", "/containers/" + id + "/start");
  }

  /** Gives it its own grace time. */
  void stopContainer(String id) {
    send("POST", "/containers/" + id + "/stop");
  }

  /**
   * Removes a container.
   *
   * @param anonymousVolumes whether those go as well
   * @param evenRunning whether it is killed where it runs
   */
  void removeContainer(String id, boolean anonymousVolumes, boolean evenRunning) {
    send("DELETE", "/containers/" + id + "?v=" + anonymousVolumes + "&force=" + evenRunning);
  }

  void removeNetwork(String id) {
    send("DELETE", "/networks/" + id);
  }

  void removeVolume(String name) {
    send("DELETE", "/volumes/" + name);
  }

  private void send(String method, String path) {
    DockerHttpClient.Request request =
        DockerHttpClient.Request.builder().method(method).path("/v" + api + path).build();
    try (DockerHttpClient.Response response = transport.execute(request)) {
      int status = response.getStatusCode();
      if (status / 100 != 2) {
        String answer = new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8);
        throw switch (status) {
          case 304 -> new NotModifiedException(answer);
          case 404 -> new NotFoundException(answer);
          default -> new DockerException(answer, status);
        };
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
