package orch.check;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
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

  /** The end of a command; 127 where there is no such program. */
  record Ran(int code, String out, String err) {}

  Ran run(List<String> command) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try {
      int code =
          engine.exec(
              container,
              command,
              null,
              new Engine.Output() {
                @Override
                public void out(byte[] bytes) {
                  out.writeBytes(bytes);
                }

                @Override
                public void err(byte[] bytes) {
                  err.writeBytes(bytes);
                }
              });
      return new Ran(
          code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } catch (OrchException.BadInput | OrchException.Failed e) {
      // engines refuse to run what is not there, some of them with an error
      return new Ran(127, "", e.getMessage());
    }
  }

  Ran shell(String script, String... arguments) {
    List<String> command = new java.util.ArrayList<>(List.of("/bin/sh", "-c", script, "check"));
    command.addAll(List.of(arguments));
    return run(command);
  }

  boolean hasShell() {
    return shell("exit 0").code() == 0;
  }
}
