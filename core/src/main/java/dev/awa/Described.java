package dev.awa;

import java.time.Instant;

/**
 * What is said of a queue or a kind. If there are two that are not stale, two applications, or two
 * revisions of one, say different things: they drift.
 *
 * @param name of the queue or kind
 * @param says what is said
 * @param since when it was said first
 * @param seenAt when a worker said so last; a worker says it when it starts and once an hour
 * @param saidBy the name of that worker
 * @param stale whether no worker has said so for a day. It is forgotten after 30 days
 */
public record Described(
    String name, Descriptor says, Instant since, Instant seenAt, String saidBy, boolean stale) {}
