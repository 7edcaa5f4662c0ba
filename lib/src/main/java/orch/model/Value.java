package orch.model;

import java.util.Objects;

/** The value of an environment variable. */
public sealed interface Value {
  /** What the process in the container sees. */
  String text();

  /** Shown as it is. */
  record Plain(String text) implements Value {
    /** Checks that there is a text. */
    public Plain {
      Objects.requireNonNull(text, "text");
    }
  }

  /**
   * Masked in every output.
   *
   * @param name the name under which it is kept
   * @param text the secret itself
   * @param given whether the user gave it; others are made and kept by orch
   */
  record Secret(String name, String text, boolean given) implements Value {
    /** Checks the name. */
    public Secret {
      Names.checked("secret", name);
      Objects.requireNonNull(text, "text");
    }

    /** One that orch made. */
    public Secret(String name, String text) {
      this(name, text, false);
    }

    @Override
    public String toString() {
      return "secret(" + name + ")";
    }
  }
}
