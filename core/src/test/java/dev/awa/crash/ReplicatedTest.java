package dev.awa.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.Job;
import dev.awa.QueueStats;
import dev.awa.RawJson;
import dev.awa.Rebased;
import dev.awa.SchemaException;
import dev.awa.StorageStatus.Blocker;
import dev.awa.Unique;
import dev.awa.client.Storage.History;
import dev.awa.lab.Eventually;
import dev.awa.lab.Postgres;
import dev.awa.support.TestQueue;
import dev.awa.worker.Worker;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A copy that logical replication has made, as for an upgrade to another major version: its rows
 * come and its sequences do not. It is not used before it was rebased, and nothing is lost, run
 * twice, or named twice by that.
 */
@Tag("every-postgres")
final class ReplicatedTest {
  @SuppressWarnings("NullAway.Init")
  private static Postgres server;

  private long flushNo;

  @BeforeAll
  static void start() throws IOException {
    server = OwnServer.start("logical");
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  private static PGSimpleDataSource database(String name) throws SQLException {
    PGSimpleDataSource postgres = server.database("postgres");
    TestQueue.of(postgres).sql("CREATE DATABASE " + name);
    PGSimpleDataSource one = new PGSimpleDataSource();
    one.setURL(postgres.getURL());
    one.setDatabaseName(name);
    one.setUser(postgres.getUser());
    one.setPassword(postgres.getPassword());
    return one;
  }

  /** Tables and functions, and no rows: as a dump of the schema alone makes it. */
  private static TestQueue emptied(String name) throws SQLException {
    TestQueue queue = TestQueue.in(database(name), "awa");
    String tables =
        queue
            .texts(
                "SELECT string_agg('awa.' || relname, ', ') FROM pg_class"
                    + " WHERE relnamespace = 'awa'::regnamespace AND relkind IN ('r', 'p')")
            .getFirst();
    queue.sql("TRUNCATE " + tables);
    queue.sql("SELECT setval('awa.job_id_seq', 1, false), setval('awa.lanes_lane_seq', 1, false)");
    return queue;
  }

  private static void subscribe(TestQueue source, TestQueue copy, String how) throws SQLException {
    String name = ((PGSimpleDataSource) source.dataSource()).getDatabaseName();
    source.sql("CREATE PUBLICATION p FOR ALL TABLES " + how);
    source.sql("SELECT pg_create_logical_replication_slot('" + name + "', 'pgoutput')");
    copy.sql(
        String.format(
            "CREATE SUBSCRIPTION %s CONNECTION 'host=localhost port=%d user=postgres dbname=%s'"
                + " PUBLICATION p WITH (create_slot = false, slot_name = '%s')",
            name, server.port(), name, name));
    Eventually.holds(
        () -> "all tables are copied",
        () -> copy.number("SELECT count(*) FROM pg_subscription_rel WHERE srsubstate <> 'r'") == 0);
  }

  /** Waits until all that was done at the source has come. */
  private static void catchUp(TestQueue source) {
    Eventually.holds(
        () -> "all of it has come",
        () ->
            source.number(
                    "SELECT count(*) FROM pg_replication_slots WHERE database = current_database()"
                        + " AND confirmed_flush_lsn >= pg_current_wal_lsn()")
                == 1);
  }

  private static void promote(TestQueue source, TestQueue copy) throws SQLException {
    String name = ((PGSimpleDataSource) source.dataSource()).getDatabaseName();
    copy.sql("ALTER SUBSCRIPTION " + name + " DISABLE");
    copy.sql("ALTER SUBSCRIPTION " + name + " SET (slot_name = NONE)");
    copy.sql("DROP SUBSCRIPTION " + name);
    Eventually.holds(
        () -> "the slot is free",
        () ->
            source.number(
                    "SELECT count(*) FROM pg_replication_slots WHERE active AND database ="
                        + " current_database()")
                == 0);
    source.sql("SELECT pg_drop_replication_slot('" + name + "')");
  }

  /** Ten jobs of which half have run, in a segment that is no longer current. */
  private void turn(TestQueue queue, long worker) throws SQLException {
    queue.enqueue("q", 10);
    queue.flush(
        worker, ++flushNo, TestQueue.ended(queue.claim(worker, "q", 5), TestQueue.completed()));
    queue.awa().storage().rotate();
  }

  private static void pruneAll(TestQueue queue, long worker) throws SQLException {
    queue.with(tx ->
        queue
            .engine()
            .workers()
            .beat(tx, worker, new dev.awa.engine.Workers.Announcement(Long.MAX_VALUE, List.of())));
    assertThat(queue.awa().storage().prune(Duration.ZERO, History.CUT).generations()).isNotEmpty();
  }

  @Test
  void aCopyIsRefusedUntilItIsRebasedAndLosesNothing() throws Exception {
    TestQueue source = TestQueue.in(database("source"), "awa");
    long worker = source.worker();
    turn(source, worker);
    source.flush(
        worker, ++flushNo, TestQueue.ended(source.claim(worker, "q", 100), TestQueue.completed()));
    TestQueue copy = emptied("copied");
    subscribe(source, copy, "");
    assertThatThrownBy(() -> copy.awa().enqueue(TestQueue.job("q", 1)))
        .hasMessageContaining("the ring has no head or no tail")
        .hasMessageContaining("55000")
        .hasMessageContaining("awa storage rebase");
    assertThatThrownBy(
            () -> copy.awa().enqueue(TestQueue.job("q", 1).withDelay(Duration.ofHours(1))))
        .hasMessageContaining("the ring has no head or no tail");

    pruneAll(source, worker); // its TRUNCATE is replicated
    turn(source, worker);
    turn(source, worker);
    Job<RawJson> unique = TestQueue.job("other", 1).withUnique(Unique.byArguments());
    source.awa().enqueue(unique);
    source.awa().enqueue(TestQueue.job("q", 2).withDelay(Duration.ofHours(1)));
    int open = TestQueue.runs(source.claim(worker, "q", 3)).size();
    QueueStats before = source.awa().queues().stats("q");
    long newest = source.number("SELECT last_value FROM awa.job_id_seq");
    source.sql("UPDATE awa.beats SET beat_at = '2020-01-01'"); // it was stopped long ago
    catchUp(source);
    assertThatThrownBy(copy.awa()::check)
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("the subscription source writes to its tables");
    assertThatThrownBy(() -> copy.awa().storage().rebase())
        .hasMessageContaining("this data can't be rebased: the subscription source writes");
    promote(source, copy);

    refuses(copy);
    Rebased rebased = copy.awa().storage().rebase();
    assertThat(rebased.waiting()).isEqualTo(before.available() + 1);
    assertThat(rebased.reopened()).isEqualTo(open);
    copy.awa().check();
    assertThat(copy.awa().queues().stats("q").completed()).isEqualTo(before.completed());
    assertThat(copy.awa().queues().stats("q").scheduled()).isEqualTo(1);
    assertThat(copy.awa().enqueue(unique).duplicate()).isTrue();
    assertThat(copy.enqueue("fresh", 3)).allMatch(id -> id > newest);
    copy.awa().storage().rebase(); // may be done again
    runsAll(copy, (int) before.available() + open + 1 + 3);
  }

  /** Everywhere, with what to do. */
  private static void refuses(TestQueue copy) {
    String message =
        "schema \"awa\" was copied without what belongs to its rows: the ring goes from generation"
            + " 1 to 3, and its sequences ring_tail and ring_head say nothing and nothing; job ";
    assertThatThrownBy(copy.awa()::check)
        .isInstanceOf(SchemaException.class)
        .hasMessageStartingWith(message)
        .hasMessageContaining("lane 2 is there, and the sequence lanes_lane_seq")
        .hasMessageContaining("awa storage rebase");
    assertThatThrownBy(copy.awa()::migrate).hasMessageStartingWith(message);
    assertThatThrownBy(() -> Worker.of(copy.dataSource()).queue("q").start())
        .isInstanceOf(SchemaException.class)
        .hasMessageStartingWith(message);
    assertThat(copy.awa().storage().status(1).blockers())
        .extracting(Blocker::words)
        .anySatisfy(words -> assertThat(words).startsWith(message));
    assertThatThrownBy(() -> copy.awa().enqueue(TestQueue.job("q", 1)))
        .hasMessageContaining("awa storage rebase");
  }

  private static void runsAll(TestQueue queue, int expected) {
    List<Long> ran = new ArrayList<>();
    try (Worker worker =
        Worker.of(queue.dataSource())
            .queue("q")
            .queue("other")
            .queue("fresh")
            .handler(
                "test",
                RawJson.class,
                (args, context) -> {
                  synchronized (ran) {
                    ran.add(context.job().id());
                  }
                  return dev.awa.Outcome.complete();
                },
                dev.awa.worker.Backoff.exponential())
            .start()) {
      Eventually.holds(
          () -> "all have run: " + ran,
          () ->
              queue.awa().queues().stats("q").available() == 0
                  && queue.awa().queues().stats("other").completed() == 1
                  && queue.awa().queues().stats("fresh").completed() == 3
                  && queue.awa().queues().stats("q").running() == 0);
      assertThat(worker.isHearing()).isTrue();
    }
    assertThat(ran).hasSize(expected);
    assertThat(new HashSet<>(ran)).hasSize(expected);
  }

  /** What was emptied at the source is still there, and no one can tell what of it has ended. */
  @Test
  void aCopyThatTheTruncateDidNotReachIsNeverRebased() throws Exception {
    TestQueue source = TestQueue.in(database("rooted"), "awa");
    long worker = source.worker();
    turn(source, worker);
    source.flush(
        worker, ++flushNo, TestQueue.ended(source.claim(worker, "q", 100), TestQueue.completed()));
    TestQueue copy = emptied("rooted_copy");
    subscribe(source, copy, "WITH (publish_via_partition_root = true)");
    pruneAll(source, worker);
    turn(source, worker);
    catchUp(source);
    promote(source, copy);
    copy.sql("UPDATE awa.beats SET beat_at = '2020-01-01'");
    String message =
        "slots 0 were emptied at the publisher and still hold rows: its TRUNCATE did not arrive";
    assertThatThrownBy(copy.awa()::check).hasMessageContaining(message);
    assertThatThrownBy(() -> copy.awa().storage().rebase())
        .hasMessageContaining("this data can't be rebased: " + message);
  }
}
