/** Metrics of workers and queues, made of events and published by Micrometer or OpenTelemetry. */
@NullMarked
package dev.awa.metrics;

import org.jspecify.annotations.NullMarked;
