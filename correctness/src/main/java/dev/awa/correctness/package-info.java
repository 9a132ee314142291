/** Checks the TLA+ models of the storage engine. */
@NullMarked
package dev.awa.correctness;

import org.jspecify.annotations.NullMarked;
