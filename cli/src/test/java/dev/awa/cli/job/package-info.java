/** Tests of the {@code awa} command. */
@NullMarked
package dev.awa.cli.job;

import org.jspecify.annotations.NullMarked;
