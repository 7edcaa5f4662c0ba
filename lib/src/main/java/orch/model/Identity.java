package orch.model;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Whose an object on the engine is: the stack, which copy of it, and the host that made it.
 * Ownership is decided by these labels alone, never by a name.
 *
 * @param stack the stack's name
 * @param environment shared, or one dedicated copy
 * @param host this machine's id
 */
public record Identity(String stack, Environment environment, String host) {
  /** Checks the stack's name. */
  public Identity {
    Names.checked("stack", stack);
  }

  // a record's own two are put together at run time, and no cache keeps that: 10 ms in each command

  @Override
  public boolean equals(Object other) {
    return other instanceof Identity that
        && stack.equals(that.stack)
        && environment.run().equals(that.environment.run())
        && host.equals(that.host);
  }

  @Override
  public int hashCode() {
    return stack.hashCode();
  }

  /** What every container, network and volume of this copy carries. */
  public Map<String, String> labels() {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put(Labels.STACK, stack);
    labels.put(Labels.ENV, environment.kind());
    environment.run().ifPresent(run -> labels.put(Labels.RUN, run));
    labels.put(Labels.HOST, host);
    return labels;
  }

  /** Whether labels seen on the engine say that the object is this copy's. */
  public boolean owns(Map<String, String> seen) {
    return seen.entrySet().containsAll(labels().entrySet())
        && (environment.run().isPresent() || !seen.containsKey(Labels.RUN));
  }

  /** What names on the engine begin with: {@code dev}, or {@code dev-k3x9} for a dedicated copy. */
  public String prefix() {
    return environment.run().map(run -> stack + "-" + run).orElse(stack);
  }

  /** The name of a service's replica, numbered from 1: {@code dev-auth-1}. */
  public String containerName(String service, int replica) {
    return prefix() + "-" + service + "-" + replica;
  }

  /**
   * The name on the engine of a network or volume of this stack: {@code dev_pg-data}, as Compose
   * joins them.
   */
  public String scopedName(String name) {
    return prefix() + "_" + name;
  }

  /**
   * The same for what has a name of its own in the shared environment; copies have their own in any
   * case.
   *
   * @param called that name, or empty
   */
  public String scopedName(String name, String called) {
    return called.isEmpty() || environment.run().isPresent() ? scopedName(name) : called;
  }
}
