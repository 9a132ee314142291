package dev.awa;

/**
 * What became of the wish to run many dead letters again.
 *
 * @param retried how many run again
 * @param duplicates how many stay because another job holds their unique key
 * @param unreadable how many stay because a part of them could not be read when they failed
 */
public record RetriedJobs(long retried, long duplicates, long unreadable) {}
