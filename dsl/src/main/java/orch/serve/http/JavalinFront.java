package orch.serve.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinBindException;
import io.javalin.util.JavalinException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import orch.model.Next;
import orch.model.OrchException;
import orch.report.JsonText;
import orch.serve.Guard;
import orch.serve.HttpFront;
import orch.serve.Server;
import orch.serve.ServerSettings;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Listens, looks at each request before it is answered, and turns errors into answers. */
final class JavalinFront implements HttpFront {
  private static final String BASE = "/api/v1";
  private static final String JSON = "application/json";

  /** Streams hold a thread each; there are fewer of them, so that others find one. */
  private static final int THREADS = Streams.MOST + 24;

  private static final int IDLE_MILLIS = 30_000;
  private static final int STOP_MILLIS = 2_000;

  /** May be asked without the token: it tells nothing that an open port does not tell. */
  private static final Set<String> OPEN = Set.of(BASE + "/health");

  private final Server server;
  private final Guard guard;
  private final Metrics metrics;
  private final Streams streams;
  private final Javalin javalin;

  JavalinFront(Server server) {
    this.server = server;
    this.guard = new Guard(server.settings());
    this.streams = new Streams(server);
    this.metrics = new Metrics(server, streams);
    this.javalin = Javalin.create(this::configure);
    try {
      javalin.start(server.settings().listen().getHostAddress(), server.settings().port());
    } catch (JavalinBindException e) {
      javalin.stop();
      throw new OrchException.Refused(
          "cannot listen on port "
              + server.settings().port()
              + " of "
              + server.settings().listen().getHostAddress(),
          List.of(String.valueOf(e.getMessage())),
          Next.verb("serve", "--port", "0"));
    }
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.http.maxRequestSize = ServerSettings.LONGEST_BODY;
    config.http.generateEtags = false;
    config.http.defaultContentType = JSON;
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, 2);
    threads.setDaemon(true);
    threads.setName("http");
    config.jetty.threadPool = threads;
    config.jetty.modifyServer(jetty -> jetty.setStopTimeout(STOP_MILLIS));
    config.jetty.addConnector(
        (jetty, http) -> connector(jetty, http, config.jetty.host, config.jetty.port));
    config.routes.before(this::admit);
    new TaskRoutes(server, streams).add(this::route, config);
    new StackRoutes(server).add(this::route, config);
    route(config, HandlerType.GET, "/events", streams::events);
    route(config, HandlerType.GET, "/metrics", metrics::answer);
    config.routes.get("/metrics", metrics::answer);
    route(config, HandlerType.GET, "/openapi.json", JavalinFront::document);
    config.routes.get("/openapi.json", JavalinFront::document);
    config.routes.exception(Problem.class, (e, ctx) -> tell(ctx, e.status(), e.error()));
    config.routes.exception(OrchException.class, (e, ctx) -> tell(ctx, Problem.status(e), e));
    config.routes.exception(HttpResponseException.class, this::tell);
    config.routes.exception(Exception.class, this::unexpected);
  }

  private static Connector connector(
      org.eclipse.jetty.server.Server jetty, HttpConfiguration http, String host, int port) {
    http.setSendServerVersion(false);
    http.setSendDateHeader(true);
    ServerConnector connector = new ServerConnector(jetty, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(host);
    connector.setPort(port);
    connector.setIdleTimeout(IDLE_MILLIS);
    return connector;
  }

  /** Adds routes. */
  interface Routing {
    /** One, below {@code /api/v1}. */
    void add(JavalinConfig config, HandlerType method, String path, Handler handler);
  }

  private void route(JavalinConfig config, HandlerType method, String path, Handler handler) {
    config.routes.addHttpHandler(method, BASE + path, metrics.measured(method, path, handler));
  }

  private void admit(Context ctx) {
    ctx.header("X-Content-Type-Options", "nosniff");
    ctx.header("Cache-Control", "no-store");
    guard
        .refusal(
            ctx.header("Host"),
            ctx.header("Origin"),
            ctx.header("Authorization"),
            OPEN.contains(ctx.path()))
        .ifPresent(refusal -> refuse(ctx, refusal));
  }

  private void refuse(Context ctx, Guard.Refusal refusal) {
    metrics.refused(refusal);
    throw switch (refusal) {
      case HOST ->
          new Problem(
              403,
              "asked for a host that this server is not",
              "it answers to addresses, localhost and the names of --host");
      case ORIGIN -> new Problem(403, "asked by a web page of another site");
      case TOKEN -> {
        ctx.header("WWW-Authenticate", "Bearer");
        yield new Problem(
            401,
            "asked without the token, or with a wrong one",
            "Authorization: Bearer TOKEN; it is in serve/token under the state folder, or in the"
                + " file of ORCH_TOKEN_FILE");
      }
    };
  }

  private void tell(Context ctx, int status, OrchException error) {
    ctx.status(status);
    ctx.contentType(JSON);
    ctx.result(server.site().masked(JsonText.error(error)) + "\n");
  }

  /** What the library itself refuses. */
  private void tell(HttpResponseException e, Context ctx) {
    String problem =
        switch (e.getStatus()) {
          case 404 -> "there is no " + ctx.method() + " " + ctx.path();
          case 405 -> ctx.path() + " takes no " + ctx.method();
          case 413 -> "the request is longer than " + ServerSettings.LONGEST_BODY + " bytes";
          default -> "the request cannot be answered";
        };
    tell(ctx, e.getStatus(), new OrchException.BadInput(problem));
  }

  /** A mistake of ours: no stack trace reaches a client. */
  private void unexpected(Exception e, Context ctx) {
    tell(
        ctx,
        500,
        new OrchException.Failed(
            "the server made a mistake", List.of(e.getClass().getSimpleName()), null));
  }

  private static void document(Context ctx) throws IOException {
    try (InputStream in = JavalinFront.class.getResourceAsStream("openapi.json")) {
      ctx.contentType(JSON);
      ctx.result(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Override
  public int port() {
    return javalin.port();
  }

  @Override
  public void close() {
    streams.close();
    try {
      javalin.stop();
    } catch (JavalinException e) {
      // a client that reads too slowly keeps nobody: its answer ends with this process
    }
  }
}
