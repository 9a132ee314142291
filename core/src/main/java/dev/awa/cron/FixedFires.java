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
 * A fixed time fires once, as soon as the clock has reached it: at the end of a gap that holds it,
 * and in the first pass of an overlap. So a later planned time never fires earlier, and the fires
 * up to an instant are those of the planned times that the clock had reached by then.
 */
record FixedFires(LocalTimes times) implements Fires {
  @Override
  public @Nullable Fire next(Instant after, Instant limit, ZoneId zone) {
    ZoneRules rules = zone.getRules();
    LocalDateTime from = reached(after, rules).plusSeconds(1);
    LocalDateTime end = reached(limit, rules);
    LocalDateTime planned = times.atOrAfter(from, end);
    return planned == null ? null : fire(planned, zone);
  }

  @Override
  public @Nullable Fire last(Instant from, Instant limit, ZoneId zone) {
    ZoneRules rules = zone.getRules();
    LocalDateTime begin = reached(limit.minusSeconds(1), rules).plusSeconds(1);
    LocalDateTime planned = times.atOrBefore(reached(from, rules), begin);
    return planned == null ? null : fire(planned, zone);
  }

  /** The latest whole second that the clock has shown up to this instant. */
  private static LocalDateTime reached(Instant instant, ZoneRules rules) {
    ZoneOffset offset = rules.getOffset(instant);
    LocalDateTime local = LocalDateTime.ofInstant(instant, offset).truncatedTo(ChronoUnit.SECONDS);
    ZoneOffsetTransition change = rules.getTransition(local);
    boolean isSecondPass =
        change != null && change.isOverlap() && offset.equals(change.getOffsetAfter());
    return isSecondPass ? change.getDateTimeBefore().minusSeconds(1) : local;
  }

  private Fire fire(LocalDateTime planned, ZoneId zone) {
    ZoneRules rules = zone.getRules();
    ZoneOffsetTransition change = rules.getTransition(planned);
    if (change != null && change.isGap()) {
      return atEndOf(change, zone);
    }
    ZoneOffset offset = change == null ? rules.getOffset(planned) : change.getOffsetBefore();
    ZoneOffsetTransition before = rules.getTransition(planned.minusSeconds(1));
    if (before != null && before.isGap() && before.getDateTimeAfter().equals(planned)) {
      return atEndOf(before, zone);
    }
    Shift shift = change == null ? Shift.NONE : Shift.OVERLAP;
    return new Fire(planned.toInstant(offset), zone, planned, shift);
  }

  /** All planned times of a gap, and one at its very end, make one fire: that of the first. */
  private Fire atEndOf(ZoneOffsetTransition gap, ZoneId zone) {
    LocalDateTime end = gap.getDateTimeAfter();
    LocalDateTime planned = times.atOrAfter(gap.getDateTimeBefore(), end);
    Shift shift = end.equals(planned) ? Shift.NONE : Shift.GAP;
    return new Fire(gap.getInstant(), zone, planned == null ? end : planned, shift);
  }
}
