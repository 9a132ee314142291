/** Job queues on PostgreSQL side by side: Awa and its peers behind one small interface. */
@NullMarked
package dev.awa.bench.peer;

import org.jspecify.annotations.NullMarked;
