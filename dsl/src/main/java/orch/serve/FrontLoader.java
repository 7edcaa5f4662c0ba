package orch.serve;

import java.util.List;
import orch.model.ApartLoader;
import orch.model.OrchException;

/** Finds what speaks HTTP. Its libraries come in some thirty jars, see {@link ApartLoader}. */
public final class FrontLoader {
  private FrontLoader() {}

  /**
   * What opens a way to clients.
   *
   * @throws OrchException.BadInput when its libraries are not here, as where orch is a library
   */
  public static HttpFront.Opener opener() {
    return ApartLoader.make(
        HttpFront.Opener.class,
        FrontLoader.class,
        "serve",
        "orch.serve.http.JavalinOpener",
        FrontLoader::missing);
  }

  private static OrchException missing(Throwable why) {
    return new OrchException.BadInput(
        "a server needs the libraries that speak HTTP, which are not here",
        List.of(
            String.valueOf(why),
            "where orch is a library: io.javalin:javalin and"
                + " io.prometheus:prometheus-metrics-core"),
        null);
  }
}
