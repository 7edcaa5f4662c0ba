package orch.model;

import java.util.List;

/**
 * Commands that orch runs in a container, each after the one before it.
 *
 * @param postStart once it was started, before it can count as ready; one that fails fails the
 *     start
 * @param preStop before orch stops it
 */
public record Hooks(List<Hook> postStart, List<Hook> preStop) {
  /** No commands. */
  public static final Hooks NONE = new Hooks(List.of(), List.of());

  /** Copies the lists. */
  public Hooks {
    postStart = List.copyOf(postStart);
    preStop = List.copyOf(preStop);
  }
}
