package dev.awa.admin;

/**
 * How many jobs were cancelled.
 *
 * @param cancelled how many
 */
public record CancelledJobs(long cancelled) {}
