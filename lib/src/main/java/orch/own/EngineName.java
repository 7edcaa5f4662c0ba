package orch.own;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** The name of the folders in which is kept what belongs to one engine. */
final class EngineName {
  private EngineName() {}

  /**
   * By address, with links in the path of a socket followed: {@code /var/run} and {@code /run} are
   * one engine. The engine's own id would be surer, but asking for it takes it a third of a second.
   */
  static String of(URI engine) {
    String text = engine.toString();
    if ("unix".equalsIgnoreCase(engine.getScheme()) && engine.getPath() != null) {
      try {
        text = "unix://" + Path.of(engine.getPath()).toRealPath();
      } catch (IOException e) {
        // not there: then nothing is locked in its name
      }
    }
    return text.replaceAll("[^A-Za-z0-9.]+", "-");
  }
}
