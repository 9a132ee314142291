/** Tests of Awa in a Spring Boot application, of both lines of Spring Boot. */
@NullMarked
package dev.awa.spring;

import org.jspecify.annotations.NullMarked;
