/** Tests of published metrics. */
@NullMarked
package dev.awa.cli.metrics;

import org.jspecify.annotations.NullMarked;
