/** The {@code awa} command and its groups. */
@NullMarked
package dev.awa.cli;

import org.jspecify.annotations.NullMarked;
