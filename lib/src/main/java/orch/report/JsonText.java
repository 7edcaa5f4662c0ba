package orch.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import orch.health.Finding;
import orch.health.StackStatus;
import orch.health.StackStatus.ContainerStatus;
import orch.health.StackStatus.ServiceStatus;
import orch.model.Next;
import orch.model.OrchException;
import orch.plan.Observed;
import orch.plan.Operation;
import orch.plan.Plan;

/** The JSON documents of the command line, each on one line; their shape is public. */
public final class JsonText {
  private JsonText() {}

  private interface Body {
    void write(JsonGenerator json) throws IOException;
  }

  private static String document(Body body) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      body.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /**
   * {@code status --json}.
   *
   * @param folder the working folder: sources below it are shown relative to it
   */
  public static String status(List<StackStatus> stacks, Path folder) {
    return document(
        json -> {
          json.writeArrayFieldStart("stacks");
          for (StackStatus stack : stacks) {
            stack(json, stack, folder);
          }
          json.writeEndArray();
        });
  }

  private static void stack(JsonGenerator json, StackStatus stack, Path folder) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", stack.name());
    json.writeStringField("env", stack.env());
    json.writeStringField("run", stack.run().orElse(null));
    json.writeBooleanField("healthy", stack.healthy());
    json.writeStringField("source", shownSource(stack.source(), folder));
    json.writeArrayFieldStart("services");
    for (ServiceStatus service : stack.services()) {
      json.writeStartObject();
      json.writeStringField("name", service.name());
      json.writeStringField("state", service.state());
      json.writeStringField("health", word(service.health()));
      json.writeStringField("image", service.image());
      json.writeNumberField("replicas", service.replicas());
      json.writeArrayFieldStart("ports");
      for (Observed.Published port : service.ports()) {
        json.writeStartObject();
        json.writeNumberField("container", port.container());
        json.writeNumberField("host", port.host());
        json.writeStringField("address", port.address());
        json.writeStringField("protocol", port.protocol());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("containers");
      for (ContainerStatus container : service.containers()) {
        json.writeStartObject();
        json.writeStringField("id", container.id());
        json.writeStringField("name", container.name());
        json.writeStringField("state", container.state());
        json.writeStringField("health", word(container.health()));
        json.writeNumberField("restarts", container.restarts());
        json.writeStringField("startedAt", container.startedAt());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** A file below the folder as it is typed there, any other in full. */
  static String shownSource(String source, Path folder) {
    String prefix = folder.toString().endsWith("/") ? folder.toString() : folder + "/";
    return source.startsWith(prefix) ? source.substring(prefix.length()) : source;
  }

  private static String word(StackStatus.Health health) {
    return health.name().toLowerCase(Locale.ROOT);
  }

  /**
   * {@code plan --json}, and what {@code start}, {@code stop}, {@code restart} and {@code cleanup}
   * did.
   */
  public static String plan(Plan plan) {
    return document(
        json -> {
          json.writeStringField("stack", plan.identity().stack());
          json.writeStringField("env", plan.identity().environment().kind());
          json.writeStringField("run", plan.identity().environment().run().orElse(null));
          json.writeBooleanField("changes", !plan.isEmpty());
          json.writeArrayFieldStart("operations");
          for (Plan.Step step : plan.steps()) {
            Operation operation = step.operation();
            json.writeStartObject();
            json.writeStringField("verb", operation.verb());
            json.writeStringField("subject", operation.subject());
            json.writeStringField("cause", operation.cause());
            json.writeBooleanField("changes", operation.changes());
            json.writeBooleanField("losesData", operation.losesData());
            json.writeArrayFieldStart("needs");
            for (int need : step.needs()) {
              json.writeNumber(need);
            }
            json.writeEndArray();
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /** {@code doctor --json}. */
  public static String findings(List<Finding> findings) {
    return document(
        json -> {
          json.writeArrayFieldStart("findings");
          for (Finding finding : findings) {
            json.writeStartObject();
            json.writeStringField("level", finding.level().word());
            json.writeStringField("check", finding.check());
            json.writeStringField("evidence", finding.evidence());
            json.writeStringField("remedy", finding.remedy().orElse(null));
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /** {@code version --json}. */
  public static String version(Map<String, String> facts) {
    return document(
        json -> {
          for (Map.Entry<String, String> fact : facts.entrySet()) {
            json.writeStringField(fact.getKey(), fact.getValue());
          }
        });
  }

  /**
   * A document of maps, lists, texts, numbers, booleans and nulls.
   *
   * @param tree what it holds, in its order
   */
  public static String tree(Map<String, ?> tree) {
    return document(
        json -> {
          for (Map.Entry<String, ?> entry : tree.entrySet()) {
            json.writeFieldName(entry.getKey());
            tree(json, entry.getValue());
          }
        });
  }

  /** The same over several lines, as people read it in a file; with a line end. */
  public static String pretty(Map<String, ?> tree) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.useDefaultPrettyPrinter();
      tree(json, tree);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.append('\n').toString();
  }

  /** One value of those kinds as a document of its own. */
  public static String value(Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      tree(json, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void tree(JsonGenerator json, Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        json.writeFieldName(entry.getKey().toString());
        tree(json, entry.getValue());
      }
      json.writeEndObject();
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object item : list) {
        tree(json, item);
      }
      json.writeEndArray();
    } else if (value instanceof Long number) {
      json.writeNumber(number);
    } else if (value instanceof Double number && Double.isFinite(number)) {
      json.writeNumber(number);
    } else if (value instanceof java.math.BigInteger number) {
      json.writeNumber(number);
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else {
      json.writeString(value == null ? null : value.toString());
    }
  }

  /** An error under {@code --json}. */
  public static String error(OrchException error) {
    return error(error, error.next());
  }

  /** An error under {@code --json}, with a next step that fits where it will be typed. */
  public static String error(OrchException error, Optional<Next> next) {
    return document(
        json -> {
          json.writeObjectFieldStart("error");
          json.writeStringField("problem", error.getMessage());
          json.writeArrayFieldStart("evidence");
          for (String line : error.evidence()) {
            json.writeString(line);
          }
          json.writeEndArray();
          json.writeStringField("next", next.map(Next::commandLine).orElse(null));
          json.writeNumberField("exitCode", error.exitCode());
          json.writeEndObject();
        });
  }
}
