/** {@code awa top}: the overview in a terminal, with keys that steer. */
@NullMarked
package dev.awa.cli.top;

import org.jspecify.annotations.NullMarked;
