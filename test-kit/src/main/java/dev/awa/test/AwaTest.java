package dev.awa.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives the tests of a class a queue: a migrated one, in a database of its own on an embedded
 * PostgreSQL, empty before each test. A test has it as a parameter, {@link AwaKit} or {@link
 * dev.awa.client.Awa}. For a database of the application's, see {@link AwaExtension#on}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@ExtendWith(AwaExtension.class)
public @interface AwaTest {}
