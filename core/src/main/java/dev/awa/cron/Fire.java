package dev.awa.cron;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * One time at which a job of a schedule is due.
 *
 * @param instant when it is due, in whole seconds
 * @param zone the zone whose clock the expression speaks of
 * @param planned the local time that the expression names. It differs from what the clock shows at
 *     {@code instant} only for {@link Shift#GAP}; of several planned times that meet at the end of
 *     one gap it is the first
 * @param shift how a change of clocks bears on this fire
 */
public record Fire(Instant instant, ZoneId zone, LocalDateTime planned, Shift shift) {
  /** What the clock of the zone shows when the job is due, with its offset from UTC. */
  public ZonedDateTime time() {
    return instant.atZone(zone);
  }
}
