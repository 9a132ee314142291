package dev.awa.cli.terminal;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a command prints with {@code --json}: one document of one of these types. From it the page
 * of the documents is made (docs/reference/json.md), and the tests hold whatever a command prints
 * against it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Prints {
  /** An object of one of these types. */
  Class<?>[] value() default {};

  /** An array, of objects of one of these types. */
  Class<?>[] lists() default {};
}
