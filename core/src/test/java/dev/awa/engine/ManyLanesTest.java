package dev.awa.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.JobFilter;
import dev.awa.JobState;
import dev.awa.QueueReading;
import dev.awa.QueueStats;
import dev.awa.engine.Ring.Emptying;
import dev.awa.support.TestQueue;
import dev.awa.support.TestRing;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What maintenance and people look at is looked at of all lanes by one statement, and not by one a
 * lane: to begin a statement takes ten times longer than its probe.
 */
@Tag("every-postgres")
final class ManyLanesTest {
  private static final int LANES = 400;

  /** One statement a lane would be more. */
  private static final int FEW = 300;

  private final TestQueue queue = TestQueue.create();
  private final TestRing ring = new TestRing(queue);
  private final Engine engine = queue.engine();

  ManyLanesTest() throws SQLException {}

  private interface Step {
    void on(Connection tx) throws SQLException;
  }

  private Plans few(Step step) throws SQLException {
    Plans plans = Plans.of(queue, step::on);
    assertThat(plans.statements()).isPositive().isLessThan(FEW);
    return plans;
  }

  private void enqueue() throws SQLException {
    queue.sql(
        "SELECT count(*) FROM generate_series(1, ?) AS i,"
            + " LATERAL awa.enqueue('test', '{}', queue => 'queue ' || i)",
        LANES);
  }

  /** A job of each lane was claimed and completed, in the segment that is the oldest then. */
  private void complete() throws SQLException {
    enqueue();
    long worker = queue.worker();
    try (Connection connection = queue.connect()) {
      for (int i = 1; i <= LANES; i++) {
        Claimed claimed =
            engine.claimLog().claim(connection, TestQueue.request(worker, "queue " + i, 1));
        Flush flush =
            new Flush(worker, TestQueue.nonce(), TestQueue.ended(claimed, TestQueue.completed()));
        engine.closureLog().flush(connection, flush);
      }
    }
    ring.rotate();
    queue.sql("DELETE FROM awa.workers");
  }

  private void tally() throws SQLException {
    queue.with(
        tx -> engine.closureLog().tally(tx, ring.lead(), ring.oldest(), 0, 1, Integer.MAX_VALUE));
    assertThat(queue.number("SELECT count(*) FROM awa.lane_tallies")).isEqualTo(LANES);
  }

  private static long rows(Plans plans, String log) {
    return (long)
        plans.scans().stream()
            .filter(scan -> scan.log().equals(log))
            .mapToDouble(Plans.Scan::rows)
            .sum();
  }

  private void prune(Connection tx) throws SQLException {
    String drained = engine.ring().drained(tx, ring.oldest()).orElseThrow();
    assertThat(engine.ring().prune(tx, ring.lead(), ring.oldest(), drained, Duration.ZERO))
        .isEqualTo(Emptying.PRUNED);
  }

  private long completed() throws SQLException {
    return queue.number("SELECT sum(n) FROM awa.closure_sums");
  }

  @Test
  void aPruneSumsWhatNoTallyHas() throws SQLException {
    complete();
    few(this::prune);
    assertThat(completed()).isEqualTo(LANES);
  }

  @Test
  void aPruneReadsNoClosureOfALaneThatIsTallied() throws SQLException {
    complete();
    tally();
    assertThat(rows(few(this::prune), "closures")).isZero();
    assertThat(completed()).isEqualTo(LANES);
  }

  /** The claims that came meanwhile are looked for without a join of all lanes with all lanes. */
  @Test
  void aCarry() throws SQLException {
    complete();
    tally();
    few(tx ->
        assertThat(engine.ring().carry(tx, ring.lead(), ring.oldest(), Duration.ZERO))
            .isEqualTo(Emptying.CARRIED));
    assertThat(completed()).isEqualTo(LANES);
  }

  @Test
  void aProofThatASegmentIsDrainedWhoseRunsWereClaimedInTheNext() throws SQLException {
    enqueue();
    ring.rotate();
    long worker = queue.worker();
    try (Connection connection = queue.connect()) {
      for (int i = 1; i <= LANES; i++) {
        engine.claimLog().claim(connection, TestQueue.request(worker, "queue " + i, 1));
      }
    }
    few(tx -> assertThat(engine.ring().drained(tx, ring.oldest())).isPresent());
  }

  @Test
  void aProofEndsWithTheFirstLaneThatWaits() throws SQLException {
    enqueue();
    ring.rotate();
    Plans plans = few(tx -> assertThat(engine.ring().drained(tx, ring.oldest())).isEmpty());
    assertThat(rows(plans, "ready_entries")).isLessThan(20);
  }

  @Test
  void pagesOfJobsOfAllQueues() throws SQLException {
    enqueue();
    ring.rotate();
    few(tx -> list(tx, JobState.AVAILABLE, 5));
    few(tx -> list(tx, JobState.RUNNING, 0));
  }

  @Test
  void aLookForOpenClaimsPassesByLanesThatAreTalliedAndClosed() throws SQLException {
    complete();
    tally();
    long worker = queue.worker();
    queue.enqueue("queue 7", 1);
    queue.claim(worker, "queue 7", 1);
    few(tx -> assertThat(engine.claimLog().claimsOf(tx, worker, Rescue.Position.START)).hasSize(1));
  }

  /** Steps of a tally look at each lane once, wherever they end. */
  @Test
  void aTallyGoesOnWhereItCameTo() throws SQLException {
    complete();
    long looked = 0;
    int steps = 0;
    OptionalInt after = OptionalInt.of(0);
    for (; after.isPresent(); steps++) {
      int from = after.getAsInt();
      AtomicReference<OptionalInt> cameTo = new AtomicReference<>(after);
      Plans plans =
          Plans.of(
              queue,
              tx ->
                  cameTo.set(
                      engine
                          .closureLog()
                          .tally(tx, ring.lead(), ring.oldest(), from, 1, LANES * 10)));
      looked += rows(plans, "claims");
      after = cameTo.get();
    }
    assertThat(steps).as("each is worth 45 claims and its own").isEqualTo(5);
    assertThat(completed()).isEqualTo(LANES);
    assertThat(looked).as("to find it, to see its newest claim, to sum it").isLessThan(5 * LANES);
  }

  @Test
  void aTallyOfLanesInWhichThereIsNothingToDoIsBoundedToo() throws SQLException {
    complete();
    tally();
    Plans plans =
        few(tx ->
            assertThat(
                    engine.closureLog().tally(tx, ring.lead(), ring.oldest(), 0, 1, LANES / 2 * 5))
                .isPresent());
    assertThat(rows(plans, "claims")).isLessThan(2 * LANES);
  }

  @Test
  void aLookForLostWorkersIsBoundedAndComesToAll() throws SQLException {
    complete();
    tally();
    queue.enqueue("queue 399", 1);
    long lost = queue.worker();
    queue.claim(lost, "queue 399", 1);
    queue.sql("DELETE FROM awa.workers");
    List<Long> found = new ArrayList<>();
    Plans first =
        few(tx -> {
          Deaths.Lost look = engine.deaths().declareLost(tx, ring.lead(), 0, LANES / 4);
          assertThat(look.workers()).isEmpty();
          assertThat(look.cameTo()).isPresent();
        });
    assertThat(rows(first, "claims")).isLessThan(LANES);
    assertThat(rows(first, "closures")).as("of lanes that are tallied and closed").isZero();
    OptionalInt after = OptionalInt.of(0);
    while (after.isPresent()) {
      int from = after.getAsInt();
      Deaths.Lost look =
          queue.with(tx -> engine.deaths().declareLost(tx, ring.lead(), from, LANES / 4));
      found.addAll(look.workers());
      after = look.cameTo();
    }
    assertThat(found).containsExactly(lost);
  }

  @Test
  void aLookForLanesToCountIsBoundedAndComesToAll() throws SQLException {
    complete();
    queue.enqueue("queue 399", 30);
    Plans first =
        few(tx -> {
          Queues.Counted look = engine.queues().countWaiting(tx, ring.lead(), 0, LANES / 4, 20);
          assertThat(look.lane()).isEmpty();
          assertThat(look.cameTo()).isPresent();
        });
    assertThat(rows(first, "ready_entries")).isLessThan(LANES);
    List<Integer> counted = new ArrayList<>();
    OptionalInt after = OptionalInt.of(0);
    while (after.isPresent()) {
      int from = after.getAsInt();
      Queues.Counted look =
          queue.with(tx -> engine.queues().countWaiting(tx, ring.lead(), from, LANES / 4, 20));
      look.lane().ifPresent(counted::add);
      after = look.cameTo();
    }
    assertThat(counted).hasSize(1);
    assertThat(queue.number("SELECT max(waiting) FROM awa.lane_counts")).isEqualTo(30);
  }

  @Test
  void aLookForQueuesWithoutAWorkerIsBoundedAndComesToAll() throws SQLException {
    enqueue();
    Plans first =
        Plans.of(
            queue,
            tx -> {
              Queues.Unserved look = engine.queues().unserved(tx, "", LANES / 8);
              assertThat(look.queues()).hasSize(LANES / 8);
              assertThat(look.cameTo()).isPresent();
            });
    assertThat(rows(first, "ready_entries")).isLessThan(LANES);
    Set<String> found = new HashSet<>();
    Optional<String> after = Optional.of("");
    while (after.isPresent()) {
      String from = after.get();
      Queues.Unserved look = queue.with(tx -> engine.queues().unserved(tx, from, LANES / 4));
      found.addAll(look.queues());
      after = look.cameTo();
    }
    assertThat(found).hasSize(LANES);
  }

  private void list(Connection tx, JobState state, int found) throws SQLException {
    JobFilter filter = JobFilter.newest(5).withState(state);
    assertThat(engine.jobs().list(tx, filter).jobs()).hasSize(found);
  }

  /** Idle queues cost a few statements together; their closures are not read again. */
  @Test
  void aReadingOfManyQueues() throws SQLException {
    complete();
    tally();
    queue.enqueue("queue 7", 3);
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= LANES; i++) {
      names.add("queue " + i);
    }
    List<QueueReading> readings = new ArrayList<>();
    Plans plans = few(tx -> readings.addAll(engine.queues().read(tx, names)));
    assertThat(readings).hasSize(LANES);
    assertThat(readings.get(6).stats())
        .isEqualTo(queue.awa().queues().stats("queue 7"))
        .returns(3L, QueueStats::available)
        .returns(1L, QueueStats::completed);
    assertThat(rows(plans, "closures")).isZero();
    assertThat(rows(plans, "claims")).isLessThanOrEqualTo(LANES + FEW);
    assertThat(rows(plans, "ready_entries")).isLessThan(20);
    assertThat(plans.scans())
        .as("each by an index; the settings are one row, and so is the tally of states")
        .allMatch(scan ->
            scan.index() != null || Set.of("storage_state", "state_tally").contains(scan.table()));
  }

  @Test
  void aLookAtTheStorage() throws SQLException {
    complete();
    enqueue();
    ring.rotate();
    few(tx ->
        engine
            .storage()
            .status(
                new ReadTransactions() {
                  @Override
                  public <T> T take(Look<T> look) throws SQLException {
                    return look.at(tx);
                  }
                },
                1));
  }
}
