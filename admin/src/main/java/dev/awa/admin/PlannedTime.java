package dev.awa.admin;

import dev.awa.cron.Fire;
import dev.awa.cron.Shift;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * A time at which a schedule will fire.
 *
 * @param at when
 * @param local the same in the zone of the schedule, with its offset
 * @param planned the local time that the expression names
 * @param shifted why it fires at another time than planned; null when it does not
 */
public record PlannedTime(Instant at, String local, String planned, @Nullable String shifted) {
  /** The document of a fire. */
  public static PlannedTime of(Fire fire) {
    return new PlannedTime(
        fire.instant(),
        DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(fire.time()),
        fire.planned().toString(),
        why(fire.shift()));
  }

  private static @Nullable String why(Shift shift) {
    return switch (shift) {
      case NONE -> null;
      case GAP -> "clocks jump over the planned time: fires when the gap ends";
      case OVERLAP -> "clocks show this time twice: fires the first time";
    };
  }
}
