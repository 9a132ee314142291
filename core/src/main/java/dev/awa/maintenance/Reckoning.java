package dev.awa.maintenance;

import dev.awa.PlannedFire;
import dev.awa.cron.Fire;
import dev.awa.engine.DueSchedule;
import dev.awa.engine.Settlement;
import dev.awa.schedule.Missed;
import dev.awa.schedule.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a schedule that was read fires now: the planned times that are not settled and have come,
 * those of them that its rule for missed ones leaves, and when it is due next.
 *
 * @param settlement what is to be done
 * @param missed how many planned times are passed over, as far as they were counted
 * @param late how long ago the first of the planned times was that have come
 */
record Reckoning(Settlement settlement, int missed, Duration late) {
  /** So old may a planned time be that is fired although missed ones are skipped. */
  static final Duration LATE = Duration.ofMinutes(1);

  /** So many planned times are counted that were missed; a schedule may have missed millions. */
  static final int COUNTED = 100;

  /**
   * Reckons.
   *
   * @param most how many fires may be asked for at once
   * @throws dev.awa.AwaException when this JVM can't read the expression or does not know the zone
   */
  static Reckoning of(DueSchedule schedule, int most) {
    Timing timing =
        Timing.of(schedule.expression())
            .in(schedule.zone())
            .between(schedule.startsAt(), schedule.endsAt());
    Missed rule = Missed.of(schedule.missed());
    List<Fire> come = come(timing, schedule, Math.max(rule.times() + 1, COUNTED));
    List<Fire> kept = kept(come, rule, schedule.now());
    List<Fire> fires = kept.subList(0, Math.min(most, kept.size()));
    Instant through = through(schedule, come, kept, fires);
    List<Settlement.Firing> firings = new ArrayList<>();
    waiting(timing, schedule).ifPresent(firings::add);
    fires.forEach(fire -> firings.add(firing(schedule, fire)));
    Instant due = timing.next(through).map(Fire::instant).orElse(null);
    Settlement settlement = new Settlement(schedule, through, due, firings);
    Duration late =
        come.isEmpty()
            ? Duration.ZERO
            : Duration.between(come.getFirst().instant(), schedule.now());
    return new Reckoning(
        settlement, fires.size() < kept.size() ? 0 : come.size() - kept.size(), late);
  }

  /** Whether the schedule has something to fire, or is due at another time than is noted. */
  boolean differsFrom(@Nullable Instant noted) {
    boolean waits = settlement.schedule().waitingAt() != null;
    return !waits && !Objects.equals(settlement.due(), noted);
  }

  /** The planned times that have come and are not settled, the oldest first; the newest of many. */
  private static List<Fire> come(Timing timing, DueSchedule schedule, int most) {
    List<Fire> come = new ArrayList<>();
    Optional<Fire> last = timing.last(schedule.now());
    while (last.isPresent()
        && last.get().instant().isAfter(schedule.firedThrough())
        && come.size() < most) {
      come.add(last.get());
      last = timing.last(last.get().instant().minusNanos(1));
    }
    return come.reversed();
  }

  private static List<Fire> kept(List<Fire> come, Missed rule, Instant now) {
    if (come.isEmpty()) {
      return come;
    }
    if (rule.times() > 0) {
      return come.subList(Math.max(0, come.size() - rule.times()), come.size());
    }
    boolean inTime = come.getLast().instant().isAfter(now.minus(LATE));
    return come.subList(inTime ? come.size() - 1 : come.size(), come.size());
  }

  /** What is fired later, because it is too much at once, stays unsettled. */
  private static Instant through(
      DueSchedule schedule, List<Fire> come, List<Fire> kept, List<Fire> fires) {
    if (come.isEmpty()) {
      return schedule.firedThrough();
    }
    return fires.size() < kept.size() ? fires.getLast().instant() : come.getLast().instant();
  }

  private static Optional<Settlement.Firing> waiting(Timing timing, DueSchedule schedule) {
    Instant waiting = schedule.waitingAt();
    return waiting == null
        ? Optional.empty()
        : timing.last(waiting).map(fire -> firing(schedule, waiting, fire));
  }

  private static Settlement.Firing firing(DueSchedule schedule, Fire fire) {
    return firing(schedule, fire.instant(), fire);
  }

  private static Settlement.Firing firing(DueSchedule schedule, Instant planned, Fire fire) {
    PlannedFire facts =
        new PlannedFire(schedule.name(), planned, fire.planned(), schedule.zone(), null);
    Duration later = offset(schedule, planned);
    return new Settlement.Firing(facts, later.isZero() ? null : planned.plus(later));
  }

  /** By how much a job is put off: the same whenever, and by whomever, it is reckoned. */
  private static Duration offset(DueSchedule schedule, Instant planned) {
    long most = schedule.jitter().toMillis();
    if (most == 0) {
      return Duration.ZERO;
    }
    long mixed =
        (schedule.name().hashCode() * 31L + planned.getEpochSecond()) * 0x9E3779B97F4A7C15L;
    return Duration.ofMillis(Math.floorMod(mixed ^ (mixed >>> 32), most + 1));
  }
}
