package dev.awa.cron;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;

/**
 * An interval follows elapsed time: it fires whenever the clock shows a time that it names, twice
 * where the clock shows it twice, and never where the clock jumps over it. Between two changes of
 * clocks the offset is one, so each stretch is searched by itself.
 */
record IntervalFires(LocalTimes times) implements Fires {
  @Override
  public @Nullable Fire next(Instant after, Instant limit, ZoneId zone) {
    ZoneRules rules = zone.getRules();
    Instant from = after.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
    while (!from.isAfter(limit)) {
      ZoneOffset offset = rules.getOffset(from);
      ZoneOffsetTransition change = rules.nextTransition(from);
      boolean isLast = change == null || change.getInstant().isAfter(limit);
      Instant end = isLast ? limit : change.getInstant().minusSeconds(1);
      LocalDateTime found = times.atOrAfter(local(from, offset), local(end, offset));
      if (found != null) {
        return fire(found, offset, zone);
      }
      from = end.plusSeconds(1);
    }
    return null;
  }

  @Override
  public @Nullable Fire last(Instant from, Instant limit, ZoneId zone) {
    ZoneRules rules = zone.getRules();
    Instant until = from.truncatedTo(ChronoUnit.SECONDS);
    while (!until.isBefore(limit)) {
      ZoneOffset offset = rules.getOffset(until);
      ZoneOffsetTransition change = rules.previousTransition(until.plusSeconds(1));
      boolean isFirst = change == null || change.getInstant().isBefore(limit);
      Instant begin = isFirst ? limit : change.getInstant();
      LocalDateTime found = times.atOrBefore(local(until, offset), local(begin, offset));
      if (found != null) {
        return fire(found, offset, zone);
      }
      until = begin.minusSeconds(1);
    }
    return null;
  }

  private static LocalDateTime local(Instant instant, ZoneOffset offset) {
    return LocalDateTime.ofInstant(instant, offset);
  }

  private static Fire fire(LocalDateTime time, ZoneOffset offset, ZoneId zone) {
    return new Fire(time.toInstant(offset), zone, time, Shift.NONE);
  }
}
