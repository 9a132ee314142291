/** What really happened, written down outside of the queue, and the judgement of it. */
@NullMarked
package dev.awa.chaos.ledger;

import org.jspecify.annotations.NullMarked;
