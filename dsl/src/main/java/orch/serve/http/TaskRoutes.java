package orch.serve.http;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import orch.engine.read.Json;
import orch.model.OrchException;
import orch.report.JsonText;
import orch.serve.Server;
import orch.serve.Site;
import orch.task.Task;
import orch.task.TaskService;
import orch.task.TaskState;

/** {@code /tasks}. */
final class TaskRoutes {
  private static final int MOST_ARCHIVED = 1_000;

  private final Site site;
  private final TaskService tasks;
  private final Streams streams;

  TaskRoutes(Server server, Streams streams) {
    this.site = server.site();
    this.tasks = site.tasks();
    this.streams = streams;
  }

  void add(JavalinFront.Routing routing, JavalinConfig config) {
    routing.add(config, HandlerType.GET, "/tasks", this::list);
    routing.add(config, HandlerType.POST, "/tasks", this::create);
    routing.add(config, HandlerType.GET, "/tasks/{task}", this::show);
    routing.add(config, HandlerType.POST, "/tasks/{task}/cancel", ctx -> end(ctx, tasks::cancel));
    routing.add(config, HandlerType.POST, "/tasks/{task}/kill", ctx -> end(ctx, tasks::kill));
    routing.add(config, HandlerType.POST, "/tasks/{task}/retry", this::retry);
    routing.add(config, HandlerType.GET, "/tasks/{task}/logs", ctx -> streams.logs(ctx, task(ctx)));
  }

  private void answer(Context ctx, int status, Map<String, Object> tree) {
    ctx.status(status);
    ctx.result(site.masked(JsonText.tree(tree)) + "\n");
  }

  private void list(Context ctx) {
    boolean archived = Streams.flag(ctx, "archived");
    List<Task> found = archived ? tasks.archived(MOST_ARCHIVED) : tasks.list(states(ctx));
    answer(ctx, 200, Map.of("tasks", found.stream().map(site::tree).toList()));
  }

  private static Set<TaskState> states(Context ctx) {
    Set<TaskState> states = EnumSet.noneOf(TaskState.class);
    String given = ctx.queryParam("state");
    if (given != null && !given.isEmpty()) {
      for (String word : given.split(",")) {
        states.add(
            TaskState.of(word)
                .orElseThrow(() -> new Problem(400, "a task is never '" + word + "'")));
      }
    }
    return states;
  }

  private void create(Context ctx) {
    String type = ctx.contentType();
    // a page of another site can send anything but this without being asked for leave
    if (type == null || !type.split(";")[0].strip().equalsIgnoreCase("application/json")) {
      throw new Problem(415, "a task is described as application/json");
    }
    Task task = site.submit(json(ctx.body()));
    ctx.header("Location", "/api/v1/tasks/" + task.id());
    answer(ctx, 201, site.tree(task));
  }

  private static Json json(String body) {
    try {
      Json json = Json.read(body);
      if (json.value() instanceof Map<?, ?>) {
        return json;
      }
    } catch (IOException | IllegalStateException e) {
      throw new Problem(400, "the request is no JSON", String.valueOf(e.getMessage()));
    }
    throw new Problem(400, "a task is described by a JSON object");
  }

  private Task task(Context ctx) {
    try {
      return tasks.find(ctx.pathParam("task"));
    } catch (OrchException.BadInput e) {
      throw new Problem(404, e);
    }
  }

  private void show(Context ctx) {
    Task task = task(ctx);
    Map<String, Object> tree = site.tree(task);
    tree.put("transitions", tasks.history(task).stream().map(site::tree).toList());
    answer(ctx, 200, tree);
  }

  private void end(Context ctx, UnaryOperator<Task> how) {
    Task task = task(ctx);
    try {
      answer(ctx, 202, site.tree(how.apply(task)));
    } catch (OrchException.BadInput e) {
      throw new Problem(409, e);
    }
  }

  private void retry(Context ctx) {
    end(ctx, tasks::retry);
  }
}
