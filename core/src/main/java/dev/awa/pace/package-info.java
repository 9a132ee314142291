/** How often something is done, tried again, and told of. Not exported. */
@NullMarked
package dev.awa.pace;

import org.jspecify.annotations.NullMarked;
