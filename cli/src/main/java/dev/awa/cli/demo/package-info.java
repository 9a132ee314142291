/** The queue at work on a PostgreSQL of its own, for {@code awa demo}. */
@NullMarked
package dev.awa.cli.demo;

import org.jspecify.annotations.NullMarked;
