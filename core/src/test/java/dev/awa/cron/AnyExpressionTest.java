package dev.awa.cron;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Expressions by chance. The seed is printed; {@code -Dawa.seed=} repeats it, {@code
 * -Dawa.stress=100} asks a hundred times as much.
 */
final class AnyExpressionTest {
  private static final int ROUNDS = 400 * Integer.getInteger("awa.stress", 1);
  private static final List<String> ZONES =
      ZoneId.getAvailableZoneIds().stream().filter(id -> id.contains("/")).sorted().toList();

  private final long seed = Long.getLong("awa.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final AnyExpression any = new AnyExpression(random);

  /** An expression that names some day. */
  private Spoken spoken() {
    while (true) {
      Spoken spoken = any.next();
      try {
        spoken.parsed();
        return spoken;
      } catch (InvalidCronException e) {
        assertThat(e.rule()).as(spoken.text()).contains("a day that exists");
      }
    }
  }

  private Instant instant() {
    long year1950 = -631_152_000L;
    long seconds = Duration.ofDays(365 * 120L).toSeconds();
    return Instant.ofEpochSecond(
        year1950 + (long) (random.nextDouble() * seconds), random.nextInt(2));
  }

  @Test
  void firesAreThoseThatTheClockShows() {
    System.out.println("seed: -Dawa.seed=" + seed);
    ZoneId utc = ZoneId.of("UTC");
    int fires = 0;
    for (int i = 0; i < ROUNDS; i++) {
      Spoken spoken = spoken();
      Instant begin = Instant.ofEpochSecond(instant().getEpochSecond() / 60 * 60);
      Instant end = begin.plus(Duration.ofDays(10));
      List<Fire> right = new Watchman(spoken, utc).watch(begin, end);
      List<Fire> found =
          spoken
              .parsed()
              .fires(begin.minusSeconds(1), utc, Integer.MAX_VALUE)
              .takeWhile(fire -> !fire.instant().isAfter(end))
              .toList();
      assertThat(found).as("%s from %s, -Dawa.seed=%d", spoken, begin, seed).isEqualTo(right);
      fires += right.size();
    }
    assertThat(fires).isGreaterThan(ROUNDS);
  }

  @Test
  void forwardsIsBackwardsIsBegunAnew() {
    System.out.println("seed: -Dawa.seed=" + seed);
    for (int i = 0; i < 25 * ROUNDS; i++) {
      String spoken = random.nextBoolean() ? spoken().text() : any.seconds() + " " + spoken();
      CronExpression cron = CronExpression.parse(spoken);
      ZoneId zone = ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
      Instant from = instant();
      String what = spoken + " in " + zone + " from " + from + ", -Dawa.seed=" + seed;
      Fire next = cron.next(from, zone).orElseThrow(() -> new AssertionError(what));
      assertThat(next.instant()).as(what).isAfter(from);
      assertThat(cron.last(next.instant(), zone)).as(what).contains(next);
      Instant between = between(from, next.instant());
      assertThat(cron.next(between, zone)).as(what).contains(next);
      Optional<Fire> last = cron.last(from, zone);
      assertThat(cron.last(next.instant().minusNanos(1), zone)).as(what).isEqualTo(last);
      assertThat(cron.last(between, zone)).as(what).isEqualTo(last);
      if (last.isPresent()) {
        assertThat(last.get().instant()).as(what).isBeforeOrEqualTo(from);
        assertThat(cron.next(last.get().instant(), zone)).as(what).contains(next);
      }
    }
  }

  /** From the first to before the second. */
  private Instant between(Instant from, Instant to) {
    double part = random.nextDouble();
    return from.plusSeconds((long) (part * Duration.between(from, to).toSeconds()));
  }

  @Test
  void aCanonicalTextMeansTheSame() {
    for (int i = 0; i < 10 * ROUNDS; i++) {
      CronExpression cron = spoken().parsed();
      CronExpression again = CronExpression.parse(cron.toString());
      assertThat(again).hasToString(cron.toString()).isEqualTo(cron).hasSameHashCodeAs(cron);
      Instant from = instant();
      ZoneId zone = ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
      assertThat(again.next(from, zone))
          .as("%s, -Dawa.seed=%d", cron, seed)
          .isEqualTo(cron.next(from, zone));
    }
  }

  /** Letters, digits and signs by chance are read or refused, quickly, and nothing else happens. */
  @Test
  void anyTextIsReadOrRefused() {
    String signs = "0123456789*/,-?LW#@ \tMONJAFEBSU\u0660";
    int read = 0;
    for (int i = 0; i < 50 * ROUNDS; i++) {
      StringBuilder text = new StringBuilder(any.next().text());
      for (int change = random.nextInt(3); change >= 0; change--) {
        int at = random.nextInt(text.length());
        text.setCharAt(at, signs.charAt(random.nextInt(signs.length())));
      }
      try {
        CronExpression cron = CronExpression.parse(text.toString());
        assertThat(CronExpression.parse(cron.toString())).isEqualTo(cron);
        read++;
      } catch (InvalidCronException e) {
        assertThat(e.value()).matches("[ -~]{1,255}");
      }
    }
    assertThat(read).isGreaterThan(ROUNDS);
  }
}
