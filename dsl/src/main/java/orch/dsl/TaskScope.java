package orch.dsl;

import groovy.lang.Closure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import orch.engine.TaskContainers;
import orch.model.Hooks;
import orch.model.Mount;
import orch.model.Process;
import orch.model.Readiness;
import orch.model.Service;
import orch.model.Value;
import orch.task.TaskSpec;

/** {@code task('name') { ... }}: one container that does its work and ends. */
public final class TaskScope extends ContainerScope {
  /** Whose secrets a task uses unless it says otherwise. */
  private static final String OWN_SECRETS = "tasks";

  private final String name;
  private final Map<String, TaskSpec.Secret> secrets = new LinkedHashMap<>();
  private final List<TaskSpec.Copy> copies = new ArrayList<>();
  private final List<TaskSpec.Copy> outputs = new ArrayList<>();
  private final List<Mount> binds = new ArrayList<>();
  private final TaskEnd end;
  private Optional<Duration> timeout = Optional.empty();
  private Optional<TaskSpec.Need> need = Optional.empty();
  private boolean workspaceSaid;
  private int retries;
  private Duration backoff = TaskSpec.DEFAULT_BACKOFF;

  TaskScope(Session session, String name) {
    super(session, OWN_SECRETS, "task '" + name + "'");
    this.name = name;
    this.end = new TaskEnd(name);
  }

  @Override
  @Word(
      value = "a secret: made at first use, kept by orch, masked in every output; of: a stack's",
      example = "env PASSWORD: secret('db', of: 'dev')")
  public Value secret(CharSequence secret) {
    return secret(Map.of(), secret);
  }

  /** A secret of a stack. */
  public Value secret(Map<String, ?> arguments, CharSequence secret) {
    only("secret", arguments, "of");
    String stack = named(arguments, "of", String.class, OWN_SECRETS);
    Value.Secret value = checked(() -> session().stacks().secret(stack, Plain.text(secret)));
    secrets.put(value.text(), new TaskSpec.Secret(stack, Plain.text(secret)));
    return value;
  }

  /** Words that stand behind others: {@code network none}, with no variable of that name. */
  @Override
  public Object getProperty(String name) {
    boolean said = session().scripts().variables().containsKey(name);
    return said
        ? super.getProperty(name)
        : NetworkWord.of(name).orElseGet(() -> super.getProperty(name));
  }

  @Override
  @Word(
      value = "in place of a network of its own: none, or the machine's: host",
      example = "network none")
  public void network(CharSequence network) {
    if (!Plain.text(network).matches("none|host|bridge")) {
      throw bad(
          "network of a task is 'none', 'host' or 'bridge'; needs stack('"
              + network
              + "')"
              + " puts it into a stack's");
    }
    networkMode(network);
  }

  /** As a word. */
  public void network(NetworkWord network) {
    network(Plain.text(network));
  }

  /** How long one attempt may run. */
  @Word(
      value = "how long one attempt may run before it is stopped; no limit by default",
      example = "timeout 10.minutes")
  public void timeout(Duration time) {
    timeout = Optional.of(time);
  }

  /** How often it is tried again. */
  @Word(
      value =
          "how often it is tried again after it failed, took too long or was lost: 0 by default;"
              + " each wait is twice the one before, from backoff:",
      example = "retries 3, backoff: 5.seconds")
  public void retries(int number) {
    retries(Map.of(), number);
  }

  /** How often it is tried again, and when. */
  public void retries(Map<String, ?> arguments, int number) {
    only("retries", arguments, "backoff");
    retries = number;
    backoff = named(arguments, "backoff", Duration.class, TaskSpec.DEFAULT_BACKOFF);
    if (number < 0 || number > 100) {
      throw bad("retries are 0 to 100, not " + number);
    }
  }

  /** The folder that it works on. */
  @Word(
      value =
          "a folder that it works on, at /workspace unless told otherwise; copy: a copy that ends"
              + " with the container",
      example = "workspace '.', at: '/src', copy: true, readOnly: false")
  public void workspace(CharSequence folder) {
    workspace(Map.of(), folder);
  }

  /** The folder that it works on, and how. */
  public void workspace(Map<String, ?> arguments, CharSequence folder) {
    only("workspace", arguments, "at", "copy", "readOnly");
    workspaceSaid = true;
    Path path = session().scripts().resolve(Plain.text(folder));
    String at = named(arguments, "at", String.class, "/workspace");
    if (!java.nio.file.Files.isDirectory(path)) {
      throw bad("there is no folder " + path);
    }
    if (named(arguments, "copy", Boolean.class, false)) {
      copies.add(checked(() -> new TaskSpec.Copy(path, at)));
    } else {
      boolean readOnly = named(arguments, "readOnly", Boolean.class, false);
      binds.add(checked(() -> new Mount.BindMount(path, at, readOnly, false, "", "", "")));
    }
    workingDir(at);
  }

  /** The folder that it works on unless its block has said one, or where it works. */
  void usualWorkspace(Path folder) {
    if (!workspaceSaid) {
      String said = process().workingDir();
      workspace(Plain.text(folder));
      if (!said.isEmpty()) {
        workingDir(said);
      }
    }
  }

  /** What is kept of its work. */
  @Word(
      value = "a file or folder that is copied out of it when it has succeeded, and where to",
      example = "outputs '/workspace/report', to: 'reports'")
  public void outputs(Map<String, ?> arguments, CharSequence path) {
    only("outputs", arguments, "to");
    String to = named(arguments, "to", String.class, null);
    if (to == null) {
      throw bad("outputs needs a folder: outputs '" + path + "', to: 'FOLDER'");
    }
    outputs.add(
        checked(() -> new TaskSpec.Copy(session().scripts().resolve(to), Plain.text(path))));
  }

  /** A stack for needs. */
  @Word(
      value =
          "for needs: a stack by its file or, while it runs, its name; dedicated: a copy of its own",
      example = "needs stack('stack.groovy', dedicated: true)")
  public TaskSpec.Need stack(CharSequence fileOrName) {
    return stack(Map.of(), fileOrName);
  }

  /** A stack for needs, and whether it is a copy. */
  public TaskSpec.Need stack(Map<String, ?> arguments, CharSequence fileOrName) {
    only("stack", arguments, "dedicated");
    String text = Plain.text(fileOrName);
    boolean file = text.contains("/") || text.matches(".*\\.(groovy|ya?ml)");
    return new TaskSpec.Need(
        file ? session().scripts().resolve(text).toString() : text,
        named(arguments, "dedicated", Boolean.class, false));
  }

  /** What must be healthy before. */
  @Word(
      value =
          "a stack that must be healthy before it starts; its services are reached by their names",
      example = "needs stack('stack.groovy')")
  public void needs(TaskSpec.Need stack) {
    need = Optional.of(stack);
  }

  /** What happens when it has ended. */
  @Word(
      value =
          "a command on this machine when it has ended for good, with ORCH_TASK_ID, _NAME, _STATE,"
              + " _EXIT_CODE and _LOG; or a block, run with the task by the script that waits for it",
      example = "onFinish 'sh', '-c', 'echo $ORCH_TASK_NAME: $ORCH_TASK_STATE >> tasks.txt'")
  public void onFinish(CharSequence... words) {
    List<String> all = new ArrayList<>();
    for (CharSequence word : words) {
      all.add(Plain.text(word));
    }
    end.command(all, session().scripts().resolve("."));
  }

  /** What happens in this script when it has seen the task end. */
  public void onFinish(Closure<?> block) {
    end.block(block);
  }

  /** What happens when it has ended. */
  TaskEnd end() {
    return end;
  }

  /** All that was said, as it is kept. */
  TaskSpec spec(TaskContainers containers) {
    Service service = service();
    String files = containers.files(service);
    return checked(
        () ->
            new TaskSpec(
                name,
                images(),
                containers.request(service, TaskSpec.NETWORK, volumes()),
                files,
                List.copyOf(secrets.values()),
                resources().memory(),
                timeout,
                retries,
                backoff,
                process().stopGrace(),
                process().stopSignal().isEmpty() ? "SIGTERM" : process().stopSignal(),
                copies,
                outputs,
                end.command(),
                need));
  }

  /** A read-only root has room for a copied folder only in a volume. */
  private List<String> volumes() {
    return security().readOnlyRoot()
        ? copies.stream().map(TaskSpec.Copy::path).toList()
        : List.of();
  }

  /** Checks all that can be checked without an engine. */
  Service service() {
    List<Mount> mounts = new ArrayList<>(mounts());
    mounts.addAll(binds);
    for (Mount mount : mounts) {
      if (mount instanceof Mount.VolumeMount) {
        throw bad("a task has no volumes of its own: workspace and outputs keep its work");
      } else if (mount instanceof Mount.FileMount file && file.content() instanceof Value.Secret) {
        throw bad("a task takes secrets as variables: env NAME: secret('...')");
      } else if (mount instanceof Mount.FileMount && security().readOnlyRoot()) {
        throw bad("a read-only root takes no file: a workspace has its place in it");
      }
    }
    if (!hooks().equals(Hooks.NONE)) {
      throw bad("a task has no postStart and preStop: its command is all that it does");
    }
    return checked(
        () ->
            new Service(
                name,
                here(),
                images(),
                placeholders(process()),
                links(List.of()),
                mounts,
                List.of(),
                Readiness.BY_IMAGE,
                resources(),
                security(),
                output(),
                "no",
                true,
                1,
                ownLabels(),
                ownIsolation(),
                hooks(),
                othersVolumes(),
                ownAnnotations(),
                ownPlatform()));
  }

  /** The store does not get the secrets themselves. */
  private Process placeholders(Process process) {
    Map<String, Value> environment = new LinkedHashMap<>();
    process
        .environment()
        .forEach(
            (variable, value) ->
                environment.put(
                    variable,
                    value instanceof Value.Secret secret
                        ? new Value.Plain(secrets.get(secret.text()).placeholder())
                        : value));
    return process.with(process.command(), environment);
  }
}
