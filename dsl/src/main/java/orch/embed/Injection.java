package orch.embed;

import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.util.List;

/**
 * What a test gets of its stack: by the type of a field or parameter, or as {@link OrchUrl} says.
 */
public final class Injection {
  private static final List<Class<?>> STACKS =
      List.of(EmbeddedStack.class, orch.dsl.StackHandle.class);

  private static final List<Class<?>> ADDRESSES =
      List.of(URI.class, URL.class, String.class, int.class, Integer.class);

  private Injection() {}

  /**
   * Whether a field or parameter is to get something.
   *
   * @param url its annotation; {@code null}: it has none
   */
  public static boolean wants(Class<?> type, OrchUrl url) {
    return url != null || STACKS.contains(type);
  }

  /**
   * The value for a field or parameter that wants one.
   *
   * @throws IllegalArgumentException when an address is wanted as something that it cannot be
   */
  public static Object value(EmbeddedStack stack, Class<?> type, OrchUrl url) {
    if (url == null) {
      return type == EmbeddedStack.class ? stack : stack.handle();
    }
    if (!ADDRESSES.contains(type)) {
      throw new IllegalArgumentException(
          "@OrchUrl(service = \""
              + url.service()
              + "\", port = "
              + url.port()
              + ") is for URI, URL, String or int, not for "
              + type.getName());
    }
    if (type == int.class || type == Integer.class) {
      return stack.port(url.service(), url.port());
    }
    URI address = stack.url(url.service(), url.port());
    try {
      return type == URI.class ? address : type == URL.class ? address.toURL() : address.toString();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(address + " is no URL that Java knows: take a URI", e);
    }
  }
}
