package dev.awa;

import java.time.Instant;

/**
 * A line that an attempt wrote to its log.
 *
 * @param attempt which attempt of the job
 * @param runNo which run of the job
 * @param at when it was written, by the database's clock
 * @param text the line, at most 1000 characters; may hold line breaks
 */
public record LogLine(int attempt, int runNo, Instant at, String text) {}
