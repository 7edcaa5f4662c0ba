package orch.dsl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import orch.model.OrchException;

/** HTTP for scripts: a request, an answer, no redirects followed, at most 10 s. */
public final class Http {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final ObjectMapper json = new ObjectMapper();

  Http() {}

  /** As it is written: assertions show it. */
  @Override
  public String toString() {
    return "http";
  }

  /**
   * An answer.
   *
   * @param status its code
   * @param text its body
   */
  public record Answer(int status, String text) {
    /** The code, as scripts write it. */
    public int getStatus() {
      return status;
    }

    /** The body, as scripts write it. */
    public String getText() {
      return text;
    }

    /** The body read as JSON: maps, lists, texts, numbers. */
    public Object getJson() {
      try {
        return new ObjectMapper().readValue(text, Object.class);
      } catch (JsonProcessingException e) {
        throw new OrchException.Failed(
            "the answer is not JSON: " + e.getOriginalMessage(), List.of(text), null);
      }
    }
  }

  /** Asks for a page. */
  public Answer get(CharSequence url) {
    return send(HttpRequest.newBuilder(URI.create(url.toString())).GET());
  }

  /** Sends a map, list or text as JSON. */
  public Answer post(CharSequence url, Object body) {
    try {
      String text = body instanceof CharSequence ? body.toString() : json.writeValueAsString(body);
      return send(
          HttpRequest.newBuilder(URI.create(url.toString()))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(text)));
    } catch (JsonProcessingException e) {
      throw new OrchException.Failed(
          "cannot be sent as JSON: " + e.getOriginalMessage(), List.of(), null);
    }
  }

  private Answer send(HttpRequest.Builder request) {
    HttpRequest built = request.timeout(PATIENCE).build();
    try {
      HttpResponse<String> answer = client.send(built, HttpResponse.BodyHandlers.ofString());
      return new Answer(answer.statusCode(), answer.body());
    } catch (IOException e) {
      throw new OrchException.Failed(
          built.method() + " " + built.uri() + " got no answer",
          List.of(String.valueOf(e.getMessage())),
          null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OrchException.Failed("interrupted", List.of(), null);
    }
  }
}
