package orch.engine;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import orch.engine.read.Json;
import orch.model.Dependency;
import orch.model.Hooks;
import orch.model.Labels;
import orch.model.OrchException;
import orch.model.Readiness;
import orch.model.Service;
import orch.plan.Observed;

/**
 * What a container's labels tell beyond whose it is: enough to judge, stop and restart it without
 * the stack's file.
 */
public final class ContainerLabels {
  private ContainerLabels() {}

  /** This version of orch. */
  public static String version() {
    String version = ContainerLabels.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /** A container's labels, the user's own and ours, without those of the identity. */
  public static Map<String, String> of(
      Service service, int replica, String config, String parts, boolean oneShot) {
    Map<String, String> labels = new LinkedHashMap<>(service.labels());
    labels.put(Labels.SERVICE, service.name());
    labels.put(Labels.REPLICA, Integer.toString(replica));
    labels.put(Labels.CONFIG, config);
    labels.put(Labels.PARTS, parts);
    labels.put(Labels.READINESS, json(service.readiness()));
    labels.put(
        Labels.AFTER,
        String.join(",", service.dependencies().stream().map(Dependency::service).toList()));
    if (!service.hooks().equals(Hooks.NONE)) {
      labels.put(Labels.HOOKS, HookLabel.text(service.hooks()));
    }
    if (oneShot) {
      labels.put(Labels.ONE_SHOT, "true");
    }
    labels.put(Labels.COMPOSE_SERVICE, service.name());
    labels.put("com.docker.compose.container-number", Integer.toString(replica));
    labels.put("com.docker.compose.oneoff", "False");
    return labels;
  }

  /** How a container's readiness is told. */
  public static Readiness readiness(Observed.Container container) {
    String label = container.label(Labels.READINESS);
    if (label.isEmpty()) {
      return Readiness.BY_IMAGE;
    }
    try {
      return readiness(Json.read(label));
    } catch (IOException | OrchException.BadInput e) {
      // written by hand or by a version that is not known: what the engine says is all there is
      return Readiness.BY_IMAGE;
    }
  }

  private static Readiness readiness(Json json) {
    Readiness.Pace pace =
        new Readiness.Pace(
            Duration.ofMillis(Math.max(1, json.at("interval").number())),
            Duration.ofMillis(Math.max(1, json.at("timeout").number())),
            (int) Math.max(1, json.at("retries").number()),
            Duration.ofMillis(json.at("startPeriod").number()),
            Math.max(0, json.at("startInterval").number()));
    return switch (json.at("kind").text()) {
      case "command" ->
          new Readiness.Command(
              json.at("command").elements().stream().map(Json::text).toList(), pace);
      case "http" ->
          new Readiness.Http(
              json.at("path").text(),
              (int) json.at("port").number(),
              (int) json.at("status").number(),
              pace);
      case "tcp" -> new Readiness.Tcp((int) json.at("port").number(), pace);
      case "log" -> new Readiness.LogLine(json.at("pattern").text(), pace);
      case "running" -> Readiness.RUNNING;
      default -> Readiness.BY_IMAGE;
    };
  }

  private static String json(Readiness readiness) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      if (readiness instanceof Readiness.Command check) {
        json.writeStringField("kind", "command");
        json.writeFieldName("command");
        List<String> command = check.command();
        json.writeArray(command.toArray(String[]::new), 0, command.size());
      } else if (readiness instanceof Readiness.Http check) {
        json.writeStringField("kind", "http");
        json.writeStringField("path", check.path());
        json.writeNumberField("port", check.port());
        json.writeNumberField("status", check.status());
      } else if (readiness instanceof Readiness.Tcp check) {
        json.writeStringField("kind", "tcp");
        json.writeNumberField("port", check.port());
      } else if (readiness instanceof Readiness.LogLine check) {
        json.writeStringField("kind", "log");
        json.writeStringField("pattern", check.pattern());
      } else {
        json.writeStringField("kind", readiness instanceof Readiness.Running ? "running" : "image");
      }
      Readiness.Pace pace = readiness.pace();
      json.writeNumberField("interval", pace.interval().toMillis());
      json.writeNumberField("timeout", pace.timeout().toMillis());
      json.writeNumberField("retries", pace.retries());
      json.writeNumberField("startPeriod", pace.startPeriod().toMillis());
      if (pace.startMillis() > 0) {
        json.writeNumberField("startInterval", pace.startMillis());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
