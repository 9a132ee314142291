package dev.awa;

import java.util.List;

/**
 * What became of an attempt to prune.
 *
 * @param generations those that were pruned, oldest first
 * @param byLeader those that a leader pruned or carried meanwhile
 * @param stoppedAt the oldest generation that is left
 * @param blockers why that one is not pruned, in words; never empty
 */
public record Pruned(
    List<Long> generations, List<Long> byLeader, long stoppedAt, List<String> blockers) {}
