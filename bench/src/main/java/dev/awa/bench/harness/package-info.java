/**
 * An adapter for a harness that drives job queues as child processes: settings come from the
 * environment, commands on stdin, numbers go out as JSON lines on stdout.
 */
@NullMarked
package dev.awa.bench.harness;

import org.jspecify.annotations.NullMarked;
