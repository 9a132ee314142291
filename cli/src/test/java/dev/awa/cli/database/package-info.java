/** Tests of the {@code awa} command. */
@NullMarked
package dev.awa.cli.database;

import org.jspecify.annotations.NullMarked;
