/** Benchmarks of the queue. */
@NullMarked
package dev.awa.bench;

import org.jspecify.annotations.NullMarked;
