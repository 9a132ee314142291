package dev.awa.admin;

/**
 * That a queue was drained.
 *
 * @param queue the queue
 * @param cancelled how many jobs were cancelled
 */
public record DrainedQueue(String queue, long cancelled) {}
