package orch.serve.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import orch.engine.ContainerLabels;
import orch.health.StackStatus;
import orch.model.OrchException;
import orch.serve.Guard;
import orch.serve.Server;
import orch.task.TaskState;

/** Figures for Prometheus. What others count is asked for when somebody wants to know. */
final class Metrics {
  private static final Set<TaskState> OPEN =
      EnumSet.of(TaskState.QUEUED, TaskState.PULLING, TaskState.STARTING, TaskState.RUNNING);

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
  private final Counter requests;
  private final Histogram seconds;
  private final Counter refusals;

  Metrics(Server server, Streams streams) {
    requests =
        Counter.builder()
            .name("orch_http_requests_total")
            .help("Requests that were answered.")
            .labelNames("method", "route", "status")
            .register(registry);
    seconds =
        Histogram.builder()
            .name("orch_http_request_seconds")
            .help("How long answers took, streams to their end.")
            .labelNames("route")
            .classicOnly()
            .register(registry);
    refusals =
        Counter.builder()
            .name("orch_http_refused_total")
            .help("Requests that were refused for their head.")
            .labelNames("reason")
            .register(registry);
    Info.builder()
        .name("orch_build_info")
        .help("Which orch it is.")
        .labelNames("version")
        .register(registry)
        .setLabelValues(ContainerLabels.version());
    tasks(server);
    stacks(server);
    streams(server, streams);
  }

  private void tasks(Server server) {
    GaugeWithCallback.builder()
        .name("orch_tasks")
        .help("Tasks that have not ended, by state.")
        .labelNames("state")
        .callback(
            callback -> {
              for (TaskState state : OPEN) {
                callback.call(count(server, state), state.word());
              }
            })
        .register(registry);
    CounterWithCallback.builder()
        .name("orch_task_transitions_total")
        .help("Steps of tasks since the server began, by the state they led to.")
        .labelNames("state")
        .callback(
            callback -> server.taskSteps().forEach((state, count) -> callback.call(count, state)))
        .register(registry);
  }

  /** A store that is away must not hide all other figures. */
  private static double count(Server server, TaskState state) {
    try {
      return server.site().tasks().list(EnumSet.of(state)).size();
    } catch (OrchException e) {
      return Double.NaN;
    }
  }

  private void stacks(Server server) {
    GaugeWithCallback.builder()
        .name("orch_stack_healthy")
        .help("Whether all that is wanted of a stack runs and is healthy.")
        .labelNames("stack", "env", "run")
        .callback(
            callback -> {
              for (StackStatus status : server.stacks()) {
                callback.call(
                    status.healthy() ? 1 : 0, status.name(), status.env(), status.run().orElse(""));
              }
            })
        .register(registry);
    CounterWithCallback.builder()
        .name("orch_stack_repairs_total")
        .help("How often a kept stack was repaired since the server began.")
        .labelNames("stack")
        .callback(
            callback -> server.repairs().forEach((stack, count) -> callback.call(count, stack)))
        .register(registry);
  }

  private void streams(Server server, Streams streams) {
    GaugeWithCallback.builder()
        .name("orch_http_streams")
        .help("Answers that go on: events and logs.")
        .callback(callback -> callback.call(streams.open()))
        .register(registry);
    CounterWithCallback.builder()
        .name("orch_events_dropped_total")
        .help("Listeners that were ended because they were too slow.")
        .callback(callback -> callback.call(server.events().dropped()))
        .register(registry);
  }

  /** The same, counted and timed. */
  Handler measured(HandlerType method, String route, Handler handler) {
    return ctx -> {
      long begin = System.nanoTime();
      int status = 500;
      try {
        handler.handle(ctx);
        status = ctx.statusCode();
      } catch (Problem e) {
        status = e.status();
        throw e;
      } catch (OrchException e) {
        status = Problem.status(e);
        throw e;
      } finally {
        requests.labelValues(method.name(), route, Integer.toString(status)).inc();
        seconds.labelValues(route).observe((System.nanoTime() - begin) / 1e9);
      }
    };
  }

  void refused(Guard.Refusal refusal) {
    refusals.labelValues(refusal.name().toLowerCase(Locale.ROOT)).inc();
  }

  void answer(Context ctx) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    writer.write(text, registry.scrape());
    ctx.contentType(writer.getContentType());
    ctx.result(text.toByteArray());
  }
}
