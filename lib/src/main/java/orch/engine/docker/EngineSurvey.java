package orch.engine.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import orch.engine.EngineMachine;
import orch.engine.Survey;
import orch.engine.http.EngineAddress;
import orch.engine.http.EngineHttp;
import orch.engine.http.HttpReply;
import orch.engine.read.EngineReader;
import orch.engine.read.Json;
import orch.model.ImageSource;
import orch.model.OrchException;

/** Asks an engine over its API. */
final class EngineSurvey implements Survey {
  private final EngineReader reader;
  private final EngineAddress address;
  private final Supplier<SSLSocketFactory> tls;
  private final Clock clock;

  EngineSurvey(
      EngineReader reader, EngineAddress address, Supplier<SSLSocketFactory> tls, Clock clock) {
    this.reader = reader;
    this.address = address;
    this.tls = tls;
    this.clock = clock;
  }

  @Override
  public EngineMachine machine() {
    Instant asked = clock.instant();
    Json info = reader.json("/info");
    return EngineMachine.read(info, asked, clock.instant());
  }

  @Override
  public String id() {
    return reader.json("/info").at("ID").text();
  }

  @Override
  public boolean has(ImageSource source) {
    return Images.present(reader, source).isPresent();
  }

  @Override
  public Optional<String> pullRefusal(String reference, Duration limit) {
    // the engine passes the question on, and waits for a registry longer than anybody would
    try (EngineHttp http = new EngineHttp(address, tls, limit);
        HttpReply reply =
            http.send(
                "GET",
                "/distribution/" + reference + "/json",
                Map.of("X-Registry-Auth", credentials(reference)),
                null,
                null)) {
      if (reply.status() == 200) {
        return Optional.empty();
      }
      String message = Json.read(reply.text()).at("message").text().strip();
      return Optional.of(message.isEmpty() ? "the engine answered " + reply.status() : message);
    } catch (OrchException.TimedOut e) {
      return Optional.of("no registry answered within " + limit.toSeconds() + " s");
    } catch (IOException e) {
      return Optional.of(EngineErrors.rootMessage(e));
    }
  }

  /** Those that a pull would send: of the user's own Docker configuration. */
  private static String credentials(String reference) throws JsonProcessingException {
    DefaultDockerClientConfig config =
        DockerConfig.builder().withDockerHost("unix:///unused").build();
    AuthConfig known = config.effectiveAuthConfig(reference);
    String json = known == null ? "{}" : config.getObjectMapper().writeValueAsString(known);
    return Base64.getUrlEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
