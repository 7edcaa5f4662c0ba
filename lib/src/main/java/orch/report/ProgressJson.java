package orch.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;
import orch.model.Identity;
import orch.model.Next;
import orch.model.OrchException;
import orch.plan.Operation;
import orch.plan.Plan;
import orch.plan.Progress;

/**
 * The events of {@code --progress json}, each one line; their shape is public, see docs/json.md.
 */
final class ProgressJson {
  private ProgressJson() {}

  /** One event. */
  static String line(String time, Progress progress) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("time", time);
      event(json, progress);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void event(JsonGenerator json, Progress progress) throws IOException {
    if (progress instanceof Progress.Planned planned) {
      json.writeStringField("event", "planned");
      stack(json, planned.plan());
      json.writeNumberField("operations", planned.plan().steps().size());
    } else if (progress instanceof Progress.Finished finished) {
      json.writeStringField("event", "finished");
      stack(json, finished.plan());
    } else if (progress instanceof Progress.Started started) {
      json.writeStringField("event", "started");
      operation(json, started.operation());
    } else if (progress instanceof Progress.Done done) {
      json.writeStringField("event", "done");
      operation(json, done.operation());
      json.writeNumberField("millis", done.took().toMillis());
    } else if (progress instanceof Progress.Failed failed) {
      json.writeStringField("event", "failed");
      operation(json, failed.operation());
      json.writeStringField("text", failed.problem());
    } else if (progress instanceof Progress.Waiting waiting) {
      json.writeStringField("event", "waiting");
      json.writeStringField("service", waiting.operation().service());
      json.writeStringField("container", waiting.operation().name());
      json.writeStringField("for", waiting.operation().readiness().describe());
      json.writeStringField("state", waiting.state());
      json.writeStringField("answer", waiting.answer());
      json.writeNumberField("tries", waiting.tries());
      json.writeNumberField("millis", waiting.waited().toMillis());
    } else if (progress instanceof Progress.Pulled pulled) {
      json.writeStringField("event", "pulled");
      json.writeStringField("service", pulled.operation().service());
      json.writeStringField("image", pulled.image());
      json.writeNumberField("bytes", pulled.bytes());
      json.writeNumberField("total", pulled.total());
    } else if (progress instanceof Progress.Note note) {
      json.writeStringField("event", "note");
      json.writeStringField(
          "text", note.subject() + (note.text().isEmpty() ? "" : ": " + note.text()));
    } else if (progress instanceof Progress.Output output) {
      json.writeStringField("event", "output");
      json.writeStringField("service", output.operation().service());
      json.writeStringField("container", output.operation().name());
      json.writeFieldName("lines");
      json.writeArray(output.lines().toArray(String[]::new), 0, output.lines().size());
    } else if (progress instanceof Progress.Ended ended) {
      json.writeStringField("event", "ended");
      json.writeNumberField("exitCode", ended.exitCode());
      if (ended.error().isPresent()) {
        error(json, ended.error().get(), ended.next());
      }
    }
  }

  private static void stack(JsonGenerator json, Plan plan) throws IOException {
    Identity identity = plan.identity();
    json.writeStringField("stack", identity.stack());
    json.writeStringField("env", identity.environment().kind());
    json.writeStringField("run", identity.environment().run().orElse(null));
  }

  private static void operation(JsonGenerator json, Operation operation) throws IOException {
    json.writeStringField("verb", operation.verb());
    json.writeStringField("subject", operation.subject());
    json.writeStringField("cause", operation.cause());
  }

  private static void error(JsonGenerator json, OrchException error, Optional<Next> next)
      throws IOException {
    json.writeStringField("problem", error.getMessage());
    json.writeArrayFieldStart("evidence");
    for (String line : error.evidence()) {
      json.writeString(line);
    }
    json.writeEndArray();
    json.writeStringField("next", next.map(Next::commandLine).orElse(null));
  }
}
