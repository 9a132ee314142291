/** What can be broken: a server, worker processes, the wire between them. */
@NullMarked
package dev.awa.chaos.lab;

import org.jspecify.annotations.NullMarked;
