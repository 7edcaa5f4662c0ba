package orch.embed;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A field or parameter that gets the address at which the test reaches a published port of a
 * service: {@link java.net.URI}, {@link java.net.URL}, {@link String}, or {@code int} for the port
 * alone.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER})
public @interface OrchUrl {
  /** The service's name. */
  String service();

  /** The port within the container. */
  int port();
}
