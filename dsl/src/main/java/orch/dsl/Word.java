package orch.dsl;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a method as a word of a block, with what help says of it. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Word {
  /** What it does, in one line, with its default. */
  String value();

  /** How it is written. */
  String example();
}
