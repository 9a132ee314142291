package dev.awa.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.QueueDepth;
import dev.awa.StatsFilter;
import dev.awa.Times;
import dev.awa.Timings;
import dev.awa.engine.Measured.End;
import dev.awa.engine.Measured.Pair;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is measured is counted once and never lost, whoever makes sums of it and when; percentiles
 * are as exact as is promised.
 */
@Tag("every-postgres")
final class TimingLogTest {
  private static final List<End> ENDS = List.of(End.values());
  private static final Duration LONG = Duration.ofDays(3000);
  private static final double A_BUCKET = Math.pow(2, 1 / 8.0) + 1e-6;
  private static final long SEED = Long.getLong("awa.seed", System.nanoTime());

  private final TestQueue queue = TestQueue.create();
  private final TimingLog log = queue.engine().timings();
  private final Random random = new Random(SEED);
  private Lead lead = new Lead(0, 0);

  @BeforeEach
  void lead() throws SQLException {
    lead = newLead();
    slowDown();
  }

  /** A slot is due for a minute; here for days, so that no test sees one end. */
  private void slowDown() throws SQLException {
    String levels =
        queue.texts("SELECT pg_get_functiondef('awa.timing_levels'::regproc)").getFirst();
    String slow = levels.replace("60, 3, 0)", "864000, 3, 0)").replace("600, 8,", "864000, 8,");
    assertThat(slow).hasSize(levels.length() + 7);
    queue.sql(slow);
  }

  private Lead newLead() throws SQLException {
    long worker = queue.worker();
    queue.sql("UPDATE awa.leadership SET expires_at = '-infinity'");
    return queue
        .with(tx -> queue.engine().leadership().lead(tx, worker, Duration.ofHours(1)).mine())
        .orElseThrow();
  }

  // --- percentiles ---

  @Test
  void aPercentileIsWithinABucketOfTheExactOne() throws SQLException {
    Measured measured = new Measured(new Pair("q", "k"));
    long[] nanos = new long[10_000];
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] =
          (long) (50_000_000 * Math.exp(2 * random.nextGaussian())); // 50 ms, and a long tail
      measured.ended(End.COMPLETED, Duration.ofNanos(nanos[i]));
    }
    Arrays.sort(nanos);
    queue.with(tx -> append(tx, measured));
    Times runs = only().runs();
    assertThat(runs.count()).isEqualTo(nanos.length);
    assertThat(runs.max())
        .isEqualTo(Duration.ofNanos(nanos[nanos.length - 1]).truncatedTo(ChronoUnit.MICROS));
    assertThat(runs.percentile(1)).isEqualTo(runs.max());
    long mean = Arrays.stream(nanos).sum() / nanos.length;
    assertThat((double) runs.mean().toNanos()).isBetween(mean - 1000.0, mean + 1000.0);
    for (double part : new double[] {0.01, 0.25, 0.5, 0.9, 0.95, 0.99, 0.999}) {
      double exact = nanos[(int) Math.ceil(part * nanos.length) - 1];
      double told = runs.percentile(part).toNanos();
      assertThat(told / exact).as("seed %s, %s", SEED, part).isBetween(1 / A_BUCKET, A_BUCKET);
      assertThat(1000.0 * bySql("runs", part)).as("by SQL").isBetween(told - 1000, told + 1000);
    }
    assertThat(1000.0 * bySql("runs", 1) / nanos[nanos.length - 1])
        .as("the middle of the last bucket")
        .isBetween(1 / A_BUCKET, A_BUCKET);
  }

  private long bySql(String column, double part) throws SQLException {
    return queue.number(
        "SELECT 1000000 * extract(epoch FROM awa.percentile("
            + column
            + ", ?)) FROM awa.timings_of()",
        part);
  }

  @Test
  void whatIsShorterOrLongerThanAnyBucketIsCountedInTheLast() throws SQLException {
    Measured measured = new Measured(new Pair("q", "k"));
    List.of(
            Duration.ZERO,
            Duration.ofNanos(-1),
            Duration.ofDays(100_000),
            Duration.ofSeconds(Long.MAX_VALUE / 10_000_000_000L))
        .forEach(measured::waited);
    queue.with(tx -> append(tx, measured));
    Times waits = only().waits();
    assertThat(waits.count()).isEqualTo(4);
    assertThat(waits.percentile(0.5)).isLessThan(Duration.ofNanos(100_000));
    assertThat(waits.percentile(0.9)).isGreaterThan(Duration.ofDays(1000));
    assertThat(only().runs().percentile(0.5)).isZero();
    assertThat(bySql("waits", 0)).as("in microseconds").isEqualTo(92);
    assertThat(queue.texts("SELECT awa.percentile(waits, 1.1) FROM awa.timings_of()"))
        .containsOnlyNulls();
    assertThat(queue.texts("SELECT awa.percentile(runs, 0.5) FROM awa.timings_of()"))
        .containsOnlyNulls();
    assertThatThrownBy(() -> waits.percentile(1.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("part: must be 0 to 1, got 1.1");
  }

  @Test
  void everyTimeLiesInTheBucketItIsCountedIn() {
    for (int i = 0; i < 100_000; i++) {
      long nanos = (long) Math.exp(random.nextDouble(0, Math.log(Long.MAX_VALUE / 1e3)));
      Histogram histogram = new Histogram();
      histogram.add(Duration.ofNanos(nanos));
      Times.Bucket bucket =
          Histogram.times(histogram.stored().toArray(Long[]::new), 0, 0).buckets().getFirst();
      if (nanos < bucket.upto().toNanos() || Histogram.bucket(nanos) < Histogram.BUCKETS - 1) {
        assertThat(Duration.ofNanos(nanos))
            .as("seed %s", SEED)
            .isBetween(bucket.above(), bucket.upto());
      }
    }
  }

  // --- sums ---

  private boolean append(Connection tx, Measured... measured) throws SQLException {
    log.append(tx, List.of(measured));
    return true;
  }

  private Timings only() {
    List<Timings> all = perKind();
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  private List<Timings> perKind() {
    return queue
        .awa()
        .stats()
        .perKind(StatsFilter.between(Instant.EPOCH, Instant.now().plus(LONG)));
  }

  /** Of some queues and kinds, by several workers, at the same time. */
  private void appendSome() throws SQLException {
    String now = queue.texts("SELECT clock_timestamp()").getFirst();
    try (Connection connection = queue.connect()) {
      for (int i = 0; i < 40; i++) {
        Measured measured = new Measured(new Pair("q" + i % 3, "k" + i % 5));
        for (int j = 0; j < 20; j++) {
          measured.waited(Duration.ofMillis(random.nextLong(10_000)));
          measured.ended(
              ENDS.get(random.nextInt(ENDS.size())), Duration.ofMillis(random.nextLong(100)));
        }
        append(connection, measured);
      }
      TestQueue.sql(
          connection,
          "UPDATE awa.timings SET at = ?::timestamptz WHERE at > ?::timestamptz",
          now,
          now);
    }
  }

  /** As when time has gone by, or the clock has jumped: rows lie in slots that are emptied next. */
  private void becomeOld(int level) throws SQLException {
    queue.sql(
        """
        UPDATE awa.timings t
        SET slot = awa.timing_slot(l.level, clock_timestamp() + make_interval(secs => l.span))
        FROM awa.timing_levels() l
        WHERE l.level = ? AND t.slot BETWEEN l.first AND l.first + l.slots - 1
        """,
        level);
  }

  private boolean fold() throws SQLException {
    return fold(5000);
  }

  private boolean fold(int rows) throws SQLException {
    return queue.with(tx -> log.fold(tx, lead, rows));
  }

  private void foldToTheEnd() throws SQLException {
    assertThat(fold()).as("there is something to do").isTrue();
    while (fold()) {
      // there may be more
    }
  }

  private void assertUnchanged(List<Timings> before) {
    assertThat(perKind())
        .as("seed %s", SEED)
        .usingRecursiveComparison()
        .ignoringFields("at")
        .isEqualTo(before);
  }

  /** How many rows of the slot are summed. */
  private long summed() throws SQLException {
    return queue.number("SELECT sum(n) FROM awa.timing_folds");
  }

  @Test
  void whatBecomesASumIsCountedOnceOnEachLevel() throws SQLException {
    appendSome();
    List<Timings> before = perKind();
    assertThat(before).hasSize(15);
    for (int level = 0; level < 3; level++) {
      assertThat(fold()).as("nothing is old").isFalse();
      becomeOld(level);
      foldToTheEnd();
      assertUnchanged(before);
      assertThat(queue.number("SELECT count(*) FROM awa.timings")).isEqualTo(15);
    }
    assertThat(queue.texts("SELECT DISTINCT slot >= 21 FROM awa.timings")).containsExactly("t");
  }

  /** The clock of the database goes forward and back: a row may lie in any slot of its level. */
  @Test
  void noStepOfTheClockLosesOrRepeatsAnything() throws SQLException {
    appendSome();
    List<Timings> before = perKind();
    int off = 0;
    for (int i = 0; i < 20; i++) {
      if (summed() == 0) { // in reality no row is ever changed
        int next = random.nextInt(-80, 80); // where it stays for its 90 days
        queue.sql("UPDATE awa.timings SET at = at + make_interval(days => ?)", next - off);
        off = next;
      }
      for (int level = 0; level < 3; level++) {
        if (random.nextBoolean()) {
          becomeOld(level);
        }
      }
      while (random.nextInt(8) > 0 && fold(random.nextInt(1, 30))) {
        assertUnchanged(before);
      }
    }
    becomeOld(0);
    while (fold()) {
      // there may be more
    }
    assertUnchanged(before);
    assertThat(queue.number("SELECT count(*) FROM awa.timings WHERE slot < 3")).isZero();
  }

  /** After each step, and in the middle of each: by a crash, or because somebody else leads. */
  @Test
  void aFoldThatIsCutOffLosesNothingAndCountsNothingTwice() throws SQLException {
    appendSome();
    List<Timings> before = perKind();
    for (int level = 0; level < 3; level++) {
      becomeOld(level);
      int steps = 0;
      while (foldCutOff()) {
        assertUnchanged(before);
        lead = newLead();
        assertThat(fold(7)).isTrue();
        assertUnchanged(before);
        steps++;
      }
      assertThat(steps).as("steps of level %s", level).isBetween(3, 20);
    }
    assertThat(queue.number("SELECT count(*) FROM awa.timings")).isEqualTo(15);
    assertThat(queue.number("SELECT count(*) FROM awa.timing_sums")).isZero();
  }

  private boolean foldCutOff() throws SQLException {
    try (Connection cutOff = queue.begin()) {
      boolean folded = log.fold(cutOff, lead, 7);
      cutOff.rollback();
      return folded;
    }
  }

  @Test
  void aStepTakesNoMoreRowsThanItShouldAndWholePairs() throws SQLException {
    appendSome(); // of one of 15 pairs there are 3 rows at most
    becomeOld(0);
    long summed = 0;
    while (fold(4) && summed() > 0) {
      assertThat(summed() - summed).isBetween(1L, 6L);
      summed = summed();
    }
    assertThat(summed).isEqualTo(40);
    assertThat(queue.number("SELECT count(*) FROM awa.timings")).isBetween(15L, 30L);
  }

  /** A reader sees the rows as they were, and does not wait. */
  @Test
  void nobodyWaitsForAStepThatSums() throws Exception {
    appendSome();
    List<Timings> before = perKind();
    becomeOld(0);
    try (Connection step = queue.begin();
        ExecutorService reading = Executors.newSingleThreadExecutor()) {
      assertThat(log.fold(step, lead, 7)).isTrue();
      Future<?> read = reading.submit(() -> assertUnchanged(before));
      read.get(20, TimeUnit.SECONDS);
      assertThat(fold()).as("another leader").isFalse();
      step.commit();
    }
    foldToTheEnd();
    assertUnchanged(before);
  }

  /** A clock that steps brings rows to a slot that is being folded. */
  @Test
  void aRowThatTheFoldHasPassedByIsCounted() throws SQLException {
    appendSome();
    becomeOld(0);
    while (summed() < 40) {
      fold(7);
    }
    Measured late = new Measured(new Pair("a", "first of all"));
    late.ended(End.COMPLETED, Duration.ofMillis(1));
    queue.with(tx -> append(tx, late));
    queue.sql("UPDATE awa.timings SET at = (SELECT min(t.at) FROM awa.timings t)");
    List<Timings> before = perKind();
    becomeOld(0);
    assertThat(fold()).as("begins anew").isTrue();
    assertThat(summed()).isZero();
    assertUnchanged(before);
    foldToTheEnd();
    assertUnchanged(before);
    assertThat(queue.number("SELECT count(*) FROM awa.timings WHERE slot < 3")).isZero();
  }

  /** So many slots of the lowest level after the true time. */
  private void passSlots(int slots) throws SQLException {
    String slot = queue.texts("SELECT pg_get_functiondef('awa.timing_slot'::regproc)").getFirst();
    String later =
        slot.replaceAll(
            "l\\.span[^)]*\\)", "l.span + CASE WHEN l.level = 0 THEN " + slots + " ELSE 0 END)");
    assertThat(later).isNotEqualTo(slot);
    queue.sql(later);
  }

  private List<String> folds() throws SQLException {
    return queue.texts(
        "SELECT f.slot || ': ' || f.n FROM awa.timing_folds f WHERE f.n > 0 ORDER BY f.slot");
  }

  /**
   * The leader does not come to the end while the slot is due, because there is too much, or nobody
   * leads. Then the slot is written to again, and other slots are due; each fold goes on from where
   * it was.
   */
  @Test
  void aFoldThatIsBehindGoesOnWhenItsSlotIsDueAgain() throws SQLException {
    appendSome();
    queue.sql("UPDATE awa.timings SET at = at - interval '1 hour'");
    passSlots(2);
    assertThat(fold(7)).isTrue();
    List<String> first = folds();
    assertThat(first).hasSize(1);
    passSlots(3);
    assertThat(fold()).as("nothing is in the slot that is due").isFalse();
    appendSome();
    assertThat(queue.number("SELECT count(DISTINCT slot) FROM awa.timings")).isEqualTo(1);
    passSlots(4);
    appendSome();
    List<Timings> before = perKind();
    assertThat(fold()).as("nothing is in the slot that is due").isFalse();
    assertThat(folds()).isEqualTo(first);
    passSlots(5);
    assertThat(fold(7)).isTrue();
    assertThat(folds()).isNotEqualTo(first);
    assertThat(summed()).as("of the first slot").isGreaterThan(7);
    passSlots(6);
    assertThat(fold(7)).isTrue();
    assertThat(folds()).as("two are under way").hasSize(2);
    assertUnchanged(before);
    passSlots(8);
    long summed = summed();
    while (summed() >= summed) {
      summed = summed();
      assertThat(fold(7)).isTrue();
      assertUnchanged(before);
    }
    assertThat(folds()).as("the first has come to its end").hasSize(1);
    passSlots(9);
    foldToTheEnd();
    assertUnchanged(before);
    assertThat(queue.number("SELECT count(*) FROM awa.timings WHERE slot < 3")).isZero();
    assertThat(queue.number("SELECT count(*) FROM awa.timing_sums")).isZero();
  }

  /** Otherwise a backlog of what workers append would have everything else wait for it. */
  @Test
  void higherLevelsDoNotWaitForTheLowest() throws SQLException {
    appendSome();
    becomeOld(0);
    foldToTheEnd();
    becomeOld(1);
    appendSome();
    becomeOld(0);
    while (queue.number("SELECT count(*) FROM awa.timings WHERE slot BETWEEN 3 AND 10") > 0) {
      assertThat(fold(7)).isTrue();
    }
    assertThat(queue.number("SELECT count(*) FROM awa.timings WHERE slot < 3")).isEqualTo(40);
    assertThat(summed()).as("nothing of the lowest").isZero();
  }

  /** Both believe that they lead: one is at it, the other does not wait, and finds nothing then. */
  @Test
  void twoLeadersCountOnce() throws Exception {
    appendSome();
    List<Timings> before = perKind();
    becomeOld(0);
    assertThat(fold()).as("the sums").isTrue();
    try (Connection first = queue.begin();
        ExecutorService reading = Executors.newSingleThreadExecutor()) {
      assertThat(log.fold(first, lead, 5000)).as("the end").isTrue();
      assertThat(fold()).as("another one does not wait").isFalse();
      Future<List<Timings>> read = reading.submit(this::perKind);
      assertThatThrownBy(() -> read.get(200, TimeUnit.MILLISECONDS))
          .as("a reader waits for it")
          .isInstanceOf(TimeoutException.class);
      first.commit();
      assertThat(read.get(20, TimeUnit.SECONDS))
          .usingRecursiveComparison()
          .ignoringFields("at")
          .isEqualTo(before);
    }
    assertThat(fold()).isFalse();
    Lead other = newLead();
    assertThatThrownBy(this::fold).hasMessageContaining("does not lead in term");
    lead = other;
    assertThat(fold()).isFalse();
  }

  /** A report that runs for an hour, say: sums wait, nobody else does. */
  @Test
  void aReaderThatStaysHoldsUpTheSumsAndNobodyElse() throws SQLException {
    appendSome();
    becomeOld(0);
    try (Connection reader = queue.begin()) {
      TestQueue.number(reader, "SELECT count(*) FROM awa.timings");
      assertThat(fold()).as("the sums").isTrue();
      assertThat(fold()).as("the end").isFalse();
      appendSome();
    }
    assertThat(fold()).isTrue();
  }

  @Test
  void whatWasKeptForItsTimeGoes() throws SQLException {
    appendSome();
    for (int level = 0; level < 3; level++) {
      becomeOld(level);
      foldToTheEnd();
    }
    becomeOld(3);
    assertThat(fold()).as("younger than 90 days").isFalse();
    queue.sql("UPDATE awa.timings SET at = at - interval '91 days'");
    assertThat(fold()).isTrue();
    assertThat(perKind()).isEmpty();
  }

  /** A clock was years ahead, and is right again: its row does not keep a slot until then. */
  @ParameterizedTest
  @CsvSource({
    "-91 days, 20 years, true",
    "20 years, 20 years, true",
    "-91 days, 1 day, false",
    "-91 days, 89 days, false",
    "20 years, -89 days, false"
  })
  void aRowFromTheFutureKeepsNoSlotForYears(String most, String one, boolean emptied)
      throws SQLException {
    appendSome();
    for (int level = 0; level < 3; level++) {
      becomeOld(level);
      foldToTheEnd();
    }
    becomeOld(3);
    queue.sql("UPDATE awa.timings SET at = clock_timestamp() + ?::interval", most);
    queue.sql(
        "UPDATE awa.timings SET at = clock_timestamp() + ?::interval WHERE kind = 'k1' AND queue ="
            + " 'q1'",
        one);
    assertThat(fold()).isEqualTo(emptied);
    assertThat(queue.number("SELECT count(*) FROM awa.timings")).isEqualTo(emptied ? 0 : 15);
  }

  @Test
  void aDepthFromTheFutureKeepsNoSlotForYears() throws SQLException {
    queue.enqueue("a", 3);
    Instant now = queue.with(tx -> log.sample(tx, lead, null, List.of("a")));
    queue.with(tx -> log.sample(tx, lead, now.plus(Duration.ofDays(7000)), List.of("a")));
    queue.sql(
        "UPDATE awa.depths SET slot = awa.depth_slot(clock_timestamp() + interval '12 hours')");
    assertThat(fold()).as("one is of today").isFalse();
    queue.sql("UPDATE awa.depths SET at = at - interval '3 days'");
    assertThat(fold()).isTrue();
    assertThat(queue.number("SELECT count(*) FROM awa.depths")).isZero();
  }

  /** Until now is until now. */
  @Test
  void whatIsOfTheFutureIsNotCounted() throws SQLException {
    appendSome();
    queue.enqueue("a", 3);
    queue.with(tx -> log.sample(tx, lead, null, List.of("a")));
    queue.sql("UPDATE awa.timings SET at = at + interval '1 hour'");
    queue.sql("UPDATE awa.depths SET at = at + interval '1 hour'");
    StatsFilter day = StatsFilter.last(Duration.ofDays(1));
    assertThat(queue.awa().stats().perKind(day)).isEmpty();
    assertThat(queue.awa().stats().overTime(day, Duration.ofMinutes(5))).isEmpty();
    assertThat(queue.awa().stats().depth(day, Duration.ofMinutes(5))).isEmpty();
    assertThat(queue.awa().stats().depth(day.withQueue("a"), Duration.ofMinutes(5))).isEmpty();
    assertThat(queue.texts("SELECT 'any' FROM awa.timings_of()")).isEmpty();
    assertThat(perKind()).hasSize(15);
  }

  @Test
  void whereThereAreManyKindsTheRareOnesOfAQueueAreOneRow() throws SQLException {
    try (Connection connection = queue.connect()) {
      for (int i = 0; i < 1010; i++) {
        Measured measured = new Measured(new Pair("q", "k" + i));
        for (int j = 0; j < (i < 1000 ? 2 : 1); j++) {
          measured.ended(End.COMPLETED, Duration.ofMillis(1));
        }
        append(connection, measured);
      }
    }
    becomeOld(0);
    while (fold(random.nextInt(100, 400))) {
      // the rare ones are in several steps
    }
    assertThat(queue.number("SELECT count(*) FROM awa.timings WHERE slot < 3")).isZero();
    assertThat(perKind()).hasSize(1001);
    assertThat(perKind().getFirst().kind()).isEmpty();
    assertThat(perKind().getFirst().completed()).isEqualTo(10);
    assertThat(perKind().getFirst().runs().count()).isEqualTo(10);
  }

  // --- what is asked ---

  @Test
  void kindsTogetherAreTheSumOfAll() throws SQLException {
    appendSome();
    StatsFilter all = StatsFilter.between(Instant.EPOCH, Instant.now().plus(LONG));
    List<Timings> steps = queue.awa().stats().overTime(all, Duration.ofDays(90));
    assertThat(perKind().stream().reduce(Timings::plus).orElseThrow())
        .as("seed %s", SEED)
        .usingRecursiveComparison()
        .ignoringFields("at")
        .isEqualTo(steps.stream().reduce(Timings::plus).orElseThrow());
  }

  @Test
  void stepsAndFiltersAreAsAsked() throws SQLException {
    appendSome();
    queue.sql("UPDATE awa.timings SET at = '2026-11-01 12:00:01+00'");
    appendSome();
    queue.sql(
        "UPDATE awa.timings SET at = '2026-11-01 12:07:00+00' WHERE at > '2026-11-01 13:00:00+00'");
    StatsFilter hour =
        StatsFilter.between(
            Instant.parse("2026-11-01T12:00:00Z"), Instant.parse("2026-11-01T13:00:00Z"));
    List<Timings> steps = queue.awa().stats().overTime(hour, Duration.ofMinutes(5));
    assertThat(steps)
        .extracting(Timings::at)
        .containsExactly(
            Instant.parse("2026-11-01T12:00:00Z"), Instant.parse("2026-11-01T12:05:00Z"));
    assertThat(steps).extracting(one -> one.waits().count()).containsExactly(800L, 800L);
    List<Timings> one = queue.awa().stats().perKind(hour.withQueue("q1").withKind("k2"));
    assertThat(one)
        .extracting(Timings::queue, Timings::kind, Timings::at)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("q1", "k2", hour.from()));
    assertThat(queue.awa().stats().perKind(hour.withKind("k2"))).hasSize(3);
    assertThat(queue.awa().stats().perKind(StatsFilter.last(Duration.ofHours(1)))).isEmpty();
    assertThat(
            queue.number(
                "SELECT count(*) FROM awa.timings_of(p_from => '2026-11-01', p_per => 'queue')"))
        .isEqualTo(3);
    assertThat(
            queue.number(
                "SELECT sum(n) FROM awa.timings_by_bucket WHERE what = 'wait' AND above < upto"))
        .isEqualTo(1600);
    assertThatThrownBy(() -> queue.texts("SELECT awa.timings_of(p_per => 'day')"))
        .hasMessageContaining("timings: per must be kind, queue or all, got day");
  }

  /** However much is kept. */
  @Test
  void aQuestionReadsByIndexWhatItAsksFor() throws SQLException {
    queue.sql(
        """
        INSERT INTO awa.timings (slot, at, queue, kind, completed, retried, failed, cancelled,
          snoozed, put_back, wait_us, wait_max_us, waits, run_us, run_max_us, runs)
        SELECT awa.timing_slot(3, t.at), t.at, 'queue ' || q, 'kind ' || k, 1, 0, 0, 0, 0, 0, 1, 1,
               '{266}', 1, 1, '{266}'
        FROM generate_series(1, 200) AS n
        CROSS JOIN LATERAL (SELECT clock_timestamp() - n * interval '1 hour' AS at) AS t
        CROSS JOIN generate_series(1, 40) AS q
        CROSS JOIN generate_series(1, 5) AS k
        """);
    StatsFilter hours = StatsFilter.last(Duration.ofHours(10));
    assertReads(hours.withQueue("queue 7"), "timings by timings_by_queue", 50);
    assertReads(hours.withQueue("queue 7").withKind("kind 3"), "timings by timings_by_queue", 50);
    assertReads(hours.withKind("kind 3"), "timings by timings_by_kind", 400);
    assertReads(hours, "timings by timings_by_time", 2000);
  }

  private void assertReads(StatsFilter filter, String way, double most) throws SQLException {
    Plans plans =
        Plans.of(queue, tx -> log.timings(tx, filter, Duration.ofHours(1), TimingLog.Per.ALL));
    plans.scans().removeIf(scan -> !scan.log().equals("timings"));
    assertThat(plans.scans()).extracting(Plans.Scan::way).containsOnly(way);
    assertThat(plans.scans().stream().mapToDouble(Plans.Scan::rows).sum()).isBetween(1.0, most);
  }

  // --- depths ---

  @Test
  void depthsAreSampledOnceAMinute() throws SQLException {
    queue.enqueue("a", 3);
    queue.enqueue("b", 2);
    queue.claim(queue.worker(), "b", 1);
    List<String> queues = List.of("a", "b", "empty");
    Instant minute = queue.with(tx -> log.sample(tx, lead, null, queues));
    queue.enqueue("a", 3);
    queue.with(tx -> log.sample(tx, lead, minute, queues));
    StatsFilter all = StatsFilter.last(Duration.ofMinutes(5));
    assertThat(queue.awa().stats().depth(all, Duration.ofMinutes(1)))
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("lag")
        .containsExactly(new QueueDepth(minute, 4, 1, 0, 0, Duration.ZERO));
    assertThat(queue.awa().stats().depth(all.withQueue("b"), Duration.ofMinutes(1)))
        .extracting(QueueDepth::available, QueueDepth::running)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(1L, 1L));
    assertThat(queue.awa().stats().depth(all.withQueue("empty"), Duration.ofMinutes(1))).isEmpty();
    queue.with(tx -> log.sample(tx, lead, minute.plusSeconds(60), queues));
    queue.sql("UPDATE awa.depths SET at = at - interval '1 hour'");
    assertThat(
            queue
                .awa()
                .stats()
                .depth(
                    StatsFilter.between(minute.minusSeconds(7200), minute.plusSeconds(60)),
                    Duration.ofHours(3)))
        .extracting(QueueDepth::available)
        .containsExactly(7L);
  }

  @Test
  void depthsOfSomeQueuesAreOfEachOfThem() throws SQLException {
    queue.enqueue("a", 3);
    queue.enqueue("b", 2);
    queue.enqueue("c", 1);
    List<String> queues = List.of("a", "b", "c");
    Instant minute = queue.with(tx -> log.sample(tx, lead, null, queues));
    queue.enqueue("a", 1);
    queue.with(tx -> log.sample(tx, lead, minute.minusSeconds(60), queues));
    StatsFilter hour = StatsFilter.last(Duration.ofHours(1));
    Map<String, List<QueueDepth>> found =
        queue.awa().stats().depths(List.of("b", "a", "a", "none"), hour, Duration.ofDays(1));
    assertThat(found).containsOnlyKeys("a", "b");
    assertThat(found.getOrDefault("a", List.of()).stream().mapToLong(QueueDepth::available).max())
        .hasValue(4);
    assertThat(found.getOrDefault("b", List.of()).getFirst().available()).isEqualTo(2);
    assertThatThrownBy(() -> queue.awa().stats().depths(List.of(), hour, Duration.ofDays(1)))
        .hasMessage("queues: must be 1 to 1000, got 0");
  }

  @Test
  void depthsOfLongAgoGo() throws SQLException {
    queue.enqueue("a", 3);
    queue.with(tx -> log.sample(tx, lead, null, List.of("a")));
    queue.sql(
        "UPDATE awa.depths SET slot = awa.depth_slot(clock_timestamp() + interval '12 hours')");
    assertThat(fold()).isFalse();
    queue.sql("UPDATE awa.depths SET at = at - interval '3 days'");
    assertThat(fold()).isTrue();
    assertThat(queue.number("SELECT count(*) FROM awa.depths")).isZero();
  }

  /** A count would read every job. */
  @Test
  void nothingIsSampledWhileTheCountersAreNotTrusted() throws SQLException {
    queue.enqueue("a", 3);
    queue.sql("UPDATE awa.storage_state SET counters_trusted_at = NULL");
    queue.with(tx -> log.sample(tx, lead, null, List.of("a")));
    assertThat(queue.number("SELECT count(*) FROM awa.depths")).isZero();
  }

  /** An append that finds the table locked is refused at once, and the worker goes on. */
  @Test
  void anAppendDoesNotWaitForALock() throws SQLException {
    Measured measured = new Measured(new Pair("q", "k"));
    measured.ended(End.COMPLETED, Duration.ofMillis(1));
    try (Connection locker = queue.begin();
        Connection worker = queue.connect()) {
      TestQueue.sql(worker, "SET lock_timeout = 0");
      TestQueue.sql(worker, "SET statement_timeout = '5s'");
      append(worker, measured);
      TestQueue.sql(locker, "LOCK TABLE awa.timings IN ACCESS EXCLUSIVE MODE");
      assertThatThrownBy(() -> append(worker, measured))
          .as("the time for a lock is over long before the time for the statement")
          .hasMessageContaining("lock timeout");
      locker.rollback();
      append(worker, measured);
    }
    assertThat(
            queue.texts(
                "SELECT unnest(proconfig) FROM pg_proc WHERE oid = 'awa.append_timings'::regproc"))
        .contains("lock_timeout=100ms");
    assertThat(only().completed()).isEqualTo(2);
  }
}
