/** Tests of the {@code awa} command. */
@NullMarked
package dev.awa.cli.demo;

import org.jspecify.annotations.NullMarked;
