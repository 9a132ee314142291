/** Tests of the {@code awa} command. */
@NullMarked
package dev.awa.admin;

import org.jspecify.annotations.NullMarked;
