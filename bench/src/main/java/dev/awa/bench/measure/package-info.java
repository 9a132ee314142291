/** Meters, and what is made of what they show. */
@NullMarked
package dev.awa.bench.measure;

import org.jspecify.annotations.NullMarked;
