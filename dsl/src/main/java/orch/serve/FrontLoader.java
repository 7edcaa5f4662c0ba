package orch.serve;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import orch.model.OrchException;

/**
 * Finds what speaks HTTP. Its libraries come in some twenty jars that are on no class path, so that
 * no other command pays for them, but beside our own jar; the classes that use them are loaded anew
 * by a loader that sees them.
 */
public final class FrontLoader {
  private static final String OPENER = "orch.serve.http.JavalinOpener";
  private static final String APART = "orch.serve.http.";

  private FrontLoader() {}

  /**
   * What opens a way to clients.
   *
   * @throws OrchException.BadInput when its libraries are not here, as where orch is a library
   */
  public static HttpFront.Opener opener() {
    try {
      Path own =
          Path.of(FrontLoader.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path beside = own.resolveSibling("serve");
      ClassLoader loader =
          Files.isDirectory(beside) && Files.isRegularFile(own)
              ? new Apart(urls(own, beside))
              : FrontLoader.class.getClassLoader();
      return (HttpFront.Opener) loader.loadClass(OPENER).getConstructor().newInstance();
    } catch (ReflectiveOperationException
        | NoClassDefFoundError
        | IOException
        | URISyntaxException e) {
      throw new OrchException.BadInput(
          "a server needs the libraries that speak HTTP, which are not here",
          List.of(
              String.valueOf(e),
              "where orch is a library: io.javalin:javalin and"
                  + " io.prometheus:prometheus-metrics-core"),
          null);
    }
  }

  private static URL[] urls(Path own, Path folder) throws IOException {
    List<URL> urls = new ArrayList<>(List.of(own.toUri().toURL()));
    try (Stream<Path> files = Files.list(folder)) {
      for (Path jar : files.sorted().toList()) {
        urls.add(jar.toUri().toURL());
      }
    }
    return urls.toArray(URL[]::new);
  }

  /** Defines the classes that speak HTTP itself; our other ones stay one of a kind. */
  private static final class Apart extends URLClassLoader {
    Apart(URL[] urls) {
      super("serve", urls, FrontLoader.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean link) throws ClassNotFoundException {
      if (!name.startsWith(APART)) {
        return super.loadClass(name, link);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? findClass(name) : loaded;
      }
    }
  }
}
