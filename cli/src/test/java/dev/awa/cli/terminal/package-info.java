/** Tests of the {@code awa} command. */
@NullMarked
package dev.awa.cli.terminal;

import org.jspecify.annotations.NullMarked;
