/** Tests of the {@code awa} command. */
@NullMarked
package dev.awa.cli;

import org.jspecify.annotations.NullMarked;
