package orch.own;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import orch.model.Names;
import orch.model.Value;

/**
 * Secrets of stacks: made at first use, kept with mode 0600 under the state folder, the same ever
 * after.
 */
public final class Secrets {
  private final StateFolder state;

  /** Kept in this folder. */
  public Secrets(StateFolder state) {
    this.state = state;
  }

  /** The secret of that name; made of 24 random bytes at first use. */
  public Value.Secret get(String stack, String name) {
    Names.checked("stack", stack);
    Names.checked("secret", name);
    String text =
        state
            .read("secrets", stack, name)
            .orElseGet(() -> state.writeOnce(random(), "secrets", stack, name));
    return new Value.Secret(name, text.strip());
  }

  /** From now on it is this one; another that it was is kept beside it, hidden. */
  public void replace(String stack, Value.Secret secret) {
    String name = secret.name();
    Optional<String> old = state.read("secrets", Names.checked("stack", stack), name);
    if (!old.equals(Optional.of(secret.text()))) {
      old.ifPresent(text -> state.write(text, "secrets", stack, ".before-" + name));
      state.write(secret.text(), "secrets", stack, name);
    }
  }

  /** A secret of a dedicated copy, made anew and not kept here. */
  public static Value.Secret fresh(String name) {
    return new Value.Secret(Names.checked("secret", name), random());
  }

  /** All secrets of a stack that were ever made here: what its containers print may hold any. */
  public List<Value.Secret> all(String stack) {
    return state.names("secrets", Names.checked("stack", stack)).stream()
        .map(name -> get(stack, name))
        .toList();
  }

  private static String random() {
    byte[] bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
