package orch.engine;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The end of a command in a container, with what it printed.
 *
 * @param code exit code
 * @param out standard output
 * @param err standard error
 */
public record Captured(int code, String out, String err) {
  /** Runs a command without input and collects what it prints, all of it in memory. */
  public static Captured of(Engine engine, String container, List<String> command) {
    // bytes first: a letter may come in two pieces
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
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
    return new Captured(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
