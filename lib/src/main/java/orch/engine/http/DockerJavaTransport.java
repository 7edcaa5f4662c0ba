package orch.engine.http;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** Lets docker-java speak through {@link EngineHttp}. */
public final class DockerJavaTransport implements DockerHttpClient {
  private final EngineHttp http;

  /** The engine to speak to; closed by its owner. */
  public DockerJavaTransport(EngineHttp http) {
    this.http = http;
  }

  @Override
  public Response execute(Request request) {
    byte[] bytes = request.bodyBytes();
    InputStream body = bytes != null ? new ByteArrayInputStream(bytes) : request.body();
    try {
      return new Reply(
          http.send(
              request.method(), request.path(), request.headers(), body, request.hijackedInput()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {}

  private record Reply(HttpReply reply) implements Response {
    @Override
    public int getStatusCode() {
      // docker-java takes everything below 200 for a failure; 101 is how a raw stream begins
      return reply.status() == 101 ? 200 : reply.status();
    }

    @Override
    public Map<String, List<String>> getHeaders() {
      return reply.headers();
    }

    @Override
    public InputStream getBody() {
      return reply.body();
    }

    @Override
    public void close() {
      reply.close();
    }
  }
}
