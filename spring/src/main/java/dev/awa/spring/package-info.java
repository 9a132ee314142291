/** Awa in a Spring Boot application. */
@NullMarked
package dev.awa.spring;

import org.jspecify.annotations.NullMarked;
