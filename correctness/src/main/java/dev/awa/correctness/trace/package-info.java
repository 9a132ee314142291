/** Runs of the engine that are recorded, and replayed in the model Claim. */
@NullMarked
package dev.awa.correctness.trace;

import org.jspecify.annotations.NullMarked;
