/** Tests of the {@code awa} command. */
@NullMarked
package dev.awa.cli.command;

import org.jspecify.annotations.NullMarked;
