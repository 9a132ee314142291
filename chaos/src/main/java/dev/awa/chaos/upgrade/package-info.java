/** Two versions of the library side by side on one schema, as in a rolling upgrade. */
@NullMarked
package dev.awa.chaos.upgrade;

import org.jspecify.annotations.NullMarked;
