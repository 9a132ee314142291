package dev.awa.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.Job;
import dev.awa.RawJson;
import dev.awa.engine.Claimed.Status;
import dev.awa.lab.Eventually;
import dev.awa.support.Damage;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The verb claim: does, refuses, and writes nothing when there is nothing. */
@Tag("every-postgres")
final class ClaimTest {
  private final TestQueue queue = TestQueue.create();
  private final ClaimLog claimLog = queue.engine().claimLog();

  private List<ClaimLog.Stripe> poll(String... queues) throws SQLException {
    return queue.with(tx -> claimLog.poll(tx, List.of(queues)));
  }

  private Claimed settle(ClaimLog.Request request) throws SQLException {
    return queue.with(tx -> claimLog.settle(tx, request));
  }

  @Test
  void anEmptyClaimWritesNothing() throws SQLException {
    long worker = queue.worker();
    assertThatNothingIsWritten(worker, "never used");
    queue.enqueue("q", 3);
    queue.drain(worker, "q");
    assertThatNothingIsWritten(worker, "q");
  }

  private void assertThatNothingIsWritten(long worker, String name) throws SQLException {
    long before = queue.number("SELECT count(*) FROM awa.claims");
    try (Connection tx = queue.begin()) {
      assertThat(claimLog.claim(tx, TestQueue.request(worker, name, 10)).status())
          .isEqualTo(Status.EMPTY);
      assertThat(
              TestQueue.texts(tx, "SELECT coalesce(pg_current_xact_id_if_assigned()::text, 'no')"))
          .containsExactly("no");
      tx.commit();
    }
    assertThat(queue.number("SELECT count(*) FROM awa.claims")).isEqualTo(before);
  }

  @Test
  void aClaimTakesTheOldestRunsAndWritesOneRow() throws SQLException {
    long worker = queue.worker();
    List<Long> ids = queue.enqueue("q", 5);
    assertThat(TestQueue.jobs(queue.claim(worker, "q", 3))).isEqualTo(ids.subList(0, 3));
    assertThat(TestQueue.jobs(queue.claim(worker, "q", 3))).isEqualTo(ids.subList(3, 5));
    assertThat(
            queue.texts("SELECT claim_no || ' ' || taken || ' ' || members::text FROM awa.claims"))
        .containsExactly(
            "1 3 {%d,%d,%d}".formatted(ids.get(0), ids.get(1), ids.get(2)),
            "2 5 {%d,%d}".formatted(ids.get(3), ids.get(4)));
  }

  @Test
  void aClaimLooksInTheNextWindowWhenTheRestOfItsOwnIsEmpty() throws SQLException {
    long worker = queue.worker();
    queue.enqueue("q", 3);
    assertThat(queue.claim(worker, "q", 3).runs()).isEqualTo(3); // as many as it may: not finished
    List<Long> later = queue.enqueue("q", 2);
    assertThat(TestQueue.jobs(queue.claim(worker, "q", 10))).isEqualTo(later);
  }

  @Test
  void aLaneHasOneClaimACallThoughBothItsWindowsHaveRuns() throws SQLException {
    long worker = queue.worker();
    List<Long> ids = queue.enqueue("q", 3);
    queue.claim(worker, "q", 2);
    List<Long> later = queue.enqueue("q", 2);
    assertThat(TestQueue.jobs(queue.claim(worker, "q", 10))).isEqualTo(ids.subList(2, 3));
    assertThat(TestQueue.jobs(queue.claim(worker, "q", 10))).isEqualTo(later);
    assertThat(queue.texts("SELECT claim_no || ' ' || taken FROM awa.claims ORDER BY claim_no"))
        .containsExactly("1 2", "2 3", "3 5");
  }

  @Test
  void aClaimedRunTellsAllThatIsKnownOfIt() throws SQLException {
    long worker = queue.worker();
    long id =
        queue
            .awa()
            .enqueue(
                Job.of("send_email", new RawJson("{\"to\":  \"ä\"}"))
                    .withQueue("q")
                    .withPriority(3)
                    .withMaxAttempts(7)
                    .withTags("a", "b")
                    .withMetadata(Map.of("tenant", 1)))
            .id();
    Claimed claimed = queue.claim(worker, "q", 10);
    Run run = TestQueue.runs(claimed).getFirst();
    assertThat(run.jobId()).isEqualTo(id);
    assertThat(run.ordinal()).isEqualTo((short) 1);
    assertThat(run.runNo()).isEqualTo(1);
    assertThat(run.attempts()).isZero();
    assertThat(run.maxAttempts()).isEqualTo(7);
    assertThat(run.kind()).isEqualTo("send_email");
    assertThat(run.args()).isEqualTo("{\"to\":  \"ä\"}");
    assertThat(run.ext()).contains("\"tags\"", "\"tenant\"");
    assertThat(claimed.batches().getFirst().claim().priority()).isEqualTo(3);
    assertThat(claimed.batches().getFirst().claim().members()).isEqualTo(1);
  }

  @Test
  void aClaimGivesAtMost512Runs() throws SQLException {
    long worker = queue.worker();
    queue.enqueue("q", 600);
    assertThat(queue.claim(worker, "q", 10_000).runs()).isEqualTo(512);
    assertThat(queue.claim(worker, "q", 10_000).runs()).isEqualTo(88);
  }

  @Test
  void aClaimOfNothingTakesNothing() throws SQLException {
    long worker = queue.worker();
    queue.enqueue("q", 1);
    assertThat(queue.claim(worker, "q", 0).status()).isEqualTo(Status.EMPTY);
    assertThat(queue.claim(worker, "q", 1).runs()).isEqualTo(1);
  }

  @Test
  void aClaimStopsAfterSoManyBytesButGivesAtLeastOneRun() throws SQLException {
    long worker = queue.worker();
    Random random = new Random(1);
    List<Job<?>> jobs = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      byte[] noise = new byte[5_000];
      random.nextBytes(noise);
      String large = '"' + HexFormat.of().formatHex(noise) + '"';
      jobs.add(Job.of("large", new RawJson(large)).withQueue("q"));
    }
    queue.awa().enqueueAll(jobs);
    assertThat(claimOf(worker, 25_000).runs()).isEqualTo(3);
    assertThat(claimOf(worker, 1).runs()).isEqualTo(1);
    assertThat(claimOf(worker, 10_000_000).runs()).isEqualTo(1);
  }

  private Claimed claimOf(long worker, long bytes) throws SQLException {
    return queue.with(tx ->
        claimLog.claim(
            tx,
            new ClaimLog.Request(
                worker, new ClaimLog.Stripe("q", (short) 0), 512, bytes, TestQueue.nonce())));
  }

  @Test
  void aStripeThatSomebodyClaimsFromIsBusyAndTheOthersAreNot() throws SQLException {
    queue.sql("INSERT INTO awa.queues (name, stripes) VALUES ('q', 2)");
    queue.enqueue("q", 1);
    long worker = queue.worker();
    long other = queue.worker();
    try (Connection tx = queue.begin()) {
      claimLog.claim(tx, TestQueue.request(worker, "q", 0, 10));
      assertThat(queue.with(c -> claimLog.claim(c, TestQueue.request(other, "q", 0, 10))).status())
          .isEqualTo(Status.BUSY);
      assertThat(queue.with(c -> claimLog.claim(c, TestQueue.request(other, "q", 1, 10))).status())
          .isNotEqualTo(Status.BUSY);
      tx.rollback();
    }
    assertThat(
            queue.with(c -> claimLog.claim(c, TestQueue.request(other, "q", 0, 10))).runs()
                + queue.with(c -> claimLog.claim(c, TestQueue.request(other, "q", 1, 10))).runs())
        .isLessThanOrEqualTo(1);
  }

  @Test
  void aClaimThatIsRolledBackIsMadeAgain() throws SQLException {
    long worker = queue.worker();
    List<Long> ids = queue.enqueue("q", 4);
    try (Connection tx = queue.begin()) {
      assertThat(TestQueue.jobs(claimLog.claim(tx, TestQueue.request(worker, "q", 2)))).hasSize(2);
      tx.rollback();
    }
    assertThat(TestQueue.jobs(queue.claim(worker, "q", 2))).isEqualTo(ids.subList(0, 2));
  }

  @Test
  void aPausedQueueGivesNothingUntilItIsResumed() throws SQLException {
    long worker = queue.worker();
    queue.enqueue("q", 1);
    queue.awa().queues().pause("q", "test");
    assertThat(queue.claim(worker, "q", 1).status()).isEqualTo(Status.PAUSED);
    assertThat(poll("q")).isEmpty();
    queue.awa().queues().resume("q", "test");
    assertThat(queue.claim(worker, "q", 1).runs()).isEqualTo(1);
  }

  @Test
  void aWorkerThatIsUnknownOrDeadIsFenced() throws SQLException {
    queue.enqueue("q", 1);
    assertThat(queue.claim(TestQueue.randomId(), "q", 1).status()).isEqualTo(Status.FENCED);
    long worker = queue.worker();
    queue.declareDead(worker);
    assertThat(queue.claim(worker, "q", 1).status()).isEqualTo(Status.FENCED);
  }

  @Test
  void aClaimNeedsReadCommitted() throws SQLException {
    long worker = queue.worker();
    try (Connection tx = queue.begin()) {
      tx.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      assertThatThrownBy(() -> claimLog.claim(tx, TestQueue.request(worker, "q", 1)))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("a claim needs READ COMMITTED, the transaction is REPEATABLE READ");
    }
  }

  @Test
  void aBetterPriorityIsClaimedFirst() throws SQLException {
    long worker = queue.worker();
    long third = enqueue(3);
    long fourth = enqueue(4);
    long first = enqueue(1);
    long second = enqueue(2);
    assertThat(TestQueue.jobs(queue.claim(worker, "q", 3))).containsExactly(first, second, third);
    assertThat(TestQueue.jobs(queue.claim(worker, "q", 3))).containsExactly(fourth);
  }

  @Test
  void aJobThatHasWaitedGainsOneStepOfPriorityForEachAgingInterval() throws SQLException {
    long worker = queue.worker();
    long old = enqueue(4);
    queue.sql("UPDATE awa.ready_entries SET ready_at = ready_at - interval '125 seconds'");
    long second = enqueue(2);
    long third = enqueue(3);
    long first = enqueue(1);
    assertThat(TestQueue.jobs(queue.claim(worker, "q", 4)))
        .as("after two intervals of 60 s priority 4 counts as 2, and is older")
        .containsExactly(first, old, second, third);
  }

  @Test
  void aQueueWithoutAgingKeepsToItsPriorities() throws SQLException {
    queue.sql("INSERT INTO awa.queues (name, aging) VALUES ('q', '0')");
    long worker = queue.worker();
    long old = enqueue(4);
    queue.sql("UPDATE awa.ready_entries SET ready_at = ready_at - interval '1 year'");
    long third = enqueue(3);
    assertThat(TestQueue.jobs(queue.claim(worker, "q", 4))).containsExactly(third, old);
  }

  private long enqueue(int priority) {
    return queue.awa().enqueue(TestQueue.job("q", 0).withPriority(priority)).id();
  }

  @Test
  void pollNamesTheStripesThatHaveWork() throws SQLException {
    queue.sql("INSERT INTO awa.queues (name, stripes) VALUES ('striped', 8)");
    long worker = queue.worker();
    queue.enqueue("a", 1);
    queue.enqueue("drained", 1);
    queue.drain(worker, "drained");
    queue.awa().enqueue(TestQueue.job("striped", 1).withOrderingKey("k"));
    queue.enqueue("not asked for", 1);
    long stripe = queue.number("SELECT stripe FROM awa.lanes WHERE queue = 'striped'");
    assertThat(poll("a", "drained", "striped", "unused"))
        .containsExactlyInAnyOrder(
            new ClaimLog.Stripe("a", (short) 0), new ClaimLog.Stripe("striped", (short) stripe));
  }

  @Test
  void settleFindsWhatACallHasClaimed() throws SQLException {
    long worker = queue.worker();
    queue.enqueue("q", 3);
    ClaimLog.Request first = TestQueue.request(worker, "q", 2);
    ClaimLog.Request second = TestQueue.request(worker, "q", 2);
    Claimed claimed = queue.with(tx -> claimLog.claim(tx, first));
    queue.with(tx -> claimLog.claim(tx, second));
    assertThat(settle(first)).isEqualTo(claimed);
  }

  @Test
  void settleGivesARunThatCantBeReadWithoutWhatIsLost() throws SQLException {
    long bad = queue.awa().enqueue(Damage.large("q", 1)).id();
    long good = queue.enqueue("q", 1).getFirst();
    ClaimLog.Request request = TestQueue.request(queue.worker(), "q", 10);
    queue.with(tx -> claimLog.claim(tx, request));
    Damage.of(queue, "awa.ready_entries_0");
    Claimed settled = settle(request);
    assertThat(TestQueue.jobs(settled)).containsExactly(bad, good);
    assertThat(TestQueue.runs(settled).getFirst().unreadable()).contains("arguments: ", "XX001");
  }

  @Test
  void settleFindsNothingWhenTheCallNeverCommitted() throws SQLException {
    long worker = queue.worker();
    queue.enqueue("q", 3);
    ClaimLog.Request request = TestQueue.request(worker, "q", 2);
    try (Connection tx = queue.begin()) {
      claimLog.claim(tx, request);
      tx.rollback();
    }
    assertThat(settle(request).runs()).isZero();
  }

  @Test
  void aCallThatArrivesAfterItWasSettledIsRefused() throws SQLException {
    long worker = queue.worker();
    queue.enqueue("q", 3);
    ClaimLog.Request before = TestQueue.request(worker, "q", 2);
    ClaimLog.Request late = TestQueue.request(worker, "q", 2);
    assertThat(settle(late).runs()).isZero();
    for (ClaimLog.Request request : List.of(late, before)) {
      assertThatThrownBy(() -> queue.with(tx -> claimLog.claim(tx, request)))
          .isInstanceOf(SQLException.class)
          .hasFieldOrPropertyWithValue("SQLState", "AW005");
    }
    assertThat(queue.number("SELECT count(*) FROM awa.claims")).isZero();
    assertThat(queue.claim(worker, "q", 5).runs()).as("a younger call").isEqualTo(3);
  }

  @Test
  void settleOfAnotherWorkersCallFindsNothing() throws SQLException {
    long worker = queue.worker();
    long other = queue.worker();
    queue.enqueue("q", 1);
    ClaimLog.Request request = TestQueue.request(worker, "q", 2);
    queue.with(tx -> claimLog.claim(tx, request));
    ClaimLog.Request others =
        new ClaimLog.Request(other, request.stripe(), 2, request.bytes(), request.nonce());
    assertThat(settle(others).runs()).isZero();
  }

  @Test
  void settleWaitsForACallInFlight() throws Exception {
    long worker = queue.worker();
    queue.enqueue("q", 3);
    ClaimLog.Request request = TestQueue.request(worker, "q", 2);
    try (ExecutorService thread = Executors.newSingleThreadExecutor();
        Connection inFlight = queue.begin()) {
      Claimed claimed = claimLog.claim(inFlight, request);
      Future<Claimed> settled = thread.submit(() -> settle(request));
      Eventually.holds("settle waits for the worker's lock", () -> waitsForAdvisoryLock() == 1);
      assertThat(queue.claim(worker, "q", 1).status())
          .as("nobody claims for a worker that is being settled")
          .isEqualTo(Status.BUSY);
      inFlight.commit();
      assertThat(settled.get()).isEqualTo(claimed);
    }
  }

  private long waitsForAdvisoryLock() throws SQLException {
    return queue.number(
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
            + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())");
  }

  @Test
  void aRunThatBecomesReadyAgainIsClaimedUnderItsNextLease() throws SQLException {
    long worker = queue.worker();
    queue.enqueue("q", 2);
    Claimed claimed = queue.claim(worker, "q", 2);
    queue.flush(
        worker,
        1,
        List.of(
            TestQueue.ended(claimed, Endings.released(1, Duration.ZERO, "test")).getFirst(),
            TestQueue.ended(claimed, TestQueue.completed()).getLast()));
    queue.enqueue("q", 1);
    Claimed again = queue.claim(worker, "q", 5);
    assertThat(TestQueue.runs(again)).extracting(Run::runNo).containsExactly(2, 1);
    assertThat(queue.texts("SELECT run_nos::text FROM awa.claims ORDER BY claim_no"))
        .containsExactly(null, "{2,1}");
  }

  /** A worker that is asleep does not look again then. */
  @Test
  void aClaimSaysWhetherItLeavesSomething() throws SQLException {
    long worker = queue.worker();
    assertThat(queue.claim(worker, "q", 10).emptied()).as("nothing there").isTrue();
    queue.enqueue("q", 3);
    assertThat(queue.claim(worker, "q", 2).emptied()).as("as many as were asked for").isFalse();
    queue.enqueue("q", 1);
    assertThat(queue.claim(worker, "q", 10).emptied()).as("the rest of an old window").isFalse();
    assertThat(queue.claim(worker, "q", 10).emptied()).as("the newest window").isTrue();

    queue.enqueue("q", 2);
    ClaimLog.Stripe stripe = new ClaimLog.Stripe("q", (short) 0);
    ClaimLog.Request oneByte = new ClaimLog.Request(worker, stripe, 10, 1, TestQueue.nonce());
    assertThat(queue.with(tx -> claimLog.claim(tx, oneByte)).emptied())
        .as("cut off by its bytes")
        .isFalse();

    queue.drain(worker, "q");
    queue.enqueue("q", 1);
    queue.awa().enqueue(TestQueue.job("q", 1).withPriority(1));
    Claimed both = queue.claim(worker, "q", 10);
    assertThat(both.runs()).isEqualTo(2);
    assertThat(both.emptied()).as("two lanes").isTrue();
  }
}
