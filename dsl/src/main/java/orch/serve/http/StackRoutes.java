package orch.serve.http;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import orch.engine.ContainerLabels;
import orch.health.StackStatus;
import orch.own.Run;
import orch.report.JsonText;
import orch.serve.Server;
import orch.serve.Site;

/** {@code /stacks}, {@code /runs}, {@code /work} and {@code /health}. */
final class StackRoutes {
  private final Server server;
  private final Site site;

  StackRoutes(Server server) {
    this.server = server;
    this.site = server.site();
  }

  void add(JavalinFront.Routing routing, JavalinConfig config) {
    routing.add(config, HandlerType.GET, "/health", this::health);
    routing.add(config, HandlerType.GET, "/stacks", ctx -> stacks(ctx, all()));
    routing.add(config, HandlerType.GET, "/stacks/{stack}", this::stack);
    routing.add(config, HandlerType.GET, "/runs", this::runs);
    routing.add(config, HandlerType.GET, "/work", this::work);
  }

  private void answer(Context ctx, String json) {
    ctx.result(site.masked(json) + "\n");
  }

  private void health(Context ctx) {
    boolean engine = site.orchestrator().engine().taskContainers().answers();
    // not asked for it now: that would take as long as the store is waited for
    boolean store = site.tasks().answers();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("status", engine && store ? "ok" : "unwell");
    tree.put("version", ContainerLabels.version());
    tree.put("engine", engine);
    tree.put("store", store);
    tree.put("uptimeSeconds", server.uptime().toSeconds());
    ctx.status(engine && store ? 200 : 503);
    answer(ctx, JsonText.tree(tree));
  }

  private List<StackStatus> all() {
    return site.orchestrator().status(Optional.empty(), true);
  }

  private void stacks(Context ctx, List<StackStatus> stacks) {
    answer(ctx, JsonText.status(stacks, site.folder()));
  }

  /** The name of a copy means that one, the name of a stack all of its copies. */
  private void stack(Context ctx) {
    String name = ctx.pathParam("stack");
    List<StackStatus> found =
        all().stream()
            .filter(status -> status.name().equals(name) || status.prefix().equals(name))
            .toList();
    if (found.isEmpty()) {
      throw Problem.missing("no stack '" + name + "' on this engine", "status");
    }
    stacks(ctx, found);
  }

  private void runs(Context ctx) {
    List<Map<String, Object>> runs =
        site.orchestrator().runs().all().stream().map(StackRoutes::tree).toList();
    answer(ctx, JsonText.tree(Map.of("runs", runs)));
  }

  private static Map<String, Object> tree(Run run) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", run.prefix());
    tree.put("stack", run.stack());
    tree.put("run", run.environment().nonce());
    tree.put("pid", run.pid());
    tree.put("since", run.since().toString());
    tree.put("command", run.command());
    return tree;
  }

  private void work(Context ctx) {
    answer(
        ctx,
        JsonText.tree(
            site.work()
                .orElseThrow(() -> Problem.missing("this server has no work items"))
                .status()));
  }
}
