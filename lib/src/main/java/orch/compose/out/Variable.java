package orch.compose.out;

import java.util.Locale;
import orch.model.Value;

/**
 * A reference to a variable of whoever uses the file, in place of a secret.
 *
 * @param name of the variable
 * @param secret the name under which orch keeps it
 */
record Variable(String name, String secret) {
  /** The variable that stands for a secret: {@code SECRET_DB} for {@code db}. */
  static Variable of(Value.Secret secret) {
    String base = secret.name().replaceAll("[^A-Za-z0-9]+", "_").toUpperCase(Locale.ROOT);
    return new Variable("SECRET_" + base, secret.name());
  }

  /** As files have it; who does not set it is told so. */
  @Override
  public String toString() {
    return "${" + name + ":?the secret " + secret + " is not set}";
  }

  /** Its mere name, where a key takes one. */
  record Named(Variable variable) {}
}
