/**
 * What happens on a worker: to jobs, to the worker, in maintenance. Logs, metrics and traces are
 * made of these events.
 */
@NullMarked
package dev.awa.event;

import org.jspecify.annotations.NullMarked;
