package dev.awa;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A worker process that the database knows.
 *
 * @param name as people recognise it
 * @param alive false once it was declared dead, until it is rescued
 * @param leads whether it does the maintenance
 * @param beatAt when it was heard of last
 * @param queues those that it works on
 * @param runsWith the settings that each of its queues has on it now, as it has said; empty until
 *     it has
 */
public record KnownWorker(
    long id,
    String name,
    boolean alive,
    boolean leads,
    Instant startedAt,
    Instant beatAt,
    List<String> queues,
    Map<String, QueueSettings> runsWith) {}
