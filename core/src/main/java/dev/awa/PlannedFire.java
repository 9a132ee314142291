package dev.awa;

import java.time.Instant;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * The fire of a schedule that enqueued a job.
 *
 * @param schedule the name of the schedule
 * @param plannedAt the time that the job was planned for, which may be long before it was enqueued
 * @param plannedLocal the local time that the schedule names, in its zone; it differs from {@code
 *     plannedAt} in that zone only where clocks left it out. Null when somebody fired it by hand
 * @param zone the zone of the schedule
 * @param triggeredBy who fired it by hand; null when it was due
 */
public record PlannedFire(
    String schedule,
    Instant plannedAt,
    @Nullable LocalDateTime plannedLocal,
    String zone,
    @Nullable String triggeredBy) {}
