/** Tests of the metrics. */
@NullMarked
package dev.awa.metrics;

import org.jspecify.annotations.NullMarked;
