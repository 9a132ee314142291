/** Transaction poolers before a database, and what clients leave behind in their sessions. */
@NullMarked
package dev.awa.chaos.pooler;

import org.jspecify.annotations.NullMarked;
