package orch.model;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Sees libraries that are on no class path, so that only the commands that use them pay for them:
 * their jars lie in a folder of their own beside ours. Defines the classes that speak to them
 * itself; our other ones stay one of a kind.
 */
public final class ApartLoader extends URLClassLoader {
  private final String apart;

  private ApartLoader(String folder, List<URL> urls, String apart, ClassLoader parent) {
    super(folder, urls.toArray(URL[]::new), parent);
    this.apart = apart;
  }

  /**
   * Makes an object of a class that speaks to such libraries, by its only constructor.
   *
   * @param as what it is known as
   * @param user a class of the jar that holds its class
   * @param folder the name of the folder with the libraries
   * @param type the name of its class; what lies in its package speaks to them as well
   * @param missing what is told when it cannot be had
   * @throws OrchException what the constructor throws, where it says what is wrong
   */
  public static <T> T make(
      Class<T> as,
      Class<?> user,
      String folder,
      String type,
      Function<Throwable, OrchException> missing,
      Object... arguments) {
    try {
      Class<?> made =
          of(user, folder, type.substring(0, type.lastIndexOf('.') + 1)).loadClass(type);
      return as.cast(made.getConstructors()[0].newInstance(arguments));
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof OrchException told ? told : missing.apply(e.getCause());
    } catch (ReflectiveOperationException | NoClassDefFoundError | IOException e) {
      throw missing.apply(e);
    }
  }

  /**
   * A loader for such classes; the usual one where there is no such folder, as where orch is a
   * library of a program that brings its own.
   */
  private static ClassLoader of(Class<?> user, String folder, String apart) throws IOException {
    Path own = jarOf(user);
    Path libraries = own.resolveSibling(folder);
    if (!Files.isDirectory(libraries)) {
      // our jars stand in one folder or, as libraries of one another, in two
      libraries = own.getParent().resolveSibling(folder);
    }
    if (!Files.isRegularFile(own) || !Files.isDirectory(libraries)) {
      return user.getClassLoader();
    }
    List<URL> urls = new ArrayList<>(List.of(own.toUri().toURL()));
    try (Stream<Path> jars = Files.list(libraries)) {
      for (Path jar : jars.sorted().toList()) {
        urls.add(jar.toUri().toURL());
      }
    }
    return new ApartLoader(folder, urls, apart, user.getClassLoader());
  }

  private static Path jarOf(Class<?> type) throws IOException {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toAbsolutePath();
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean link) throws ClassNotFoundException {
    if (!name.startsWith(apart)) {
      return super.loadClass(name, link);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? findClass(name) : loaded;
    }
  }
}
