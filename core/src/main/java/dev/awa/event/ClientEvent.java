package dev.awa.event;

/**
 * Something that this client has done, told after its own commit. What happens in the caller's
 * transaction, by another client or in SQL is not heard here. Nor is a commit whose answer was lost
 * with the connection: the call fails, although the work may be done.
 *
 * @see dev.awa.client.DeadLetters#telling
 */
public sealed interface ClientEvent extends Event
    permits DeadLettersMoved, DeadLettersPurged, DeadLettersRetried {}
