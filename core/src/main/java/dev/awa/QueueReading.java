package dev.awa;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a queue held when it was read.
 *
 * @param stats how many jobs in each state
 * @param lag for how long the job that waits longest has been ready, by the clock of the database;
 *     null when none waits
 */
public record QueueReading(QueueStats stats, @Nullable Duration lag) {}
