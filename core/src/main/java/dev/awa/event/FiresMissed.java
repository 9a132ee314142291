package dev.awa.event;

import java.time.Duration;

/**
 * Planned times of a schedule passed while nobody could fire it, and are not made up for.
 *
 * @param schedule the name of the schedule
 * @param times how many planned times; at most 100 are counted, or what the schedule catches up
 *     with when that is more
 * @param rule what the schedule says of missed ones: {@code once}
 * @param late how long ago the first of those was planned that were counted. Less than a minute is
 *     a leader that was late for a schedule of seconds, and more is an outage
 */
public record FiresMissed(String schedule, int times, String rule, Duration late)
    implements MaintenanceEvent {
  private static final int MANY = 99;
  private static final Duration OUTAGE = Duration.ofMinutes(1);

  @Override
  public String words() {
    return "schedule \""
        + schedule
        + "\" missed "
        + times
        + (times == 1 ? " planned time" : " planned times")
        + (times < MANY ? "" : " or more")
        + " in "
        + Words.span(late)
        + ", not made up for (missed: "
        + rule
        + ")";
  }

  @Override
  public Severity severity() {
    return late.compareTo(OUTAGE) < 0 ? Severity.DETAIL : Severity.WARNING;
  }
}
