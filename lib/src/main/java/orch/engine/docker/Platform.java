package orch.engine.docker;

import java.util.Locale;
import orch.engine.read.Json;

/** Platforms such as {@code linux/arm64/v8}. */
final class Platform {
  private Platform() {}

  /** Whether an image is for a platform; where it is only a processor, for any system. */
  static boolean matches(String platform, Json image) {
    String[] parts = platform.toLowerCase(Locale.ROOT).split("/");
    boolean whole = parts.length > 1;
    return (!whole || parts[0].equals(image.at("Os").text()))
        && processor(parts[whole ? 1 : 0]).equals(processor(image.at("Architecture").text()));
  }

  private static String processor(String name) {
    return switch (name) {
      case "x86_64", "x86-64" -> "amd64";
      case "aarch64" -> "arm64";
      default -> name;
    };
  }
}
