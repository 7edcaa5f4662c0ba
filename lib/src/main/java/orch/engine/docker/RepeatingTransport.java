package orch.engine.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import orch.engine.http.EngineHttp;
import orch.engine.http.Tries;
import orch.engine.read.Json;
import orch.model.Next;
import orch.model.OrchException;

/**
 * Makes docker-java bear an engine that breaks off or answers with an error of its own. Questions
 * are asked again. A change is made again only when a look at the engine shows that it was not made
 * the first time; when it was, docker-java gets the answer that was lost.
 *
 * <p>Streams, uploads and changes of which nothing would tell are passed on as they are.
 */
final class RepeatingTransport implements DockerHttpClient {
  private final DockerHttpClient transport;
  private final Aftermath aftermath;
  private final String engine;
  private final Optional<Duration> limit;
  private final Clock clock;

  /**
   * Sends by another transport.
   *
   * @param engine the engine's address, for errors
   * @param limit the user's own limit of each request; without it a stop may take its whole grace
   *     time
   */
  RepeatingTransport(
      DockerHttpClient transport,
      Aftermath aftermath,
      String engine,
      Optional<Duration> limit,
      Clock clock) {
    this.transport = transport;
    this.aftermath = aftermath;
    this.engine = engine;
    this.limit = limit;
    this.clock = clock;
  }

  @Override
  public Response execute(Request request) {
    boolean upload = request.bodyBytes() == null && request.body() != null;
    if (upload
        || request.hijackedInput() != null
        || EngineHttp.isStream(request.path())
        || !Aftermath.knows(request.method(), request.path())) {
      return transport.execute(request);
    }
    Instant sent = clock.instant();
    for (int tries = 1; ; tries++) {
      Whole answer = null;
      String problem;
      try (Response response = transport.execute(request)) {
        answer = Whole.of(response);
        boolean removing = tries > 1 && answer.status() == 409 && isRemoval(request);
        if (answer.status() < 500 && !removing) {
          return answer;
        }
        problem = answer.status() + ": " + answer.sentence();
      } catch (UncheckedIOException e) {
        problem = broken(e.getCause());
      } catch (IOException e) {
        problem = broken(e);
      } catch (OrchException.TimedOut e) {
        return stopped(request, sent, e);
      }
      pause(request, tries, problem);
      Optional<Whole> lost = lost(request, answer, sent);
      if (lost.isPresent()) {
        return lost.get();
      }
      if (tries == Tries.MOST) {
        if (answer == null) {
          throw gaveUp(request, problem);
        }
        return answer;
      }
    }
  }

  private static boolean isRemoval(Request request) {
    return request.method().equals("DELETE");
  }

  private static String broken(IOException e) {
    if (Thread.currentThread().isInterrupted()) {
      throw new OrchException.Failed("interrupted", List.of(), null);
    }
    return String.valueOf(e.getMessage());
  }

  private OrchException.Unavailable gaveUp(Request request, String problem) {
    return new OrchException.Unavailable(
        "the engine at " + engine + " broke off " + Tries.MOST + " times",
        List.of(request.method() + " " + request.path(), problem),
        Next.verb("version"));
  }

  private void pause(Request request, int tries, String problem) {
    try {
      Tries.pause(tries);
    } catch (IOException e) {
      throw new OrchException.Failed(
          "interrupted", List.of(request.method() + " " + request.path(), problem), null);
    }
  }

  /** The answer to a change that was made, or will never be made however often it is asked for. */
  private Optional<Whole> lost(Request request, Whole answer, Instant sent) {
    String said = answer == null ? "" : answer.sentence();
    if (answer != null && aftermath.isFinal(request.method(), request.path(), said)) {
      return Optional.of(answer);
    }
    return aftermath
        .done(request.method(), request.path(), request.bodyBytes(), sent)
        .map(text -> new Whole(200, Map.of(), text.getBytes(StandardCharsets.UTF_8)));
  }

  /** A container may be given more time to stop than the engine is given to answer. */
  private Response stopped(Request request, Instant sent, OrchException.TimedOut late) {
    Optional<String> container = aftermath.stopping(request.method(), request.path());
    if (limit.isPresent() || container.isEmpty()) {
      throw late;
    }
    long end = System.nanoTime() + aftermath.grace(container.get()).toNanos();
    while (System.nanoTime() < end) {
      Optional<String> done = aftermath.done(request.method(), request.path(), null, sent);
      if (done.isPresent()) {
        return new Whole(204, Map.of(), new byte[0]);
      }
      pause(request, Tries.MOST, late.getMessage());
    }
    throw late;
  }

  @Override
  public void close() throws IOException {
    transport.close();
  }

  /** An answer that came whole. */
  private record Whole(int status, Map<String, List<String>> headers, byte[] body)
      implements Response {
    static Whole of(Response response) throws IOException {
      return new Whole(
          response.getStatusCode(), response.getHeaders(), response.getBody().readAllBytes());
    }

    /** The engine's own sentence. */
    String sentence() {
      String text = new String(body, StandardCharsets.UTF_8);
      try {
        String message = Json.read(text).at("message").text();
        return message.isEmpty() ? text.strip() : message;
      } catch (IOException notJson) {
        return text.strip();
      }
    }

    @Override
    public int getStatusCode() {
      return status;
    }

    @Override
    public Map<String, List<String>> getHeaders() {
      return headers;
    }

    @Override
    public InputStream getBody() {
      return new ByteArrayInputStream(body);
    }

    @Override
    public void close() {}
  }
}
