package dev.awa.schedule;

import dev.awa.cron.CronExpression;
import dev.awa.cron.Fire;
import dev.awa.cron.Shift;
import dev.awa.cron.Zones;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a schedule fires: a cron expression or a fixed interval, in a zone, maybe from a time on and
 * up to another. The planned times are one set of instants in whole seconds; {@link #next} and
 * {@link #last} look that set up. Immutable.
 */
public final class Timing {
  /** How a fixed interval begins where expressions are written: {@code @every PT5M}. */
  public static final String EVERY = "@every ";

  private static final Duration LONGEST = Duration.ofDays(3650);

  private final @Nullable CronExpression cron;
  private final Duration every;
  private final ZoneId zone;
  private final @Nullable Instant start;
  private final @Nullable Instant end;

  private Timing(
      @Nullable CronExpression cron,
      Duration every,
      ZoneId zone,
      @Nullable Instant start,
      @Nullable Instant end) {
    this.cron = cron;
    this.every = every;
    this.zone = zone;
    this.start = start;
    this.end = end;
  }

  /**
   * Reads an expression: five or six fields of cron, a name such as {@code @daily}, or {@code
   * @every} and an ISO-8601 duration of whole seconds, 1 s to 3650 days ({@code @every PT5M}). The
   * zone is UTC.
   *
   * @throws dev.awa.cron.InvalidCronException when the text is no cron expression
   * @throws IllegalArgumentException when it is no interval
   */
  public static Timing of(String expression) {
    ZoneId utc = Zones.of("UTC");
    return expression.startsWith(EVERY)
        ? new Timing(null, interval(expression), utc, null, null)
        : new Timing(CronExpression.parse(expression), Duration.ZERO, utc, null, null);
  }

  /**
   * A fixed interval. Its times are counted from 1970-01-01T00:00:00Z, or from the start where
   * there is one, so they do not depend on when it was declared.
   *
   * @param length whole seconds, 1 s to 3650 days
   * @throws IllegalArgumentException when the length is out of range
   */
  public static Timing every(Duration length) {
    return of(EVERY + length);
  }

  private static Duration interval(String expression) {
    try {
      Duration length = Duration.parse(expression.substring(EVERY.length()));
      if (length.getSeconds() >= 1 && length.getNano() == 0 && length.compareTo(LONGEST) <= 0) {
        return length;
      }
    } catch (DateTimeException e) {
      // said below
    }
    throw new IllegalArgumentException(
        "expression: an interval must be whole seconds, 1 s to 3650 days, as in @every PT5M, got "
            + (expression.length() > 100 ? expression.length() + " characters" : expression));
  }

  /**
   * The same in a zone, by the name of a place ({@code Europe/Berlin}) or {@code UTC}.
   *
   * @throws dev.awa.cron.InvalidCronException when there is no such zone
   */
  public Timing in(String zoneId) {
    return new Timing(cron, every, Zones.of(zoneId), start, end);
  }

  /**
   * The same, but nothing is planned before {@code from}, or at {@code until} and later; null for
   * no such bound.
   *
   * @throws IllegalArgumentException when {@code until} is not after {@code from}
   */
  public Timing between(@Nullable Instant from, @Nullable Instant until) {
    if (from != null && until != null && !until.isAfter(from)) {
      throw new IllegalArgumentException("end: must be after the start " + from + ", got " + until);
    }
    return new Timing(cron, every, zone, from, until);
  }

  /** The canonical text of the expression, which can be read again. */
  public String expression() {
    return cron == null ? EVERY + every : cron.toString();
  }

  /**
   * When it fires in words: {@code at 03:00 every day, Europe/Berlin}; {@code every 5 minutes}. A
   * cron expression of no common form stands as it is, with its zone: see {@link
   * CronExpression#words}.
   */
  public String words() {
    return cron == null ? "every " + span() : cron.words() + ", " + zone;
  }

  /** The length of the interval in the largest unit that shows it whole. */
  private String span() {
    long seconds = every.toSeconds();
    for (ChronoUnit unit : List.of(ChronoUnit.DAYS, ChronoUnit.HOURS, ChronoUnit.MINUTES)) {
      long length = unit.getDuration().toSeconds();
      if (seconds % length == 0) {
        return counted(seconds / length, unit);
      }
    }
    return counted(seconds, ChronoUnit.SECONDS);
  }

  private static String counted(long number, ChronoUnit unit) {
    String units = unit.toString().toLowerCase(Locale.ROOT);
    return number == 1 ? units.substring(0, units.length() - 1) : number + " " + units;
  }

  /** The zone whose clock a cron expression speaks of; UTC by default. */
  public ZoneId zone() {
    return zone;
  }

  /** Nothing is planned before it; null for no such bound. */
  public @Nullable Instant start() {
    return start;
  }

  /** Nothing is planned at it or later; null for no such bound. */
  public @Nullable Instant end() {
    return end;
  }

  /** The first planned time after an instant, never at it; empty when there is none. */
  public Optional<Fire> next(Instant after) {
    Instant from = start != null && start.isAfter(after) ? start.minusNanos(1) : after;
    Optional<Fire> next =
        cron == null ? Optional.of(step(from).plus(every)).map(this::fire) : cron.next(from, zone);
    return next.filter(fire -> end == null || fire.instant().isBefore(end));
  }

  /** The last planned time at or before an instant; empty when there is none. */
  public Optional<Fire> last(Instant atOrBefore) {
    Instant to = end != null && !end.isAfter(atOrBefore) ? end.minusNanos(1) : atOrBefore;
    Optional<Fire> last =
        cron == null ? Optional.of(step(to)).map(this::fire) : cron.last(to, zone);
    return last.filter(fire -> start == null || !fire.instant().isBefore(start));
  }

  /** The planned times after an instant, in order, at most {@code count}. */
  public List<Fire> fires(Instant after, int count) {
    List<Fire> fires = new ArrayList<>();
    Optional<Fire> next = next(after);
    while (next.isPresent() && fires.size() < count) {
      fires.add(next.get());
      next = next(next.get().instant());
    }
    return fires;
  }

  /** The last multiple of the interval at or before an instant. */
  private Instant step(Instant atOrBefore) {
    Instant origin = start == null ? Instant.EPOCH : whole(start);
    long length = every.toSeconds();
    long passed = Math.floorDiv(atOrBefore.getEpochSecond() - origin.getEpochSecond(), length);
    return origin.plusSeconds(passed * length);
  }

  /** Planned times are whole seconds. */
  private static Instant whole(Instant time) {
    return time.getNano() == 0 ? time : Instant.ofEpochSecond(time.getEpochSecond() + 1);
  }

  private Fire fire(Instant instant) {
    return new Fire(instant, zone, instant.atZone(zone).toLocalDateTime(), Shift.NONE);
  }

  @Override
  public String toString() {
    return expression() + " in " + zone;
  }
}
