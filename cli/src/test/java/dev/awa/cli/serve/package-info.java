/** Tests of the {@code awa} command. */
@NullMarked
package dev.awa.cli.serve;

import org.jspecify.annotations.NullMarked;
