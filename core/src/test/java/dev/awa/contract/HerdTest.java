package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Handler;
import dev.awa.JobState;
import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.engine.Leadership;
import dev.awa.engine.Sleepers;
import dev.awa.lab.Eventually;
import dev.awa.support.TestQueue;
import dev.awa.worker.Backoff;
import dev.awa.worker.Worker;
import dev.awa.worker.WorkerConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** Many idle workers of one queue: who looks for what, and how often. */
@Tag("every-postgres")
final class HerdTest extends WorkerCase {
  /** So long that nothing is found by polling. */
  private static final Duration NEVER = Duration.ofMinutes(5);

  private final List<Worker> herd = new ArrayList<>();

  private void gather(int size, int permits, WorkerConfig config, Handler<RawJson> handler)
      throws SQLException {
    queue.sql(
        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET track_functions = pl',"
            + " current_database()); END $$");
    long before = asleep();
    for (int i = 0; i < size; i++) {
      herd.add(
          Worker.of(queue.dataSource())
              .config(config)
              .queue("q", permits)
              .handler("test", RawJson.class, handler, Backoff.exponential())
              .start());
    }
    Eventually.holds("all sleep", () -> asleep() == before + size);
    awaitState(enqueue(), JobState.COMPLETED);
  }

  private long asleep() throws SQLException {
    return queue.number("SELECT count(*) FROM awa.sleepers WHERE asleep AND queue = 'q'");
  }

  @AfterEach
  void part() {
    herd.parallelStream().forEach(Worker::close);
  }

  /** What all sessions have called, once they have ended. */
  private long claims() {
    part();
    herd.clear();
    Eventually.holds(
        "their sessions end",
        () ->
            queue.number(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND"
                        + " pid <> pg_backend_pid()")
                == 0);
    Eventually.holds("they have told what they called", () -> told() > 0);
    return assertStill();
  }

  private long told() throws SQLException {
    return queue.number(
        "SELECT coalesce(sum(calls), 0) FROM pg_stat_user_functions WHERE funcname = 'claim'");
  }

  private long assertStill() {
    try {
      return told();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static WorkerConfig notPolling() {
    return config().withPoll(NEVER).withIdlePoll(NEVER);
  }

  /** Completes jobs; those that are numbered 7 once they may go. */
  private static Handler<RawJson> sevensWait(AtomicInteger begun, CountDownLatch go) {
    return (args, context) -> {
      if (args.text().contains("\"n\": 7")) {
        begun.incrementAndGet();
        go.await();
      }
      return Outcome.complete();
    };
  }

  @Test
  void oneOfManyIdleWorkersLooksForACommit() throws SQLException {
    int size = 12;
    int jobs = 40;
    gather(size, 5, notPolling(), (args, context) -> Outcome.complete());
    for (int i = 0; i < jobs; i++) {
      awaitState(enqueue(), JobState.COMPLETED);
    }
    assertThat(claims()).isLessThanOrEqualTo(4L * size + 3L * jobs);
  }

  @Test
  void aBurstReachesAllWorkersThatItNeeds() throws SQLException {
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger begun = new AtomicInteger();
    gather(8, 2, notPolling(), sevensWait(begun, go));
    try (Connection tx = queue.begin()) {
      for (int i = 0; i < 16; i++) {
        queue.awa().enqueue(tx, TestQueue.job("q", 7));
      }
      tx.commit();
    }
    Eventually.holds(() -> begun + " of 16 run", () -> begun.get() == 16);
    go.countDown();
  }

  @Test
  void whoIsFullPassesOnWhatItIsToldOf() throws SQLException {
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger begun = new AtomicInteger();
    gather(6, 1, notPolling(), sevensWait(begun, go));
    for (int i = 1; i <= 6; i++) {
      int all = i;
      queue.awa().enqueue(TestQueue.job("q", 7));
      Eventually.holds(() -> begun + " of " + all + " run", () -> begun.get() == all);
    }
    long late = enqueue();
    go.countDown();
    awaitState(late, JobState.COMPLETED);
  }

  @Test
  void whatOnlyAWorkerThatStandsStillWasToldOfIsFoundByOthers() throws SQLException {
    for (int i = 0; i < 3; i++) {
      long still = queue.worker();
      queue.transaction(
          tx -> queue.engine().sleepers().say(tx, still, Sleepers.Way.SLEEPS, List.of("q")));
    }
    gather(
        1,
        5,
        config().withPoll(NEVER).withIdlePoll(Duration.ofMillis(500)),
        (args, context) -> Outcome.complete());
    for (int i = 0; i < 10; i++) {
      awaitState(enqueue(), JobState.COMPLETED);
    }
  }

  /** PickedUp: what happens to a worker that stood still for a while, and to one that is slow. */
  @Test
  void whoWasTakenOutOfTheSleepersAndGoesOnIsNamedAgain() throws SQLException {
    gather(2, 5, notPolling(), (args, context) -> Outcome.complete());
    try (Connection tx = queue.begin()) {
      TestQueue.sql(tx, "UPDATE awa.beats SET beat_at = clock_timestamp() - interval '11 s'");
      queue.engine().sleepers().wakeWaiting(tx);
      assertThat(TestQueue.texts(tx, "SELECT queue FROM awa.sleepers WHERE queue = 'q'")).isEmpty();
      tx.commit();
    }
    Eventually.holds("both sleep again", () -> asleep() == 2);
    awaitState(enqueue(), JobState.COMPLETED);
  }

  /** PickedUp: who has passed on one of two calls may be the one to take the other. */
  @Test
  void whoStopsPassesOnAllThatItWasNamedFor() throws SQLException {
    gather(1, 5, notPolling(), (args, context) -> Outcome.complete());
    long named = queue.number("SELECT worker_id FROM awa.sleepers WHERE queue = 'q'");
    long next = queue.worker();
    queue.transaction(
        tx -> queue.engine().sleepers().say(tx, next, Sleepers.Way.SLEEPS, List.of("q", "other")));
    try (Connection holder = queue.begin();
        Connection listening = queue.connect()) {
      TestQueue.texts(
          holder, "SELECT pg_advisory_xact_lock(awa.stripe_lock('q', 0::smallint))::text");
      String channel = queue.engine().workers().channel(listening) + '_';
      TestQueue.sql(listening, "LISTEN \"" + channel + next + '"');
      queue.sql(
          "SELECT pg_notify(?, w) FROM unnest(?::text[]) AS w",
          channel + named,
          new String[] {"1 q", "2/" + next + " q", "3 other"}); // at once: before it can look
      heard(listening, "3/" + named + " other");
      part();
      heard(listening, "[01]/" + named + " q"); // 1: it heard the second while it claimed
      holder.rollback();
    }
  }

  private static void heard(Connection listening, String words) {
    Eventually.holds(
        words + " is heard",
        () -> {
          PGNotification[] some = listening.unwrap(PGConnection.class).getNotifications(100);
          return some != null && Stream.of(some).anyMatch(one -> one.getParameter().matches(words));
        });
  }

  @Test
  void aStripeThatSomebodyHoldsIsLookedAtLessAndLessAndItsJobRunsAfterwards() throws SQLException {
    gather(3, 5, config(), (args, context) -> Outcome.complete());
    long id;
    try (Connection holder = queue.begin()) {
      TestQueue.texts(
          holder, "SELECT pg_advisory_xact_lock(awa.stripe_lock('q', 0::smallint))::text");
      id = enqueue();
      long until = System.nanoTime() + Duration.ofSeconds(4).toNanos();
      Eventually.holds("the lock was held for a while", () -> System.nanoTime() - until > 0);
      assertThat(job(id).state()).isEqualTo(JobState.AVAILABLE);
      holder.rollback();
    }
    awaitState(id, JobState.COMPLETED);
    assertThat(claims()).isLessThanOrEqualTo(200);
  }

  // --- the lead ---

  /** Counts who asks for the lead: each statement, and the rows of those that get or keep it. */
  private void countAsks() throws SQLException {
    queue.sql("CREATE SEQUENCE asks");
    queue.sql("CREATE SEQUENCE leads");
    queue.sql(
        "CREATE FUNCTION count_ask() RETURNS trigger LANGUAGE plpgsql AS"
            + " $$ BEGIN PERFORM nextval(TG_ARGV[0]); RETURN NEW; END $$");
    queue.sql(
        "CREATE TRIGGER ask BEFORE UPDATE ON awa.leadership FOR EACH STATEMENT"
            + " EXECUTE FUNCTION count_ask('public.asks')");
    queue.sql(
        "CREATE TRIGGER lead BEFORE UPDATE ON awa.leadership FOR EACH ROW"
            + " EXECUTE FUNCTION count_ask('public.leads')");
  }

  private long asks() throws SQLException {
    return queue.number("SELECT last_value FROM asks");
  }

  private long leads() throws SQLException {
    return queue.number("SELECT last_value FROM leads");
  }

  @Test
  void whoDoesNotLeadAsksForTheLeadOnceInItsLength() throws SQLException {
    int others = 6;
    gather(others + 1, 1, notPolling(), (args, context) -> Outcome.complete());
    countAsks();
    Eventually.holds("the leader has renewed its lead ten times", () -> leads() >= 10);
    long renewals = leads(); // one a second, and others ask once in three or four
    assertThat(asks() - renewals).isBetween(1L, others * (renewals / 2 + 1));
  }

  @Test
  void aLeadThatIsGivenUpIsTakenBeforeItWouldHaveRunOut() throws SQLException {
    long resigns = queue.worker();
    Leadership leadership = queue.engine().leadership();
    queue.transaction(tx -> leadership.lead(tx, resigns, Duration.ofHours(1)));
    gather(1, 1, notPolling(), (args, context) -> Outcome.complete());
    countAsks();
    long before = asks();
    Eventually.holds("it asks, and will ask again in four seconds", () -> asks() > before);
    long begun = System.nanoTime();
    queue.transaction(tx -> leadership.resign(tx, resigns));
    Eventually.holds(
        "it leads",
        () ->
            queue.number("SELECT count(*) FROM awa.leadership WHERE worker_id <> " + resigns) > 0);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
  }
}
