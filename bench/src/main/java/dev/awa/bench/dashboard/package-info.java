/** What the dashboard and the admin API cost, over a queue that has seen much. */
@NullMarked
package dev.awa.bench.dashboard;

import org.jspecify.annotations.NullMarked;
