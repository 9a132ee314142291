/** The HTTP server of {@code awa serve}. */
@NullMarked
package dev.awa.cli.serve;

import org.jspecify.annotations.NullMarked;
