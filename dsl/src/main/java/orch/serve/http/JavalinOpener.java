package orch.serve.http;

import orch.serve.HttpFront;
import orch.serve.Server;

/** Opens a way to clients by Javalin, on Jetty. */
public final class JavalinOpener implements HttpFront.Opener {
  /** For the loader. */
  public JavalinOpener() {}

  @Override
  public HttpFront open(Server server) {
    return new JavalinFront(server);
  }
}
