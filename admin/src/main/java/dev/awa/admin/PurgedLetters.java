package dev.awa.admin;

/**
 * How many dead letters were deleted.
 *
 * @param purged how many
 */
public record PurgedLetters(long purged) {}
