package orch.dsl;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import orch.engine.Engine;

/**
 * The end of a command in a service.
 *
 * @param code exit code
 * @param out standard output
 * @param err standard error
 */
public record ExecResult(int code, String out, String err) {
  /** Runs a command and collects what it prints. */
  static ExecResult of(Engine engine, String container, List<String> command) {
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
    return new ExecResult(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** The exit code, as scripts write it. */
  public int getCode() {
    return code;
  }

  /** Standard output, as scripts write it. */
  public String getOut() {
    return out;
  }

  /** Standard error, as scripts write it. */
  public String getErr() {
    return err;
  }
}
