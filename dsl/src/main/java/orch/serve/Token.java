package orch.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import orch.model.OrchException;
import orch.own.StateFolder;

/** What clients must show, and where it is kept. */
public final class Token {
  private Token() {}

  /**
   * The token of a file that the user names, else one that is made at first use.
   *
   * @param file the user's; empty: {@code serve/token} under the state folder, for its owner only
   * @throws OrchException.BadInput when the user's file cannot be read
   */
  public static String read(Optional<Path> file, StateFolder state) {
    if (file.isEmpty()) {
      return state
          .read("serve", "token")
          .orElseGet(() -> state.writeOnce(random(), "serve", "token"))
          .strip();
    }
    try {
      return Files.readString(file.get()).strip();
    } catch (IOException e) {
      throw new OrchException.BadInput(
          "the token cannot be read", List.of(OrchException.reason(e)), null);
    }
  }

  private static String random() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
