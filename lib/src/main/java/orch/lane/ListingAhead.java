package orch.lane;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import orch.engine.http.EngineAddress;
import orch.engine.http.EngineHttp;
import orch.engine.read.EngineReader;
import orch.engine.read.Json;
import orch.model.Labels;
import orch.plan.Observed;

/**
 * The containers of this host. The launcher may have asked for them while the JVM was starting: the
 * JDK needs 20 ms for its first socket file, a third of the whole of a quick command.
 */
public final class ListingAhead {
  private final Map<String, String> environment;
  private final FutureTask<Json> ahead = new FutureTask<>(this::read);

  /** Begins to read what the launcher has asked for, if it has. */
  public ListingAhead(Map<String, String> environment) {
    this.environment = environment;
    if (environment.containsKey("ORCH_LISTING")) {
      // beside all that comes before it is needed
      Thread thread = new Thread(ahead, "listing");
      thread.setDaemon(true);
      thread.start();
    }
  }

  /**
   * The containers that this host has on an engine, as the launcher read them, else as asked now.
   */
  public List<Observed.Container> containers(
      EngineAddress engine, String host, EngineReader reader, EngineHttp http) {
    String asked = environment.getOrDefault("ORCH_LISTING_OF", "");
    if (asked.equals(engine + " " + host)) {
      try {
        Json listing = ahead.get(http.patience().toMillis(), TimeUnit.MILLISECONDS);
        // an engine's error is an object
        if (listing.value() instanceof List<?>) {
          return EngineReader.listed(listing);
        }
      } catch (TimeoutException e) {
        throw http.late("GET /containers/json?all=1");
      } catch (InterruptedException | ExecutionException e) {
        // nothing usable came: asked again below, with an error that says why
      }
    }
    return reader.containers(Map.of(Labels.HOST, host));
  }

  private Json read() throws IOException {
    try (InputStream in =
        new FileInputStream(environment.getOrDefault("ORCH_LISTING", "/dev/null"))) {
      return Json.read(in);
    }
  }
}
