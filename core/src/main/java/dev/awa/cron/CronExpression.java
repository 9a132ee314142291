package dev.awa.cron;

import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A cron expression: five fields, or six with the second first, or a name such as {@code @daily}.
 *
 * <p>The fires of an expression in a zone are one set of instants in whole seconds. It depends on
 * the release of the zone data, {@link Zones#release()}, and on nothing else: {@link #next} and
 * {@link #last} look that set up, so they answer the same wherever they are asked from.
 *
 * <p>An expression is an <em>interval</em> when its second, minute or hour begins with {@code *}.
 * An interval follows elapsed time: it fires in both passes of an hour that comes twice, and not in
 * an hour that is left out. Every other expression names <em>fixed</em> times. A fixed time fires
 * once: in the first pass of an hour that comes twice, and at the end of a gap that holds it.
 *
 * <p>Two expressions are equal when they have the same canonical text, {@link #toString()}.
 */
public final class CronExpression {
  /** The longest text of an expression: 255 characters. */
  public static final int MAX_LENGTH = CronParser.MAX_LENGTH;

  /** Each day that exists at all comes within 40 years: 29 February on one day of the week. */
  static final int HORIZON_YEARS = 41;

  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");
  private static final Period HORIZON = Period.ofYears(HORIZON_YEARS);

  private final String canonical;
  private final LocalTimes times;
  private final Fires fires;

  private CronExpression(CronParser.Parsed parsed) {
    this.times = parsed.times();
    this.canonical = parsed.canonical();
    this.fires = times.times().areAnInterval() ? new IntervalFires(times) : new FixedFires(times);
  }

  /**
   * Reads an expression. Letters may be small or capital, fields are divided by spaces or tabs.
   *
   * <ul>
   *   <li>second 0-59, minute 0-59, hour 0-23, day of month 1-31, month 1-12 or JAN-DEC, day of
   *       week 0-7 or SUN-SAT, where 0 and 7 are Sunday
   *   <li>{@code *}, {@code 5}, {@code 1-5}, {@code *}{@code /15}, {@code 10-50/20}, {@code 5/15}
   *       (not for days), and lists of them with commas
   *   <li>day of month: {@code L} the last day, {@code L-3} three days before it, {@code 15W} the
   *       weekday that is nearest to the 15th in the same month, {@code LW} the last weekday
   *   <li>day of week: {@code 5L} the last Friday of the month, {@code 5#3} the third
   *   <li>either of the two: {@code ?}, the same as {@code *}
   *   <li>{@code @yearly}, {@code @annually}, {@code @monthly}, {@code @weekly}, {@code @daily},
   *       {@code @midnight}, {@code @hourly}
   * </ul>
   *
   * @throws InvalidCronException when the text is none or is longer than {@link #MAX_LENGTH}, when
   *     a range goes downwards, a step is larger than its field, or no such day exists within 41
   *     years
   */
  public static CronExpression parse(String text) {
    return new CronExpression(CronParser.parse(text));
  }

  /**
   * The first fire after an instant, never at it. Takes microseconds; up to a few milliseconds when
   * it has to look years ahead.
   *
   * @return empty when there is none within 41 years: an interval within the one hour that clocks
   *     always leave out. Empty also beyond the year 9999
   */
  public Optional<Fire> next(Instant after, ZoneId zone) {
    return Optional.ofNullable(nextOrNull(after, zone));
  }

  /**
   * The last fire at or before an instant. To catch up with one job for all that was missed,
   * compare it with the last fire that was enqueued.
   *
   * @return empty when there is none within 41 years, or before the year 1
   */
  public Optional<Fire> last(Instant atOrBefore, ZoneId zone) {
    if (atOrBefore.isBefore(EARLIEST)) {
      return Optional.empty();
    }
    Instant from = earlier(atOrBefore, LATEST);
    return Optional.ofNullable(fires.last(from, later(years(from, -1), EARLIEST), zone));
  }

  /**
   * The fires after an instant, in order, at most {@code count}. They are computed while the stream
   * is read.
   *
   * @throws IllegalArgumentException when {@code count} is negative
   */
  public Stream<Fire> fires(Instant after, ZoneId zone, int count) {
    return Stream.<@Nullable Fire>iterate(
            nextOrNull(after, zone),
            fire -> fire != null,
            fire -> fire == null ? null : nextOrNull(fire.instant(), zone))
        .limit(count)
        .flatMap(Stream::ofNullable);
  }

  /**
   * When it fires in words, by the clock of its zone: {@code at 03:00 every day}, {@code every 15
   * minutes between 08:00 and 17:45 from Monday to Friday}. Common forms have words; of every other
   * expression this is the canonical text, {@link #toString()}.
   */
  public String words() {
    return CronWords.of(times).orElse(canonical);
  }

  /**
   * The canonical text: capital letters, numbers instead of names, {@code *} instead of {@code ?},
   * fields instead of {@code @daily}, five fields when the second is 0. It can be parsed again.
   */
  @Override
  public String toString() {
    return canonical;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CronExpression that && canonical.equals(that.canonical);
  }

  @Override
  public int hashCode() {
    return canonical.hashCode();
  }

  private @Nullable Fire nextOrNull(Instant after, ZoneId zone) {
    if (!after.isBefore(LATEST)) {
      return null;
    }
    Instant from = later(after, EARLIEST.minusSeconds(1));
    return fires.next(from, earlier(years(from, 1), LATEST), zone);
  }

  private static Instant years(Instant from, int sign) {
    return from.atZone(ZoneOffset.UTC).plus(HORIZON.multipliedBy(sign)).toInstant();
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
