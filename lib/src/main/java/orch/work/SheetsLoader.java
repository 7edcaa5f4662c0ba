package orch.work;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import orch.model.OrchException;

/**
 * Opens lists of work in sheets of Google's. Its client comes in a dozen jars: they are on no class
 * path but in a folder beside our own jars, and what speaks to them is loaded by a loader that sees
 * them.
 */
public final class SheetsLoader {
  private static final String FOLDER = "sheets";

  private SheetsLoader() {}

  /**
   * Where a sheet is.
   *
   * @param spreadsheet its id, as in its address
   * @param worksheet the title of the sheet in it
   * @param credentials the file with the key of a service account
   * @param url of another server that answers as Google's does; empty: Google's
   */
  public record Place(String spreadsheet, String worksheet, Path credentials, String url) {}

  /**
   * Opens one; nothing is asked before the first look.
   *
   * @param every how often it is looked at
   * @throws OrchException.BadInput when the credentials cannot be used, or the client is not there
   */
  public static WorkSource open(Place place, Duration every, Clock clock) {
    try {
      return (WorkSource)
          loader()
              .loadClass("orch.work.sheets.SheetsSource")
              .getConstructor(Place.class, Duration.class, Clock.class)
              .newInstance(place, every, clock);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof OrchException told) {
        throw told;
      }
      throw missing(e.getCause());
    } catch (ReflectiveOperationException
        | NoClassDefFoundError
        | IOException
        | URISyntaxException e) {
      throw missing(e);
    }
  }

  private static OrchException.BadInput missing(Throwable why) {
    return new OrchException.BadInput(
        "sheets need Google's client, which is not here",
        List.of(
            String.valueOf(why),
            "where orch is a library: com.google.apis:google-api-services-sheets and"
                + " com.google.auth:google-auth-library-oauth2-http"),
        null);
  }

  private static ClassLoader loader() throws IOException, URISyntaxException {
    Path own =
        Path.of(SheetsLoader.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path folder = own.toAbsolutePath().getParent().resolveSibling(FOLDER);
    if (!Files.isDirectory(folder)) {
      return SheetsLoader.class.getClassLoader();
    }
    List<URL> urls = new ArrayList<>(List.of(own.toUri().toURL()));
    try (Stream<Path> jars = Files.list(folder)) {
      for (Path jar : jars.sorted().toList()) {
        urls.add(jar.toUri().toURL());
      }
    }
    return new Apart(urls.toArray(URL[]::new));
  }

  /** Defines the classes that speak to the client itself; our other ones stay one of a kind. */
  private static final class Apart extends URLClassLoader {
    Apart(URL[] urls) {
      super(FOLDER, urls, SheetsLoader.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean link) throws ClassNotFoundException {
      if (!name.startsWith("orch.work.sheets.")) {
        return super.loadClass(name, link);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? findClass(name) : loaded;
      }
    }
  }
}
