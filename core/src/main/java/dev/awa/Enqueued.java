package dev.awa;

/**
 * What became of a job that was handed in.
 *
 * @param id the job's id; of the job that was there already when this one is a duplicate
 * @param duplicate whether nothing was enqueued because another job holds the same unique key
 */
public record Enqueued(long id, boolean duplicate) {}
