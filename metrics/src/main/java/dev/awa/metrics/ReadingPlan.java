package dev.awa.metrics;

import dev.awa.client.Awa;
import java.time.Duration;

/**
 * What is read of the database, and how often.
 *
 * @param awa the client that reads
 * @param pace how long the thread rests between two turns
 * @param patience how long the database may take for a turn
 */
record ReadingPlan(Awa awa, Duration pace, Duration patience) {}
