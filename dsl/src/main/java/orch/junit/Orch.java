package orch.junit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import orch.embed.Per;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The tests of a class have a stack: healthy before the first of them, removed after the last,
 * however they end. Fields and parameters of type {@link orch.dsl.StackHandle} and {@link
 * orch.embed.EmbeddedStack}, and those with {@link orch.embed.OrchUrl}, get what they name.
 */
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(OrchExtension.class)
public @interface Orch {
  /**
   * Files of the stack, relative to the working folder: one of the DSL, or Compose files. None: the
   * configuration parameter {@code orch.stack}, else the stack of the working folder.
   */
  String[] value() default {};

  /** How long it lives. */
  Per per() default Per.CLASS;

  /** Whether it is the instance that all share on the engine, and stays; a private copy if not. */
  boolean shared() default false;
}
