/**
 * What a scenario works with, gathered by the {@link Lab}: a server and its database, worker
 * processes, producers, and the wire between them, all of which can be broken.
 */
@NullMarked
package dev.awa.chaos.lab;

import org.jspecify.annotations.NullMarked;
