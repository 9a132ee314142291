/** Faults on real processes, and the long mixed run. */
@NullMarked
package dev.awa.chaos;

import org.jspecify.annotations.NullMarked;
