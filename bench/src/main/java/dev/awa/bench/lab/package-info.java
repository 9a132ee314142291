/** What a scenario works with: a server of its own, queues in it, and the arguments of its jobs. */
@NullMarked
package dev.awa.bench.lab;

import org.jspecify.annotations.NullMarked;
