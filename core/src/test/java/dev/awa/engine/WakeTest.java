package dev.awa.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.engine.Sleepers.Asleep;
import dev.awa.engine.Sleepers.Call;
import dev.awa.engine.Sleepers.Way;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** Who is told of work. */
@Tag("every-postgres")
final class WakeTest {
  private final TestQueue queue = TestQueue.create();
  private final Workers workers = queue.engine().workers();
  private final Sleepers sleepers = queue.engine().sleepers();

  /** Workers that sleep for queue "q", in the order of their ids. */
  private List<Long> sleepers(int count) throws SQLException {
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long id = queue.worker();
      queue.transaction(tx -> sleepers.say(tx, id, Way.SLEEPS, List.of("q")));
      ids.add(id);
    }
    return ids.stream().sorted().toList();
  }

  /** Whom an action names, by the end of the channel: once for each notification. */
  private List<String> named(List<Long> ids, TestQueue.Action action) throws SQLException {
    try (Connection listening = queue.connect()) {
      String channel = workers.channel(listening);
      TestQueue.sql(listening, "LISTEN \"" + channel + '"');
      for (long id : ids) {
        TestQueue.sql(listening, "LISTEN \"" + channel + '_' + id + '"');
      }
      queue.transaction(action);
      TestQueue.sql(listening, "SELECT 1");
      PGNotification[] heard = listening.unwrap(PGConnection.class).getNotifications();
      return Stream.of(heard).map(one -> one.getName().replaceFirst("^awa_\\d+_?", "")).toList();
    }
  }

  @Test
  void aTransactionNamesOneSleeperHoweverManyCallsItMakes() throws SQLException {
    List<Long> ids = sleepers(40);
    List<String> named =
        named(
            ids,
            tx -> {
              for (int i = 0; i < 5; i++) {
                queue.awa().enqueue(tx, TestQueue.job("q", i));
              }
            });
    assertThat(named).hasSize(1).allMatch(id -> ids.contains(Long.valueOf(id)));
  }

  @Test
  void everySleeperHasItsTurn() throws SQLException {
    List<Long> ids = new ArrayList<>();
    for (int i = 1;
        i <= 3;
        i++) { // spread evenly: of random ids one can be very close to its neighbour
      long id = i * (Long.MAX_VALUE / 3);
      queue.transaction(tx -> workers.register(tx, id, TestQueue.SELF, TestQueue.PROMISE));
      queue.transaction(tx -> sleepers.say(tx, id, Way.SLEEPS, List.of("q")));
      ids.add(id);
    }
    Set<String> named = new HashSet<>();
    for (int i = 0; i < 200 && named.size() < 3; i++) {
      named.addAll(named(ids, tx -> queue.awa().enqueue(tx, TestQueue.job("q", 0))));
    }
    assertThat(named).hasSize(3);
  }

  @Test
  void whoIsAwakeIsNotNamed() throws SQLException {
    List<Long> ids = sleepers(3);
    queue.transaction(tx -> sleepers.say(tx, ids.get(0), Way.AWAKE, List.of("q")));
    queue.transaction(tx -> sleepers.riseForGood(tx, ids.get(2)));
    for (int i = 0; i < 5; i++) {
      assertThat(named(ids, tx -> queue.awa().enqueue(tx, TestQueue.job("q", 0))))
          .containsExactly(String.valueOf(ids.get(1)));
    }
  }

  @Test
  void whileAWorkerWatchesAQueueNobodyIsNamedForIt() throws SQLException {
    List<Long> ids = sleepers(3);
    for (long id : ids) {
      queue.transaction(tx -> sleepers.say(tx, id, Way.SLEEPS, List.of("other")));
    }
    queue.transaction(tx -> sleepers.say(tx, ids.get(0), Way.WATCHES, List.of("q")));
    watchersLookedAgo(-60);
    for (int i = 0; i < 5; i++) {
      assertThat(
              named(
                  ids,
                  tx ->
                      queue
                          .awa()
                          .enqueueAll(tx, List.of(TestQueue.job("q", 0), TestQueue.job("q", 1)))))
          .isEmpty();
    }
    assertThat(named(ids, tx -> queue.awa().enqueue(tx, TestQueue.job("other", 0)))).hasSize(1);
    queue.transaction(tx -> sleepers.say(tx, ids.get(0), Way.AWAKE, List.of("q")));
    assertThat(named(ids, tx -> queue.awa().enqueue(tx, TestQueue.job("q", 0)))).hasSize(1);
  }

  /** As if the last look of one that watches were relied on until then. */
  private void watchersLookedAgo(int seconds) throws SQLException {
    queue.sql(
        "SELECT setval('awa.watched_until',"
            + " ((extract(epoch FROM clock_timestamp()) - ?) * 1000)::bigint)",
        seconds);
  }

  /** Also when it is the one that leads, so that nobody takes its word back. */
  @Test
  void nobodyReliesOnAWatcherThatHasNotLookedForAWhile() throws SQLException {
    List<Long> ids = sleepers(2);
    String other = String.valueOf(ids.get(1));
    TestQueue.Action enqueue = tx -> queue.awa().enqueue(tx, TestQueue.job("q", 0));
    queue.transaction(tx -> sleepers.say(tx, ids.get(0), Way.WATCHES, List.of("q")));
    watchersLookedAgo(-60);
    assertThat(named(ids, enqueue)).isEmpty();
    watchersLookedAgo(1);
    assertThat(named(ids, enqueue)).containsExactly(other);
  }

  @Test
  void aLookOfOneThatWatchesIsReliedOnForTwoSeconds() throws SQLException {
    String left =
        "SELECT last_value - (extract(epoch FROM clock_timestamp()) * 1000)::bigint FROM"
            + " awa.watched_until";
    watchersLookedAgo(3600);
    queue.transaction(sleepers::noteWatching);
    assertThat(queue.number(left)).isBetween(-600_000L, 2000L);
    watchersLookedAgo(-3600);
    queue.transaction(sleepers::noteWatching);
    assertThat(queue.number(left)).as("a clock that was set back").isLessThanOrEqualTo(2000);
  }

  /** The last one was killed, and nobody leads who would take its word back. */
  @Test
  void whenEveryWorkerIsDeadByItsLeaseNobodyIsNamed() throws SQLException {
    List<Long> ids = sleepers(2);
    TestQueue.Action enqueue = tx -> queue.awa().enqueue(tx, TestQueue.job("q", 0));
    assertThat(named(ids, enqueue)).hasSize(1);
    queue.sql(
        "SELECT setval('awa.alive_until', extract(epoch FROM clock_timestamp())::bigint - 1)");
    assertThat(named(ids, enqueue)).isEmpty();
    Workers.Announcement nothing = new Workers.Announcement(1, List.of());
    queue.transaction(tx -> workers.beat(tx, ids.getFirst(), nothing));
    assertThat(named(ids, enqueue)).hasSize(1);
    assertThat(queue.number("SELECT last_value - extract(epoch FROM now()) FROM awa.alive_until"))
        .isBetween(20L, 31L);
  }

  @Test
  void oneThatWatchesAndIsSilentIsTakenOutAsSleepersAre() throws SQLException {
    List<Long> ids = sleepers(2);
    queue.transaction(tx -> sleepers.say(tx, ids.get(0), Way.WATCHES, List.of("q")));
    beatAgo(ids.get(0), 11);
    queue.transaction(sleepers::wakeWaiting);
    assertThat(named(ids, tx -> queue.awa().enqueue(tx, TestQueue.job("q", 0))))
        .containsExactly(String.valueOf(ids.get(1)));
  }

  @Test
  void whatIsPassedOnGoesRoundOnceAndThenEnds() throws SQLException {
    List<Long> ids = sleepers(4);
    for (int first = 0; first < 4; first++) {
      long begun = ids.get(first);
      for (int hop = 0; hop < 4; hop++) {
        long at = ids.get((first + hop) % 4);
        List<String> next = named(ids, tx -> sleepers.passOn(tx, at, new Call("1", "q", begun)));
        if (hop < 3) {
          assertThat(next).containsExactly(String.valueOf(ids.get((first + hop + 1) % 4)));
        } else {
          assertThat(next).as("all have passed").isEmpty();
        }
      }
    }
  }

  @Test
  void whoLeavesWorkWakesTwoMore() throws SQLException {
    List<Long> ids = sleepers(10);
    assertThat(named(ids, tx -> sleepers.wakeMore(tx, "q"))).hasSize(2).doesNotHaveDuplicates();
    assertThat(named(ids, tx -> sleepers.wakeMore(tx, "nobody's"))).isEmpty();
  }

  @Test
  void theLeaderWakesTwoWhereRunsWaitAndNobodyElsewhere() throws SQLException {
    List<Long> ids = sleepers(10);
    assertThat(named(ids, sleepers::wakeWaiting)).isEmpty();
    queue.enqueue("q", 3);
    queue.enqueue("nobody's", 3);
    assertThat(named(ids, sleepers::wakeWaiting)).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void aSleeperIsSilentWhenItHasMissedFiveOfTheBeatsThatItPromised() throws SQLException {
    Duration beat = Duration.ofSeconds(40);
    long slow = queue.worker(new Workers.Promise(beat, beat.multipliedBy(3), beat.multipliedBy(2)));
    queue.transaction(tx -> sleepers.say(tx, slow, Way.SLEEPS, List.of("q")));
    queue.enqueue("q", 1);
    beatAgo(slow, 190);
    assertThat(named(List.of(slow), sleepers::wakeWaiting)).containsExactly(String.valueOf(slow));
    beatAgo(slow, 210);
    queue.transaction(sleepers::wakeWaiting);
    assertThat(queue.number("SELECT count(*) FROM awa.sleepers")).isZero();
  }

  private void beatAgo(long worker, int seconds) throws SQLException {
    queue.sql(
        "UPDATE awa.beats SET beat_at = clock_timestamp() - interval '"
            + seconds
            + " s' WHERE worker_id = ?",
        worker);
  }

  @Test
  void sleepersOfSilentAndDeadAndUnknownWorkersAreTakenOut() throws SQLException {
    List<Long> ids = sleepers(3);
    beatAgo(ids.get(0), 11);
    queue.declareDead(ids.get(1));
    queue.sql("INSERT INTO awa.sleepers VALUES ('q', 1, true)");
    queue.transaction(sleepers::wakeWaiting);
    assertThat(queue.texts("SELECT worker_id FROM awa.sleepers"))
        .containsExactly(String.valueOf(ids.get(2)));
    assertThat(queue.<Asleep>with(tx -> sleepers.asleep(tx, ids.get(0), List.of("q"))))
        .isEqualTo(new Asleep(1, false));
    assertThat(queue.<Asleep>with(tx -> sleepers.asleep(tx, ids.get(2), List.of("q"))))
        .isEqualTo(new Asleep(1, true));
  }

  /** PickedUp. */
  @Test
  void whoIsTakenOutForItsSilenceIsToldSo() throws SQLException {
    List<Long> ids = sleepers(4);
    beatAgo(ids.get(0), 11);
    queue.declareDead(ids.get(1));
    assertThat(named(ids, sleepers::wakeWaiting)).containsExactly(String.valueOf(ids.get(0)));
    assertThat(named(ids, sleepers::wakeWaiting)).isEmpty();
  }
}
