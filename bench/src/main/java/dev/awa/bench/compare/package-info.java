/** Scenarios in which Awa and its peers do the same work on the same server, in turns. */
@NullMarked
package dev.awa.bench.compare;

import org.jspecify.annotations.NullMarked;
