package dev.awa.engine;

/**
 * The right to run maintenance, as it is shown with every step of it.
 *
 * @param workerId who leads
 * @param term which leadership this is; it grows with every change of leader
 */
public record Lead(long workerId, long term) {}
