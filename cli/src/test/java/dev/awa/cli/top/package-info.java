/** Tests of {@code awa top}. */
@NullMarked
package dev.awa.cli.top;

import org.jspecify.annotations.NullMarked;
