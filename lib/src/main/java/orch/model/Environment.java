package orch.model;

import java.util.Optional;

/** Which copy of a stack is meant. */
public sealed interface Environment {
  /** One instance per name on this engine, used by all who ask. */
  Environment SHARED = new Shared();

  /** {@code shared} or {@code dedicated}, as in labels and JSON. */
  String kind();

  /** The nonce that tells dedicated copies apart; empty for the shared one. */
  Optional<String> run();

  /** The one instance that all share. */
  record Shared() implements Environment {
    @Override
    public String kind() {
      return "shared";
    }

    @Override
    public Optional<String> run() {
      return Optional.empty();
    }
  }

  /**
   * A private copy.
   *
   * @param nonce short, unique on the engine, part of every name
   */
  record Dedicated(String nonce) implements Environment {
    /** Checks the nonce. */
    public Dedicated {
      Names.checked("run", nonce);
    }

    @Override
    public String kind() {
      return "dedicated";
    }

    @Override
    public Optional<String> run() {
      return Optional.of(nonce);
    }
  }
}
