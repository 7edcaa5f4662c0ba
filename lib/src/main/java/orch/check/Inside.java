package orch.check;

import java.util.ArrayList;
import java.util.List;
import orch.engine.Captured;
import orch.engine.Engine;
import orch.model.OrchException;

/** Commands in a container, for what only a program in there can do. */
final class Inside {
  private final Engine engine;
  private final String container;

  Inside(Engine engine, String container) {
    this.engine = engine;
    this.container = container;
  }

  /** Its end; 127 where there is no such program. */
  Captured run(List<String> command) {
    try {
      return Captured.of(engine, container, command);
    } catch (OrchException.BadInput | OrchException.Failed e) {
      // engines refuse to run what is not there, some of them with an error
      return new Captured(127, "", e.getMessage());
    }
  }

  Captured shell(String script, String... arguments) {
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", script, "check"));
    command.addAll(List.of(arguments));
    return run(command);
  }

  boolean hasShell() {
    return shell("exit 0").code() == 0;
  }
}
