package dev.awa.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.engine.Deaths.Declared;
import dev.awa.engine.Deaths.Keeper;
import dev.awa.engine.Deaths.Suspect;
import dev.awa.engine.Workers.Announcement;
import dev.awa.engine.Workers.Promise;
import dev.awa.lab.Eventually;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** That workers live, are suspected, declared dead and forgotten; and which of them leads. */
@Tag("every-postgres")
final class WorkersTest {
  private static final Duration LEASE = Duration.ofMinutes(1);
  private static final Duration PATIENCE = Duration.ofMillis(300);
  private static final Announcement NOTHING = new Announcement(0, List.of());

  private final TestQueue queue = TestQueue.create();
  private final Workers workers = queue.engine().workers();
  private final Sleepers sleepers = queue.engine().sleepers();
  private final Leadership leadership = queue.engine().leadership();
  private final Deaths deaths = queue.engine().deaths();

  private Optional<Lead> lead(long worker, Duration lease) throws SQLException {
    return queue.with(tx -> leadership.lead(tx, worker, lease).mine());
  }

  private boolean leaves(long worker) throws SQLException {
    return queue.with(tx -> workers.leave(tx, worker));
  }

  private List<Long> lost(Lead lead) throws SQLException {
    return queue.with(tx -> deaths.declareLost(tx, lead, 0, 1000)).workers();
  }

  private List<Suspect> suspects() throws SQLException {
    return queue.with(deaths::suspects);
  }

  private void silence(long worker) throws SQLException {
    queue.sql(
        "UPDATE awa.beats SET beat_at = beat_at - interval '20 seconds' WHERE worker_id = ?",
        worker);
  }

  private Declared declareDead(Lead lead, Suspect suspect) throws SQLException {
    return queue.with(tx -> deaths.declareDead(tx, lead, suspect, PATIENCE));
  }

  @Test
  void aRegisteredWorkerBeatsAndAnnounces() throws SQLException {
    long worker = queue.worker();
    Announcement held = new Announcement(42, List.of((short) 3, (short) 15));
    assertThat(queue.with(tx -> workers.beat(tx, worker, held)).orElseThrow().epoch()).isPositive();
    assertThat(queue.texts("SELECT announced_epoch || ' ' || held_slots::text FROM awa.beats"))
        .containsExactly("42 {3,15}");
    assertThat(suspects()).isEmpty();
  }

  @Test
  void theEpochGrowsWithEveryTransaction() throws SQLException {
    long worker = queue.worker();
    long first = queue.with(tx -> workers.beat(tx, worker, NOTHING)).orElseThrow().epoch();
    queue.enqueue("q", 1);
    assertThat(queue.with(tx -> workers.beat(tx, worker, NOTHING)).orElseThrow().epoch())
        .isGreaterThan(first);
  }

  @Test
  void aWorkerThatIsUnknownOrDeadCanNotBeat() throws SQLException {
    assertThat(queue.with(tx -> workers.beat(tx, 1, NOTHING)).isEmpty()).isTrue();
    long worker = queue.worker();
    queue.declareDead(worker);
    assertThat(queue.with(tx -> workers.beat(tx, worker, NOTHING)).isEmpty()).isTrue();
  }

  @Test
  void aWorkerOfAnotherTimelineLeavesWhenTheNewServerHasNothingOpenOfIt() throws SQLException {
    long worker = queue.worker();
    queue.enqueue("q", 1);
    Claimed claimed = queue.claim(worker, "q", 1);
    queue.sql("UPDATE awa.beats SET timeline = 'before the failover'");
    assertThat(leaves(worker)).as("it may believe to have closed this").isFalse();
    queue.flush(worker, 1, TestQueue.ended(claimed, TestQueue.completed()));
    assertThat(leaves(worker)).isTrue();
  }

  @Test
  void aWorkerThatHasAnOpenClaimDoesNotLeave() throws SQLException {
    long worker = queue.worker();
    queue.enqueue("q", 2);
    Claimed claimed = queue.claim(worker, "q", 2);
    assertThat(leaves(worker)).isFalse();
    List<Flush.Ended> ended = TestQueue.ended(claimed, TestQueue.completed());
    queue.flush(worker, 1, ended.subList(0, 1));
    assertThat(leaves(worker)).as("one is open").isFalse();
    assertThat(queue.number("SELECT count(*) FROM awa.workers")).isEqualTo(1);
    queue.flush(worker, 2, ended.subList(1, 2));
    assertThat(leaves(worker)).isTrue();
    assertThat(queue.number("SELECT count(*) FROM awa.workers")).isZero();
  }

  @Test
  void aWorkerWhoseCallStillRunsDoesNotLeave() throws SQLException {
    long worker = queue.worker();
    try (Connection call = queue.begin()) {
      TestQueue.sql(call, "SELECT pg_advisory_xact_lock_shared(?)", worker);
      assertThat(leaves(worker)).isFalse();
      call.rollback();
    }
    assertThat(leaves(worker)).isTrue();
  }

  @Test
  void openClaimsOfAWorkerThatNobodyKnowsAreFound() throws SQLException {
    long lost = queue.worker();
    long other = queue.worker();
    queue.enqueue("q", 3);
    queue.claim(lost, "q", 1);
    queue.claim(other, "q", 1);
    Lead lead = lead(other, LEASE).orElseThrow();
    assertThat(lost(lead)).isEmpty();
    queue.sql("DELETE FROM awa.workers WHERE id = ?", lost);
    assertThat(lost(lead)).containsExactly(lost);
    assertThat(lost(lead)).isEmpty();
    List<Deaths.Dead> dead = queue.with(deaths::dead);
    assertThat(dead).extracting(Deaths.Dead::id).containsExactly(lost);
  }

  @Test
  void aWorkerOfAnotherTimelineCanNotBeatNorKeepItsLock() throws SQLException {
    long worker = queue.worker();
    queue.sql("UPDATE awa.beats SET timeline = 'before the failover'");
    assertThat(queue.with(tx -> workers.beat(tx, worker, NOTHING)).isEmpty()).isTrue();
    try (Connection connection = queue.connect()) {
      workers.holdLock(connection, worker);
      assertThat(
              queue.number(
                  "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT"
                      + " oid FROM pg_database WHERE datname = current_database())"))
          .isZero();
    }
  }

  @Test
  void aWorkerThatLeavesIsForgottenWithItsSleepAndItsLead() throws SQLException {
    long worker = queue.worker();
    long other = queue.worker();
    lead(worker, LEASE);
    queue.transaction(tx -> sleepers.say(tx, worker, Sleepers.Way.SLEEPS, List.of("a", "b")));
    queue.transaction(tx -> workers.leave(tx, worker));
    assertThat(queue.number("SELECT count(*) FROM awa.sleepers")).isZero();
    assertThat(queue.texts("SELECT id FROM awa.workers")).containsExactly(String.valueOf(other));
    assertThat(queue.texts("SELECT worker_id FROM awa.beats"))
        .containsExactly(String.valueOf(other));
    assertThat(lead(other, LEASE).isPresent()).isTrue();
  }

  @Test
  void aDeadWorkerCanNotLeaveBeforeItsRescue() throws SQLException {
    long worker = queue.worker();
    queue.declareDead(worker);
    queue.transaction(tx -> workers.leave(tx, worker));
    assertThat(queue.with(deaths::dead)).extracting(Deaths.Dead::id).containsExactly(worker);
  }

  @Test
  void oneWorkerLeadsUntilItsTimeIsOver() throws SQLException {
    Lead first = lead(1, LEASE).orElseThrow();
    assertThat(lead(2, LEASE).isEmpty()).isTrue();
    assertThat(lead(1, LEASE)).as("kept, in the same term").contains(first);
    queue.sql("UPDATE awa.leadership SET expires_at = clock_timestamp()");
    Lead second = lead(2, LEASE).orElseThrow();
    assertThat(second.term()).isGreaterThan(first.term());
    assertThat(lead(1, LEASE).isEmpty()).isTrue();
  }

  @Test
  void whoDoesNotLeadIsToldForHowLongAnotherMay() throws SQLException {
    lead(1, LEASE);
    queue.sql("UPDATE awa.leadership SET expires_at = clock_timestamp() + interval '30 s'");
    assertThat(queue.with(tx -> leadership.lead(tx, 2, LEASE)).left())
        .isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30));
    queue.transaction(tx -> leadership.resign(tx, 2));
    assertThat(lead(2, LEASE)).as("not its lead to give up").isEmpty();
    queue.transaction(tx -> leadership.resign(tx, 1));
    assertThat(queue.with(tx -> leadership.lead(tx, 2, LEASE)).mine()).isPresent();
  }

  @Test
  void whoDoesNotLeadAnyMoreDeclaresNobodyDead() throws SQLException {
    long worker = queue.worker();
    silence(worker);
    Suspect suspect = suspects().getFirst();
    Lead lead = lead(1, LEASE).orElseThrow();
    for (Lead stale : List.of(new Lead(1, lead.term() - 1), new Lead(2, lead.term()))) {
      assertThatThrownBy(() -> declareDead(stale, suspect))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(Failures.NOT_LEADING));
    }
    assertThat(queue.with(deaths::dead)).isEmpty();
  }

  @Test
  void aSilentWorkerIsDeclaredDeadOnce() throws SQLException {
    long worker = queue.worker();
    silence(worker);
    Lead lead = lead(1, LEASE).orElseThrow();
    Suspect suspect = suspects().getFirst();
    assertThat(suspect.id()).isEqualTo(worker);
    assertThat(suspect.silent()).isGreaterThan(Duration.ofSeconds(19));
    assertThat(declareDead(lead, suspect)).isEqualTo(Declared.DEAD);
    assertThat(declareDead(lead, suspect)).isEqualTo(Declared.ALIVE);
    assertThat(suspects()).isEmpty();
    assertThat(queue.with(deaths::dead)).extracting(Deaths.Dead::id).containsExactly(worker);
    queue.with(tx -> {
      deaths.forget(tx, lead, worker);
      return true;
    });
    assertThat(queue.texts("SELECT id FROM awa.workers")).isEmpty();
  }

  @Test
  void aWorkerThatHasBeatenSinceItWasSuspectedLives() throws SQLException {
    long worker = queue.worker();
    silence(worker);
    Suspect suspect = suspects().getFirst();
    queue.with(tx -> workers.beat(tx, worker, NOTHING));
    assertThat(declareDead(lead(1, LEASE).orElseThrow(), suspect)).isEqualTo(Declared.ALIVE);
    assertThat(queue.with(tx -> workers.beat(tx, worker, NOTHING)).isPresent()).isTrue();
  }

  @Test
  void beatsLeaveTheRowThatFencesAlone() throws SQLException {
    long worker = queue.worker();
    String before = fencingRow(worker);
    for (int i = 0; i < 10; i++) {
      queue.enqueue("q", 1);
      queue.drain(worker, "q");
      queue.with(tx -> workers.beat(tx, worker, NOTHING));
    }
    assertThat(fencingRow(worker))
        .as("claims and flushes read it: under an old snapshot they would pass each version")
        .isEqualTo(before);
  }

  private String fencingRow(long worker) throws SQLException {
    return queue
        .texts("SELECT ctid || ' ' || xmin FROM awa.workers WHERE id = " + worker)
        .getFirst();
  }

  @Test
  void aBeatThatWaitsForTheEndOfItsWorkerComesTooLate() throws Exception {
    long worker = queue.worker();
    boolean beaten =
        whileItIsDeclaredDead(
            worker, () -> queue.with(tx -> workers.beat(tx, worker, NOTHING)).isPresent());
    assertThat(beaten).isFalse();
  }

  @Test
  void aWorkerThatLeavesWhileItIsDeclaredDeadStaysForItsRescue() throws Exception {
    long worker = queue.worker();
    whileItIsDeclaredDead(
        worker,
        () -> {
          queue.transaction(tx -> workers.leave(tx, worker));
          return true;
        });
    assertThat(queue.with(deaths::dead)).extracting(Deaths.Dead::id).containsExactly(worker);
  }

  /**
   * What a call answers that begins before the end of its worker is committed, and waits for it.
   */
  private <T> T whileItIsDeclaredDead(long worker, Callable<T> call) throws Exception {
    silence(worker);
    Suspect suspect = suspects().getFirst();
    Lead lead = lead(1, LEASE).orElseThrow();
    try (Connection declaring = queue.begin()) {
      assertThat(deaths.declareDead(declaring, lead, suspect, PATIENCE)).isEqualTo(Declared.DEAD);
      Future<T> answer = async(call);
      Eventually.holds("the call waits", () -> waiting() == 1);
      declaring.commit();
      return answer.get();
    }
  }

  private static <T> Future<T> async(Callable<T> call) {
    FutureTask<T> task = new FutureTask<>(call);
    Thread.ofVirtual().start(task);
    return task;
  }

  private long waiting() throws SQLException {
    return queue.number(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname ="
            + " current_database()");
  }

  @Test
  void aLivingWorkerIsNotForgotten() throws SQLException {
    long worker = queue.worker();
    Lead lead = lead(1, LEASE).orElseThrow();
    queue.with(tx -> {
      deaths.forget(tx, lead, worker);
      return true;
    });
    assertThat(queue.texts("SELECT id FROM awa.workers")).hasSize(1);
  }

  @Test
  void theEndOfASessionIsSeenByItsLock() throws SQLException {
    long worker = queue.worker();
    try (Connection session = queue.connect()) {
      workers.holdLock(session, worker);
      silence(worker);
      assertThat(suspects()).extracting(Suspect::lockFree).containsExactly(false);
    }
    dev.awa.lab.Eventually.holds("the lock is free", () -> suspects().getFirst().lockFree());
  }

  @Test
  void aWorkerThatKeepsNoLockIsNotJudgedByIt() throws SQLException {
    silence(queue.worker());
    assertThat(suspects()).extracting(Suspect::lockFree).containsExactly(false);
  }

  // --- calls that hang at the server ---

  /** As a claim does whose answer nobody reads. */
  private Connection hangingCall(long worker) throws SQLException {
    Connection call = queue.begin();
    TestQueue.sql(call, "SELECT pg_advisory_xact_lock_shared(?)", worker);
    return call;
  }

  private static int processOf(Connection connection) throws SQLException {
    return (int) TestQueue.number(connection, "SELECT pg_backend_pid()");
  }

  @Test
  void aCallThatHangsIsNotWaitedFor() throws SQLException {
    long worker = queue.worker();
    silence(worker);
    Suspect suspect = suspects().getFirst();
    Lead lead = lead(1, LEASE).orElseThrow();
    try (Connection call = hangingCall(worker)) {
      for (Duration patience : List.of(Duration.ZERO, PATIENCE)) {
        Declared answer = queue.with(tx -> deaths.declareDead(tx, lead, suspect, patience));
        assertThat(answer).isEqualTo(Declared.BUSY);
      }
      assertThat(keepers(worker)).extracting(Keeper::pid).containsExactly(processOf(call));
    }
    assertThat(queue.with(deaths::dead)).isEmpty();
    Eventually.holds("it is declared dead", () -> declareDead(lead, suspect) == Declared.DEAD);
  }

  @Test
  void whoKeepsTheLockOfASilentWorkerIsEnded() throws SQLException {
    long worker = queue.worker();
    silence(worker);
    Suspect suspect = suspects().getFirst();
    Lead lead = lead(1, LEASE).orElseThrow();
    try (Connection call = hangingCall(worker);
        Connection ofAnother = hangingCall(queue.worker())) {
      Keeper keeper = keepers(worker).getFirst();
      assertThat(endKeeper(lead, suspect, keeper)).isTrue();
      Eventually.holds("it is declared dead", () -> declareDead(lead, suspect) == Declared.DEAD);
      assertThatThrownBy(() -> processOf(call)).isInstanceOf(SQLException.class);
      assertThat(processOf(ofAnother)).isPositive();
    }
  }

  private List<Keeper> keepers(long worker) throws SQLException {
    return queue.with(tx -> deaths.keepers(tx, worker));
  }

  private boolean endKeeper(Lead lead, Suspect suspect, Keeper keeper) throws SQLException {
    return queue.with(tx -> deaths.endKeeper(tx, lead, suspect.id(), suspect.beatAt(), keeper));
  }

  @Test
  void nobodyIsEndedForAWorkerThatHasBeaten() throws SQLException {
    long worker = queue.worker();
    silence(worker);
    Suspect suspect = suspects().getFirst();
    Lead lead = lead(1, LEASE).orElseThrow();
    try (Connection call = hangingCall(worker)) {
      Keeper keeper = new Keeper(processOf(call), "");
      queue.with(tx -> workers.beat(tx, worker, NOTHING));
      assertThat(endKeeper(lead, suspect, keeper)).isFalse();
      assertThat(processOf(call)).as("it lives").isEqualTo(keeper.pid());
    }
  }

  @Test
  void whoDoesNotKeepTheLockIsNotEnded() throws SQLException {
    long worker = queue.worker();
    silence(worker);
    Suspect suspect = suspects().getFirst();
    Lead lead = lead(1, LEASE).orElseThrow();
    try (Connection stranger = queue.connect()) {
      Keeper keeper = new Keeper(processOf(stranger), "");
      assertThat(endKeeper(lead, suspect, keeper)).isFalse();
      assertThat(processOf(stranger)).isEqualTo(keeper.pid());
      Lead stale = new Lead(lead.workerId(), lead.term() - 1);
      assertThatThrownBy(() -> endKeeper(stale, suspect, keeper))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(Failures.NOT_LEADING));
    }
  }

  @Test
  void aProcessOfAnotherRoleMayNotBeEnded() throws SQLException {
    long worker = queue.worker();
    silence(worker);
    Suspect suspect = suspects().getFirst();
    Lead lead = lead(1, LEASE).orElseThrow();
    queue.sql("CREATE ROLE stranger");
    queue.sql("GRANT USAGE ON SCHEMA awa TO stranger");
    queue.sql("GRANT SELECT ON ALL TABLES IN SCHEMA awa TO stranger");
    queue.sql("GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA awa TO stranger");
    try (Connection call = hangingCall(worker);
        Connection leader = queue.connect()) {
      Keeper keeper = keepers(worker).getFirst();
      TestQueue.sql(leader, "SET ROLE stranger");
      assertThatThrownBy(() -> deaths.endKeeper(leader, lead, worker, suspect.beatAt(), keeper))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(Failures.NOT_ALLOWED));
      assertThat(processOf(call)).isEqualTo(keeper.pid());
    } finally {
      queue.sql("DROP OWNED BY stranger");
      queue.sql("DROP ROLE stranger");
    }
  }

  // --- clocks ---

  @Test
  void aLeadThatEndsLaterThanItCanIsNone() throws SQLException {
    Lead first = lead(1, LEASE).orElseThrow();
    queue.sql("UPDATE awa.leadership SET expires_at = clock_timestamp() + interval '60.5 seconds'");
    assertThat(lead(2, LEASE)).as("a clock that was corrected a little").isEmpty();
    queue.sql("UPDATE awa.leadership SET expires_at = clock_timestamp() + interval '10 minutes'");
    assertThat(queue.awa().storage().status(0).leader()).isNull();
    assertThat(lead(2, LEASE).orElseThrow().term()).isGreaterThan(first.term());
  }

  @Test
  void whileAnOperatorKeepsTheLeadNobodyWaitsForLong() throws Exception {
    lead(1, LEASE);
    try (Connection operator = queue.begin()) {
      leadership.lend(operator, LEASE, lead -> true);
      assertThatThrownBy(() -> lead(1, LEASE))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(Failures.isBlocked(e)).isTrue());
      assertThat(TestQueue.texts(operator, "SHOW idle_in_transaction_session_timeout"))
          .as("nor when it stands still")
          .containsExactly("10s");
    }
  }

  @Test
  void aWorkerWhoseBeatLiesInTheFutureIsSuspected() throws SQLException {
    long worker = queue.worker();
    assertThat(suspects()).isEmpty();
    queue.sql("UPDATE awa.beats SET beat_at = clock_timestamp() + interval '10 minutes'");
    assertThat(queue.<Boolean>with(deaths::isAnySilent)).isTrue();
    Suspect suspect = suspects().getFirst();
    assertThat(suspect.silent()).isNegative();
    assertThat(declareDead(lead(1, LEASE).orElseThrow(), suspect)).isEqualTo(Declared.DEAD);
    assertThat(queue.awa().storage().status(0).workers().getFirst().silent().isNegative())
        .isFalse();
    assertThat(queue.with(deaths::dead)).extracting(Deaths.Dead::id).containsExactly(worker);
  }

  @Test
  void aWorkerIsSuspectedAfterTheGraceTimeThatItPromised() throws SQLException {
    Promise patient =
        new Promise(Duration.ofSeconds(40), Duration.ofSeconds(121), Duration.ofSeconds(80));
    long worker = queue.worker(patient);
    silence(worker);
    assertThat(queue.<Boolean>with(deaths::isAnySilent)).isFalse();
    long hasty =
        queue.worker(
            new Promise(Duration.ofMillis(200), Duration.ofSeconds(3), Duration.ofSeconds(1)));
    queue.sql("UPDATE awa.beats SET beat_at = beat_at - interval '2 seconds'");
    assertThat(suspects()).extracting(Suspect::id).containsExactly(hasty);
    silence(worker);
    silence(worker);
    silence(worker);
    assertThat(suspects()).extracting(Suspect::promise).contains(patient);
  }
}
