package orch.spock;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import orch.embed.Per;
import org.spockframework.runtime.extension.ExtensionAnnotation;

/**
 * The features of a spec have a stack: healthy before the first of them, removed after the last,
 * however they end. Fields of type {@link orch.dsl.StackHandle} and {@link
 * orch.embed.EmbeddedStack}, and those with {@link orch.embed.OrchUrl}, get what they name, shared
 * ones before {@code setupSpec}.
 */
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtensionAnnotation(OrchExtension.class)
public @interface Orch {
  /**
   * Files of the stack, relative to the working folder: one of the DSL, or Compose files. None: as
   * {@link OrchConfiguration} says, else the stack of the working folder.
   */
  String[] value() default {};

  /** How long it lives. */
  Per per() default Per.CLASS;

  /** Whether it is the instance that all share on the engine, and stays; a private copy if not. */
  boolean shared() default false;
}
