package orch.engine.docker;

import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.transport.SSLConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import orch.engine.http.EngineAddress;
import orch.model.ApartLoader;
import orch.model.Next;
import orch.model.OrchException;

/**
 * What secures connections to an engine over TLS: {@code ca.pem}, {@code cert.pem} and {@code
 * key.pem} of a folder, as docker-java reads them. The library that it reads them with is large: as
 * one that others need not have, it lies apart: Groovy opens every jar on the class path, and half
 * of that time went to this library.
 */
final class Certificates {
  private static final String READER = "com.github.dockerjava.core.LocalDirectorySSLConfig";

  private static final List<String> FILES = List.of("ca.pem", "cert.pem", "key.pem");

  private Certificates() {}

  /** The maker of secured sockets; what is wrong with the certificates is told when it is asked. */
  static Supplier<SSLSocketFactory> of(EngineAddress address) {
    return () -> read(address);
  }

  private static SSLSocketFactory read(EngineAddress address) {
    Path folder =
        address
            .certificates()
            .orElseThrow(
                () ->
                    new OrchException.BadInput(
                        "the engine at "
                            + address
                            + " is reached by TLS, and no certificates"
                            + " are given"));
    List<String> missing =
        FILES.stream().filter(file -> !Files.isReadable(folder.resolve(file))).toList();
    if (!missing.isEmpty()) {
      throw unusable(folder, "not there, or not readable: " + String.join(", ", missing));
    }
    try {
      return ApartLoader.make(
              SSLConfig.class,
              DockerClientImpl.class,
              "tls",
              READER,
              why -> unusable(folder, EngineErrors.rootMessage(why)),
              folder.toString())
          .getSSLContext()
          .getSocketFactory();
    } catch (GeneralSecurityException | DockerClientException e) {
      throw unusable(folder, why(e));
    }
  }

  /** docker-java does not look whether it found anything in a file, and then has nothing to say. */
  private static String why(Exception e) {
    String message = EngineErrors.rootMessage(e);
    return message.contains(NullPointerException.class.getName())
        ? "one of them holds nothing in PEM form"
        : message;
  }

  private static OrchException.Unavailable unusable(Path folder, String why) {
    return new OrchException.Unavailable(
        "the certificates in " + folder + " cannot be used",
        List.of(why, "there must be: " + String.join(", ", FILES)),
        Next.verb("doctor"));
  }
}
