package dev.awa.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.awa.ChangedStorage;
import dev.awa.Handler;
import dev.awa.Outcome;
import dev.awa.Pruned;
import dev.awa.RawJson;
import dev.awa.Rotated;
import dev.awa.SettingChange;
import dev.awa.StorageSettings;
import dev.awa.StorageStatus;
import dev.awa.StorageStatus.Segment;
import dev.awa.client.Awa;
import dev.awa.client.Storage.History;
import dev.awa.lab.Eventually;
import dev.awa.support.TestQueue;
import dev.awa.worker.Worker;
import dev.awa.worker.WorkerConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * What operators see of the storage is so, and what they do to it is as safe as what a leader does.
 */
@Tag("every-postgres")
final class StorageTest {
  /** A leader prunes about one segment in two seconds, and there may be fifteen. */
  private static final Duration RING_PRUNED = Duration.ofSeconds(90);

  private static final Duration SOON = Duration.ofMillis(300);

  private final TestQueue queue = TestQueue.create();

  private StorageStatus status() {
    return queue.awa().storage().status(10);
  }

  private List<Segment> segments() {
    return status().segments();
  }

  private List<String> blockersOfTheOldest() {
    StorageStatus status = status();
    return status.blockersOf(status.segments().getFirst().generation());
  }

  private Rotated rotate() {
    return queue.awa().storage().rotate();
  }

  private void keepNothing() {
    queue.awa().storage().change(settings -> settings.withKeepHistory(Duration.ZERO), "test");
  }

  private void complete(long worker, String name) throws SQLException {
    queue.flush(worker, 1, TestQueue.ended(queue.claim(worker, name, 100), TestQueue.completed()));
  }

  private Optional<Lead> lead(long id) throws SQLException {
    return queue.with(tx -> queue.engine().leadership().lead(tx, id, Duration.ofHours(1)).mine());
  }

  /** The worker announces, as of now, that it holds these slots. */
  private void announce(long worker, Short... slots) throws SQLException {
    long epoch = queue.number("SELECT awa.epoch_of(pg_current_snapshot())");
    Workers.Announcement held = new Workers.Announcement(epoch, List.of(slots));
    queue.with(tx -> queue.engine().workers().beat(tx, worker, held));
  }

  // --- status ---

  @Test
  void anEmptySchemaHasOneSegment() {
    StorageStatus status = status();
    assertThat(status.segments()).hasSize(1);
    assertThat(status.blockersOf(0)).containsExactly("it is current");
    assertThat(status.segments().getFirst().bytes()).isZero();
    assertThat(status.carry()).isEqualTo(new StorageStatus.Carry(0, 0, 0));
    assertThat(status.lanes()).isEmpty();
    assertThat(status.workers()).isEmpty();
    assertThat(status.leader()).isNull();
    assertThat(status.countersTrustedAt()).isNotNull();
    assertThat(status.settings()).isEqualTo(StorageSettings.defaults());
  }

  @Test
  void whatKeepsASegmentIsSaidInWords() throws SQLException {
    long worker = queue.worker();
    queue.enqueue("held", 2);
    queue.claim(worker, "held", 1);
    queue.enqueue("paused", 1);
    queue.awa().queues().pause("paused", "test");
    rotate();
    queue.enqueue("held", 1);
    rotate();
    announce(worker, (short) 0);
    queue.sql("UPDATE awa.beats SET beat_at = beat_at - interval '1 minute'");

    StorageStatus status = status();
    List<Segment> segments = status.segments();
    assertThat(segments).extracting(Segment::generation).containsExactly(0L, 1L, 2L);
    Segment oldest = segments.getFirst();
    assertThat(oldest.waiting()).isTrue();
    assertThat(oldest.openClaims()).isEqualTo(1);
    assertThat(oldest.bytes()).isPositive();
    String name = "worker \"test worker\" (" + worker + ")";
    assertThat(status.blockersOf(0))
        .hasSize(6)
        .satisfiesExactly(
            history -> assertThat(history).isEqualTo("history is kept for another 60 min"),
            held -> assertThat(held).isEqualTo("runs of queue \"held\" wait in it"),
            paused ->
                assertThat(paused)
                    .startsWith("runs of queue \"paused\" wait in it (paused since 2"),
            open -> assertThat(open).isEqualTo("a claim is open on " + name),
            silent -> assertThat(silent).startsWith(name + " has not announced since 2"),
            leader -> assertThat(leader).isEqualTo("no worker leads"));
    assertThat(status.blockersOf(1))
        .contains("generation 0 is pruned first", "runs of queue \"held\" wait in it")
        .noneMatch(words -> words.contains("open"));
    assertThat(status.blockersOf(2)).containsExactly("it is current");
  }

  @Test
  void eachThingIsSaidOnceWithTheSegmentsThatItKeeps() throws SQLException {
    queue.enqueue("a", 1);
    rotate();
    queue.enqueue("a", 1);
    rotate();
    long dead = queue.worker();
    queue.declareDead(dead);
    assertThat(status().blockers())
        .containsExactly(
            blocker("history is kept for another 60 min", 0L, 1L),
            blocker("runs of queue \"a\" wait in it", 0L, 1L),
            blocker("worker \"test worker\" (" + dead + ") is dead and not rescued yet", 0L, 1L),
            blocker("generation 0 is pruned first", 1L),
            blocker("no worker leads", 0L, 1L),
            blocker("it is current", 2L));
  }

  private static StorageStatus.Blocker blocker(String words, Long... generations) {
    return new StorageStatus.Blocker(List.of(generations), words);
  }

  @Test
  void lanesInUseRetiredAndEmptyAreCounted() throws SQLException {
    queue.enqueue("a", 1);
    queue.sql("INSERT INTO awa.lanes (queue, priority, stripe) VALUES ('idle', 1, 0)");
    queue.sql(
        "INSERT INTO awa.lanes (queue, priority, stripe, retired_at) VALUES ('a', 1, 0, now())");
    assertThat(status().laneCounts()).isEqualTo(new StorageStatus.LaneCounts(2, 1, 1, 2L));
  }

  @Test
  void whoHoldsASegmentIsNamed() throws SQLException {
    long holder = queue.worker();
    long dead = queue.worker();
    queue.enqueue("q", 1);
    rotate();
    announce(holder, (short) 0);
    queue.declareDead(dead);
    assertThat(blockersOfTheOldest())
        .contains(
            "worker \"test worker\" (" + holder + ") says that it holds it",
            "worker \"test worker\" (" + dead + ") is dead and not rescued yet");
  }

  @Test
  void lanesTellTheirCursorAndCountNoMoreThanAThousand() throws SQLException {
    long worker = queue.worker();
    queue.enqueue("a", 5);
    queue.claim(worker, "a", 2);
    queue.enqueue("b", StorageStatus.COUNTED + 7);
    queue.enqueue("c", 1);
    StorageStatus status = queue.awa().storage().status(2);
    assertThat(status.laneCounts()).isEqualTo(new StorageStatus.LaneCounts(3, 0, 3, 0L));
    assertThat(status.lanes()).extracting(StorageStatus.Lane::queue).containsExactly("a", "b");
    StorageStatus.Lane a = status.lanes().getFirst();
    assertThat(List.of(a.claims(), a.taken(), a.waiting())).containsExactly(1L, 2L, 3L);
    assertThat(a.more()).isFalse();
    StorageStatus.Lane b = status.lanes().get(1);
    assertThat(b.waiting()).isEqualTo(StorageStatus.COUNTED);
    assertThat(b.more()).isTrue();
  }

  @Test
  void aLaneThatTheLeaderHasCountedIsToldInFull() throws SQLException {
    queue.enqueue("q", StorageStatus.COUNTED + 7);
    Lead lead = lead(queue.worker()).orElseThrow();
    queue.with(tx -> queue.engine().queues().countWaiting(tx, lead, 0, 10, 1));
    queue.enqueue("q", 2);
    StorageStatus.Lane lane = status().lanes().getFirst();
    assertThat(lane.waiting()).isEqualTo(StorageStatus.COUNTED + 9);
    assertThat(lane.more()).isFalse();
  }

  /** The rows of a lane behind its cursor, in every way a row can be there. */
  @Test
  void waitingRunsAreCountedInBothWindowsAndLate() throws SQLException {
    long worker = queue.worker();
    queue.enqueue("q", 1); // so that there is one lane, and no twins
    queue.claim(worker, "q", 1);
    try (Connection late = queue.begin();
        Connection later = queue.begin()) {
      queue.awa().enqueue(late, TestQueue.job("q", 1));
      queue.awa().enqueue(later, TestQueue.job("q", 2));
      queue.enqueue("q", 4);
      queue.claim(worker, "q", 1);
      assertThat(waiting()).as("the rest of the window").isEqualTo(3);
      late.commit();
      assertThat(waiting()).as("and one that was late").isEqualTo(4);
      rotate();
      queue.enqueue("q", 2);
      assertThat(waiting()).as("and the next window, in another segment").isEqualTo(6);
      queue.claim(worker, "q", 3);
      assertThat(waiting()).isEqualTo(3);
      later.rollback();
      long cancelled = queue.enqueue("q", 1).getFirst();
      queue.awa().jobs().cancel(cancelled, "not wanted");
      assertThat(waiting()).as("a cancelled one does not wait").isEqualTo(3);
    }
    queue.drain(worker, "q");
    assertThat(waiting()).isZero();
  }

  private long waiting() {
    return status().lanes().getFirst().waiting();
  }

  @Test
  void workersAndTheLeaderAreShown() throws SQLException {
    long worker = queue.worker();
    announce(worker, (short) 0, (short) 3);
    lead(worker);
    StorageStatus status = status();
    assertThat(status.workers()).hasSize(1);
    assertThat(status.workers().getFirst().heldSlots()).containsExactly(0, 3);
    assertThat(status.workers().getFirst().state()).isEqualTo("alive");
    assertThat(status.workers().getFirst().lease()).isEqualTo(Duration.ofSeconds(30));
    assertThat(status.workers().getFirst().queues()).containsExactly("q");
    assertThat(status.leader())
        .extracting(leader -> leader.workerId(), leader -> leader.worker())
        .containsExactly(worker, "test worker");
  }

  @Test
  void whatWasCarriedIsCounted() throws SQLException {
    long worker = queue.worker();
    queue.enqueue("q", 3);
    queue.claim(worker, "q", 1);
    rotate();
    Ring.Generation oldest = new Ring.Generation(0, (short) 0);
    Ring.Emptying carried =
        queue.with(tx ->
            queue
                .engine()
                .leadership()
                .lend(
                    tx,
                    Duration.ofSeconds(1),
                    lead -> queue.engine().ring().carry(tx, lead, oldest, Duration.ZERO)));
    assertThat(carried).isEqualTo(Ring.Emptying.CARRIED);
    StorageStatus status = status();
    assertThat(status.carry().rows()).isEqualTo(3);
    assertThat(status.carry().claims()).isEqualTo(1);
    assertThat(status.carry().bytes()).isPositive();
    assertThat(status.segments()).hasSize(1);
    assertThat(waiting()).isEqualTo(2);
  }

  /** Looks between which maintenance has its turn. */
  private final class Interrupted implements ReadTransactions {
    private int taken;

    @Override
    public <T> T take(Look<T> look) throws SQLException {
      T found;
      try (Connection tx = queue.begin()) {
        found = look.at(tx);
        tx.commit();
      }
      taken++;
      assertThat(
              queue.number("SELECT count(*) FROM pg_locks WHERE relation = 'awa.claims'::regclass"))
          .as("locks after look %d", taken)
          .isZero();
      if (taken == 4) { // the oldest generation was looked at, the next one was not
        turn();
      }
      return found;
    }
  }

  /** The ring by one generation, and what is behind it is pruned. */
  private void turn() throws SQLException {
    queue.enqueue("q", 1);
    rotate();
    complete(queue.worker(), "q");
    queue.sql("DELETE FROM awa.workers");
    queue.awa().storage().prune(Duration.ZERO, History.CUT);
  }

  @Test
  void maintenanceGoesOnWhileSomebodyLooks() throws SQLException {
    queue.enqueue("q", 1);
    rotate();
    Interrupted looks = new Interrupted();
    StorageStatus status = queue.engine().storage().status(looks, 10);
    assertThat(looks.taken).isGreaterThan(8);
    assertThat(status.segments()).extracting(Segment::generation).containsExactly(2L);
    assertThat(status.blockersOf(2)).containsExactly("it is current");
  }

  @Test
  void whatADataSourceIsSetToDoesNotMatter() throws SQLException {
    queue.enqueue("q", 3);
    PGSimpleDataSource repeatable = new PGSimpleDataSource();
    repeatable.setURL(((PGSimpleDataSource) queue.dataSource()).getURL());
    repeatable.setUser(((PGSimpleDataSource) queue.dataSource()).getUser());
    repeatable.setOptions("-c default_transaction_isolation=repeatable\\ read");
    Awa careless = Awa.of(repeatable);
    assertThat(careless.storage().status(1).lanes().getFirst().waiting()).isEqualTo(3);
    assertThat(careless.storage().rotate().answer()).isEqualTo(Rotated.Answer.ROTATED);
    assertThat(careless.storage().prune(Duration.ZERO, History.CUT).generations()).isEmpty();
    assertThat(careless.storage().rebuildTerminalCounters(Duration.ofSeconds(1))).isNotNull();
    assertThat(careless.storage().rebase().waiting()).isEqualTo(3);
  }

  // --- rotate and prune ---

  @Test
  void rotateOpensASegmentWhenTheCurrentOneHoldsAnything() throws SQLException {
    assertThat(rotate()).isEqualTo(new Rotated(Rotated.Answer.EMPTY, 0));
    queue.enqueue("q", 1);
    assertThat(rotate()).isEqualTo(new Rotated(Rotated.Answer.ROTATED, 1));
    assertThat(rotate()).isEqualTo(new Rotated(Rotated.Answer.EMPTY, 1));
    queue.enqueue("q", 1);
    assertThat(queue.number("SELECT count(*) FROM awa.ready_entries_1"))
        .as("writers were told")
        .isEqualTo(1);
  }

  @Test
  void aFullRingIsNotRotated() {
    for (int i = 1; i < Ring.SLOTS; i++) {
      queue.enqueue("q", 1);
      assertThat(rotate().answer()).isEqualTo(Rotated.Answer.ROTATED);
    }
    queue.enqueue("q", 1);
    assertThat(rotate()).isEqualTo(new Rotated(Rotated.Answer.FULL, Ring.SLOTS - 1));
  }

  private Pruned prune() {
    return queue.awa().storage().prune(SOON, History.KEPT);
  }

  @Test
  void pruneKeepsHistoryUnlessItIsToldNotTo() throws SQLException {
    queue.enqueue("q", 1);
    rotate();
    long worker = queue.worker();
    complete(worker, "q"); // the claim lies in generation 1
    rotate();
    queue.sql("DELETE FROM awa.workers");
    Pruned kept = prune();
    assertThat(kept.generations()).isEmpty();
    assertThat(kept.stoppedAt()).isZero();
    assertThat(kept.blockers()).first().asString().startsWith("history is kept for another");
    Pruned cut = queue.awa().storage().prune(SOON, History.CUT);
    assertThat(cut.generations()).containsExactly(0L, 1L);
    assertThat(cut.blockers()).containsExactly("it is current");
    assertThat(queue.awa().queues().stats("q").completed()).isEqualTo(1);
  }

  @Test
  void historyIsCutBySize() throws SQLException {
    long worker = queue.worker();
    queue.enqueue("q", 1);
    queue.flush(worker, 1, TestQueue.ended(queue.claim(worker, "q", 1), TestQueue.completed()));
    rotate();
    announce(worker);
    assertThat(blockersOfTheOldest()).contains("history is kept for another 60 min");
    assertThat(prune().generations()).isEmpty();
    queue.awa().storage().change(settings -> settings.withKeepBytes(8192), "test");
    assertThat(blockersOfTheOldest())
        .as("the logs are larger")
        .noneMatch(words -> words.contains("history"));
    assertThat(pruneWhileItBeats(worker).generations()).containsExactly(0L);
  }

  @Test
  void onlyWhatHoldsAnythingIsTruncatedSoTheCatalogStaysSmall() throws SQLException {
    queue.enqueue("q", 1);
    complete(queue.worker(), "q");
    rotate();
    queue.sql("DELETE FROM awa.workers");
    List<String> before = files();
    queue.awa().storage().prune(SOON, History.CUT);
    List<String> after = files();
    after.removeAll(before);
    assertThat(after)
        .extracting(file -> file.split(" ", 2)[0])
        .containsExactlyInAnyOrder("ready_entries_0", "claims_0", "closures_0");
  }

  /** Each table of the schema with the file it is in, which is another once it was truncated. */
  private List<String> files() throws SQLException {
    return queue.texts(
        "SELECT relname || ' ' || relfilenode FROM pg_class"
            + " WHERE relnamespace = 'awa'::regnamespace AND relkind = 'r'");
  }

  @Test
  void pruneStopsAtWhatIsAlive() throws SQLException {
    keepNothing();
    long worker = queue.worker();
    List<Long> ids = queue.enqueue("q", 2);
    rotate();
    assertThat(prune().blockers()).contains("runs of queue \"q\" wait in it");
    queue.awa().storage().change(settings -> settings.withKeepHistory(Duration.ofHours(1)), "test");
    assertThat(queue.awa().storage().prune(SOON, History.CUT).blockers())
        .as("history keeps nothing when it is cut")
        .containsExactly("runs of queue \"q\" wait in it", "no worker leads");
    keepNothing();
    Claimed claimed = queue.claim(worker, "q", 2);
    rotate();
    assertThat(prune().generations()).as("the worker has not announced yet").isEmpty();
    announce(worker, (short) 0, (short) 1);
    assertThat(prune().blockers())
        .contains("worker \"test worker\" (" + worker + ") says that it holds it");
    queue.flush(worker, 1, TestQueue.ended(claimed, TestQueue.completed()));
    assertThat(ids).hasSize(2);
    Pruned pruned = pruneWhileItBeats(worker);
    assertThat(pruned.generations()).containsExactly(0L, 1L);
  }

  private Pruned pruneWhileItBeats(long worker) {
    Thread beating = Thread.startVirtualThread(() -> announceForAWhile(worker));
    try {
      return queue.awa().storage().prune(Duration.ofSeconds(20), History.KEPT);
    } finally {
      beating.interrupt();
    }
  }

  private void announceForAWhile(long worker) {
    while (!Thread.interrupted()) {
      try {
        announce(worker);
      } catch (SQLException e) {
        return; // interrupted
      }
    }
  }

  @Test
  void anOperatorsStepGoesByTheLeadOfTheWorkerThatHasIt() throws SQLException {
    Lead lead = lead(7).orElseThrow();
    queue.enqueue("q", 1);
    assertThat(rotate().answer()).isEqualTo(Rotated.Answer.ROTATED);
    assertThat(lead(7)).as("it leads on, in the same term").contains(lead);
  }

  @Test
  void whereNobodyLeadsTheLeadIsTakenAndGivenBack() throws SQLException {
    queue.enqueue("q", 1);
    rotate();
    assertThat(queue.number("SELECT term FROM awa.leadership")).isEqualTo(1);
    assertThat(status().leader()).isNull();
    assertThat(lead(7)).contains(new Lead(7, 2));
  }

  @Test
  void pruneWaitsForALockAsLongAsItsPatienceLasts() throws Exception {
    keepNothing();
    queue.enqueue("q", 1);
    complete(queue.worker(), "q");
    rotate();
    queue.sql("DELETE FROM awa.workers");
    String waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted";
    CompletableFuture<List<Long>> pruned;
    try (Connection other = queue.begin()) {
      TestQueue.sql(other, "LOCK TABLE awa.claims_0 IN ACCESS EXCLUSIVE MODE");
      pruned =
          CompletableFuture.supplyAsync(
              () -> queue.awa().storage().prune(Duration.ofMinutes(1), History.CUT).generations());
      Eventually.holds("a call waits for the lock", () -> queue.number(waiting) > 0);
      Eventually.holds("the call gives up", () -> queue.number(waiting) == 0);
      other.commit();
    }
    assertThat(pruned.get()).containsExactly(0L);
  }

  @Test
  void operatorsMayRotateAndPruneAtOnce() throws Exception {
    keepNothing();
    List<Thread> threads = new ArrayList<>();
    List<Throwable> failures = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Thread thread =
          Thread.ofVirtual()
              .unstarted(() -> {
                for (int n = 0; n < 5; n++) {
                  queue.enqueue("q", 1);
                  rotate();
                  queue.awa().storage().prune(Duration.ZERO, History.CUT);
                }
              });
      thread.setUncaughtExceptionHandler((t, e) -> {
        synchronized (failures) {
          failures.add(e);
        }
      });
      threads.add(thread);
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures).isEmpty();
    assertThat(queue.drain(queue.worker(), "q")).hasSize(20);
  }

  @Test
  void operatorsStandInNobodysWayBesideAWorkerThatLeads() throws Exception {
    queue.sql("UPDATE awa.storage_state SET rotate_after = '0', keep_history = '0'");
    Set<Long> ran = ConcurrentHashMap.newKeySet();
    AtomicInteger twice = new AtomicInteger();
    List<Long> ids = new ArrayList<>();
    Set<Long> pruned = new HashSet<>();
    Handler<RawJson> handler =
        (args, context) -> {
          if (!ran.add(context.job().id())) {
            twice.incrementAndGet();
          }
          return Outcome.complete();
        };
    Worker worker =
        Worker.of(queue.dataSource())
            .config(
                WorkerConfig.defaults()
                    .withBeat(Duration.ofMillis(100))
                    .withDeathGrace(Duration.ofSeconds(1)))
            .queue("q", 10)
            .handlerForAnyKind(handler)
            .start();
    try (worker) {
      for (int i = 0; i < 30; i++) {
        ids.addAll(queue.enqueue("q", 3));
        rotate();
        StorageStatus status = status();
        List<Segment> segments = status.segments();
        long oldest = segments.getFirst().generation();
        for (int n = 0; n < segments.size(); n++) {
          assertThat(segments.get(n).generation()).isEqualTo(oldest + n);
          assertThat(status.blockersOf(oldest + n)).isNotEmpty();
        }
        for (long generation :
            queue.awa().storage().prune(Duration.ZERO, History.CUT).generations()) {
          assertThat(pruned.add(generation)).isTrue();
        }
      }
      Eventually.holds("every job has run", () -> ran.containsAll(ids));
      Eventually.holds(
          () -> "the leader leads, and prunes what is left: " + segments(),
          RING_PRUNED,
          () -> segments().size() == 1 && leads());
    }
    assertThat(twice).hasValue(0);
    assertThat(queue.awa().queues().stats("q").completed()).isEqualTo(ids.size());
  }

  private boolean leads() {
    return status().leader() != null;
  }

  // --- settings ---

  @Test
  void settingsAreChangedOneByOneAndChecked() throws SQLException {
    StorageSettings before = status().settings();
    queue
        .awa()
        .storage()
        .change(s -> s.withKeepDeadLetters(Duration.ofDays(7)).withRotateBytes(64 << 20), "test");
    assertThat(status().settings())
        .isEqualTo(before.withKeepDeadLetters(Duration.ofDays(7)).withRotateBytes(64 << 20));
    assertThatThrownBy(
            () -> queue.awa().storage().change(s -> s.withRotateAfter(Duration.ZERO), "test"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rotate_after: must be 1 s to 604800 s, got 0 s");
    assertThatThrownBy(() -> queue.awa().storage().change(s -> s.withRotateBytes(1), "test"))
        .hasMessageStartingWith("rotate_bytes: must be 1048576 to");
    assertThatThrownBy(() -> queue.awa().storage().change(s -> s.withKeepBytes(-1), "test"))
        .hasMessageStartingWith("keep_bytes: must be 0 to");
    assertThatThrownBy(() ->
            queue.awa().storage().change(s -> s.withKeepFailed(Duration.ofSeconds(-1)), "test"))
        .hasMessageStartingWith("keep_failed: must be 0 s to");
    assertThat(status().settings().rotateAfter()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void whoChangedASettingAndWhatThatOverwroteIsKept() {
    dev.awa.client.Storage storage = queue.awa().storage();
    ChangedStorage first =
        storage.change(s -> s.withKeepHistory(Duration.ofMillis(1500)).withKeepBytes(4096), "jo");
    assertThat(first.settings()).isEqualTo(status().settings());
    assertThat(first.changed())
        .containsExactly(
            new ChangedStorage.Setting("keep_bytes", 4L << 30, 4096L, null, null),
            new ChangedStorage.Setting(
                "keep_history", Duration.ofHours(1), Duration.ofMillis(1500), null, null));
    ChangedStorage second = storage.change(s -> s.withKeepBytes(0), "ann");
    assertThat(second.changed()).hasSize(1);
    assertThat(second.changed().getFirst())
        .returns(4096L, ChangedStorage.Setting::before)
        .returns(0L, ChangedStorage.Setting::after)
        .returns("jo", ChangedStorage.Setting::setBy);
    assertThat(storage.change(s -> s.withKeepBytes(0), "eve").changed()).isEmpty();

    assertThat(storage.history(10))
        .extracting(
            SettingChange::by, SettingChange::setting, SettingChange::before, SettingChange::after)
        .containsExactly(
            tuple("ann", "keep_bytes", 4096L, 0L),
            tuple("jo", "keep_history", Duration.ofHours(1), Duration.ofMillis(1500)),
            tuple("jo", "keep_bytes", 4L << 30, 4096L));
    assertThat(storage.history(1).getFirst().at()).isEqualTo(storage.history(2).getFirst().at());
    assertThatThrownBy(() -> storage.history(1001))
        .hasMessage("limit: must be 1 to 1000, got 1001");
  }
}
