package orch.dsl;

import groovy.lang.Closure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import orch.model.OrchException;
import orch.task.Task;

/** What {@code onFinish} said: a command for whoever sees a task end, a block for this process. */
final class TaskEnd {
  private final String name;
  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private List<String> command = List.of();
  private Optional<Closure<?>> block = Optional.empty();

  TaskEnd(String name) {
    this.name = name;
  }

  void command(List<String> words, Path folder) {
    // whichever process runs it works in a folder of its own
    String script = folder.toAbsolutePath().normalize().toString();
    command = new ArrayList<>(List.of("sh", "-c", "cd \"$0\" && exec \"$@\"", script));
    command.addAll(words);
  }

  List<String> command() {
    return command;
  }

  void block(Closure<?> given) {
    block = Optional.of(given);
  }

  /**
   * A task of this description has ended for good, as this process has seen.
   *
   * @return the same
   */
  Task of(Task task) {
    if (block.isPresent() && seen.add(task.id())) {
      Object script = block.get().getThisObject();
      // the words of the script, not those that describe a task
      block.get().rehydrate(script, script, script).call(task);
    }
    return task;
  }

  /**
   * Checks that it does not depend on this process.
   *
   * @throws OrchException.BadInput where a block was to see the end
   */
  void needsNobody() {
    if (block.isPresent()) {
      throw new OrchException.BadInput(
          "task '"
              + name
              + "' cannot be left alone: its onFinish { } runs only where somebody waits for it",
          List.of("a command is run by whoever sees the end: onFinish 'sh', '-c', '...'"),
          null);
    }
  }
}
