package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.awa.CancelVerdict;
import dev.awa.Handler;
import dev.awa.JobState;
import dev.awa.Outcome;
import dev.awa.Pruned;
import dev.awa.RawJson;
import dev.awa.Rotated;
import dev.awa.StoredJob;
import dev.awa.client.Awa;
import dev.awa.client.Storage;
import dev.awa.lab.Eventually;
import dev.awa.lab.PgBouncer;
import dev.awa.lab.Programs;
import dev.awa.support.LogLines;
import dev.awa.support.TestQueue;
import dev.awa.worker.Backoff;
import dev.awa.worker.Worker;
import dev.awa.worker.WorkerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * What docs/poolers.md promises of each mode of PgBouncer, of worker and client. Not run where it
 * is not installed.
 */
final class PgBouncerTest {
  private static final String POOLED = "a transaction pooler stands before the database";

  private static Path executable = Path.of("");

  @TempDir Path folder = Path.of("");

  private final TestQueue queue = TestQueue.create();

  @BeforeAll
  static void look() {
    Optional<Path> installed = Programs.find("pgbouncer");
    assumeTrue(installed.isPresent(), "no PgBouncer is installed here");
    executable = installed.orElseThrow();
  }

  private PgBouncer pooler(String mode, String settings) throws IOException {
    return new PgBouncer(
        executable, folder, (PGSimpleDataSource) queue.dataSource(), mode, settings);
  }

  enum Mode {
    SESSION("session", ""),
    TRANSACTION("transaction", ""),
    /** Sessions are emptied after each transaction, and lent in turn. */
    RESETTING("transaction", "server_reset_query_always = 1\nserver_round_robin = 1");

    private final String mode;
    private final String settings;

    Mode(String mode, String settings) {
      this.mode = mode;
      this.settings = settings;
    }
  }

  @ParameterizedTest
  @EnumSource
  void jobsAreRunRetriedAndCancelledThroughIt(Mode mode) throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    try (PgBouncer pooler = pooler(mode.mode, mode.settings);
        LogLines log = new LogLines("dev.awa")) {
      Awa awa = Awa.of(pooler.database());
      assertThat(awa.migrate()).isEmpty();
      awa.check();
      try (Worker worker = worker(pooler.database(), handler(begun)).start()) {
        boolean isShared = mode != Mode.SESSION;
        Eventually.holds("it hears or not", () -> worker.isHearing() != isShared);
        assertThat(log.all().stream().filter(line -> line.contains(POOLED)).count())
            .isEqualTo(isShared ? 1 : 0);

        List<Long> ids = new ArrayList<>();
        ids.add(awa.enqueue(TestQueue.job("q", 0)).id());
        awa.inTransaction(tx ->
            awa.enqueueAll(tx, List.of(TestQueue.job("q", 0), TestQueue.job("q", 1)))
                .forEach(job -> ids.add(job.id())));
        awa.copy(
            List.of(TestQueue.job("q", 0), TestQueue.job("q", 0)).iterator(),
            job -> ids.add(job.id()));
        ids.add(awa.enqueue(TestQueue.job("q", 0).withDelay(Duration.ofMillis(5))).id());
        for (long id : ids) {
          awaitState(id, JobState.COMPLETED);
        }
        assertThat(job(ids.get(2)).attempt()).as("retried").isEqualTo(2);

        long running = awa.enqueue(TestQueue.job("q", 2)).id();
        begun.await();
        assertThat(awa.jobs().cancel(running, "test")).isEqualTo(CancelVerdict.CANCELLED);
        awaitState(running, JobState.CANCELLED);
        awa.queues().pause("q", "test");
        long waiting = awa.enqueue(TestQueue.job("q", 0)).id();
        assertThat(awa.jobs().cancel(waiting, "test")).isEqualTo(CancelVerdict.CANCELLED);
        awa.storage().rotate();
        assertThat(awa.storage().status(1).workers()).hasSize(1);
      }
    }
    assertThat(queue.number("SELECT count(*) FROM awa.workers")).as("signed off").isZero();
  }

  /** An argument of 1 fails once, one of 2 waits until it is cancelled. */
  private static Handler<RawJson> handler(CountDownLatch begun) {
    return (args, context) -> {
      if (args.text().contains("1") && context.job().attempt() == 1) {
        return Outcome.retry("on purpose");
      }
      if (args.text().contains("2")) {
        begun.countDown();
        new CountDownLatch(1).await(); // until it is interrupted
      }
      return Outcome.complete();
    };
  }

  /** Sessions are lent in turn: what was found drained on one counts on those that were there. */
  @Test
  void anOperatorPrunesThroughIt() throws Exception {
    long worker = queue.worker();
    queue.enqueue("q", 1);
    queue.flush(worker, 1, TestQueue.ended(queue.claim(worker, "q", 1), TestQueue.completed()));
    try (PgBouncer pooler = pooler(Mode.RESETTING.mode, Mode.RESETTING.settings)) {
      Storage storage = Awa.of(pooler.database()).storage();
      assertThat(storage.rotate().answer()).isEqualTo(Rotated.Answer.ROTATED);
      queue.sql("UPDATE awa.beats SET announced_epoch = 1::bigint << 40"); // it holds nothing
      Pruned pruned = storage.prune(Duration.ofSeconds(20), Storage.History.CUT);
      assertThat(pruned.generations()).containsExactly(0L);
      assertThat(queue.awa().queues().stats("q").completed()).isEqualTo(1);
    }
  }

  private static Worker.Builder worker(DataSource database, Handler<RawJson> handler) {
    return Worker.of(database)
        .config(WorkerConfig.defaults().withName("pooled").withPoll(Duration.ofMillis(50)))
        .queue("q")
        .handler("test", RawJson.class, handler, Backoff.fixed(Duration.ofMillis(1)));
  }

  private StoredJob job(long id) {
    return queue.awa().jobs().find(id).orElseThrow();
  }

  private void awaitState(long id, JobState state) {
    Eventually.holds(() -> state + " is reached by " + job(id), () -> job(id).state() == state);
  }

  @Test
  void statementModeIsRefusedInWords() throws Exception {
    try (PgBouncer pooler = pooler("statement", "")) {
      assertThatThrownBy(() -> worker(pooler.database(), handler(new CountDownLatch(1))).start())
          .hasMessageContaining("gives no transaction")
          .hasMessageContaining("pool_mode");
      assertThatThrownBy(Awa.of(pooler.database())::check)
          .hasMessageContaining("gives no transaction")
          .hasMessageContaining("pool_mode");
      assertThatThrownBy(Awa.of(pooler.database())::migrate)
          .hasMessageContaining("transaction blocks not allowed")
          .hasMessageContaining("docs/poolers.md");
    }
    assertThat(queue.number("SELECT count(*) FROM awa.workers")).isZero();
  }

  @Test
  void whatThePoolerItselfRefusesIsToldAsSuch() throws Exception {
    try (PgBouncer pooler =
            pooler("transaction", "query_wait_timeout = 1\nmax_db_connections = 1");
        Connection all = pooler.database().getConnection()) {
      all.setAutoCommit(false);
      TestQueue.sql(all, "SELECT 1");
      assertThatThrownBy(Awa.of(pooler.database())::check)
          .hasMessageContaining("query_wait_timeout")
          .hasMessageContaining("pooler");
      all.rollback();

      PGSimpleDataSource optional = pooler.database();
      optional.setOptions("-c awa.notify=off");
      assertThatThrownBy(Awa.of(optional)::check)
          .hasMessageContaining("unsupported startup parameter")
          .hasMessageContaining("It is a pooler that says so");
    }
  }

  @Test
  void statementsThatOthersHavePreparedAreToldAsSuch() throws Exception {
    String settings = PgBouncer.knowsPrepared(executable) ? "max_prepared_statements = 0" : "";
    try (PgBouncer pooler = pooler("transaction", settings)) {
      PGSimpleDataSource preparing = pooler.database();
      preparing.setPrepareThreshold(1);
      assertThatThrownBy(
              () -> {
                Awa.of(preparing).enqueue(TestQueue.job("q", 0));
                Awa.of(preparing).queues().stats("q");
              })
          .hasMessageContaining("prepared statement")
          .hasMessageContaining("prepareThreshold=0");
    }
  }

  @Test
  void aClientThatPreparesWorksWhereThePoolerKnowsOfIt() throws Exception {
    assumeTrue(PgBouncer.knowsPrepared(executable), "this PgBouncer is older than 1.21");
    try (PgBouncer pooler = pooler("transaction", "max_prepared_statements = 50")) {
      PGSimpleDataSource preparing = pooler.database();
      preparing.setPrepareThreshold(1);
      Awa awa = Awa.of(preparing);
      for (int i = 0; i < 5; i++) {
        awa.inTransaction(tx -> awa.enqueue(tx, TestQueue.job("q", 0)));
        assertThat(awa.queues().stats("q").available()).isEqualTo(i + 1);
      }
    }
  }

  /** Each connection breaks at once, in the middle of whatever it was at. */
  @Test
  void noJobIsLostWhenThePoolerIsRestarted() throws Exception {
    int jobs = 300;
    Set<Long> ran = ConcurrentHashMap.newKeySet();
    List<Long> ids = new ArrayList<>();
    try (PgBouncer pooler = pooler("transaction", "")) {
      Handler<RawJson> handler =
          (args, context) -> {
            ran.add(context.job().id());
            return Outcome.complete();
          };
      try (Worker worker = worker(pooler.database(), handler).start()) {
        for (int i = 0; i < 3; i++) {
          int before = ran.size();
          ids.addAll(queue.enqueue("q", jobs));
          Eventually.holds("some have run", () -> ran.size() > before + jobs / 10);
          pooler.kill();
          ids.addAll(queue.enqueue("q", 10));
          pooler.startAgain();
        }
        Eventually.holds(
            () -> "all end: " + queue.awa().queues().stats("q"),
            Duration.ofSeconds(90),
            () -> queue.awa().queues().stats("q").completed() == ids.size());
        assertThat(worker.running()).isZero();
      }
    }
    assertThat(ran).containsExactlyInAnyOrderElementsOf(ids);
  }
}
