/** Metrics of a worker as Prometheus scrapes them. */
@NullMarked
package dev.awa.cli.metrics;

import org.jspecify.annotations.NullMarked;
