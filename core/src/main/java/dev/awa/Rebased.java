package dev.awa;

/**
 * What a rebase has written anew.
 *
 * @param waiting runs that were waiting
 * @param reopened runs that were claimed and had not ended: they run again, the attempt does not
 *     count
 */
public record Rebased(long waiting, long reopened) {}
