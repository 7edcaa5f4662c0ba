package orch.dsl;

import java.util.List;
import orch.engine.Captured;
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
    Captured end = Captured.of(engine, container, command);
    return new ExecResult(end.code(), end.out(), end.err());
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
