package dev.awa.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.AwaException;
import dev.awa.Job;
import dev.awa.JobState;
import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.Unique;
import dev.awa.client.Awa;
import dev.awa.client.Storage;
import dev.awa.lab.Eventually;
import dev.awa.lab.Postgres;
import dev.awa.support.TestQueue;
import dev.awa.worker.Worker;
import dev.awa.worker.WorkerConfig;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import javax.sql.XAConnection;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.xa.PGXADataSource;

/**
 * Jobs that are enqueued in a distributed transaction: it can be prepared while workers sleep if
 * nobody was notified, and its jobs come into being when it is committed, after a restart too.
 */
final class PreparedTransactionTest {
  private static final Unique KEY = Unique.byText("the key");

  /** Names a branch. */
  private record Branch(int number) implements Xid {
    @Override
    public int getFormatId() {
      return 1;
    }

    @Override
    public byte[] getGlobalTransactionId() {
      return ("branch " + number).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] getBranchQualifier() {
      return new byte[] {1};
    }
  }

  private static XAConnection xa(Postgres server) throws SQLException {
    PGSimpleDataSource plain = server.database("postgres");
    PGXADataSource source = new PGXADataSource();
    source.setURL(plain.getURL());
    source.setUser(plain.getUser());
    return source.getXAConnection();
  }

  private static Worker worker(TestQueue queue, Set<Long> ran) {
    return Worker.of(queue.dataSource())
        .config(WorkerConfig.defaults().withName("test"))
        .queue("q")
        .handlerForAnyKind((args, context) -> {
          ran.add(context.job().id());
          return Outcome.complete();
        })
        .start();
  }

  private static void awaitAsleep(TestQueue queue) {
    Eventually.holds(
        "the worker sleeps",
        () -> queue.number("SELECT count(*) FROM awa.sleepers WHERE queue = 'q' AND asleep") == 1);
  }

  /** One of each way to enqueue; answers the ids. */
  private static Set<Long> enqueueAll(Awa awa, Connection tx) {
    Set<Long> ids = new ConcurrentSkipListSet<>();
    ids.add(awa.enqueue(tx, TestQueue.job("q", 1)).id());
    ids.add(awa.enqueue(tx, TestQueue.job("q", 2).withUnique(KEY)).id());
    ids.add(awa.enqueue(tx, TestQueue.job("q", 3).withDelay(Duration.ofMillis(1))).id());
    awa.enqueueAll(tx, jobs(1001)).forEach(answer -> ids.add(answer.id()));
    awa.copy(tx, jobs(1001).iterator(), answer -> ids.add(answer.id()));
    return ids;
  }

  private static List<Job<RawJson>> jobs(int count) {
    List<Job<RawJson>> jobs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      jobs.add(TestQueue.job("q", i));
    }
    return jobs;
  }

  @Test
  void itIsPreparedWhileWorkersSleepAndItsJobsRunAfterARestart() throws Exception {
    try (Postgres server = OwnServer.start()) {
      TestQueue queue = TestQueue.in(server.database("postgres"), "awa");
      Awa awa = queue.awa();
      Set<Long> ran = new ConcurrentSkipListSet<>();
      try (Worker worker = worker(queue, ran)) {
        awaitAsleep(queue);
        Branch branch = new Branch(1);
        Set<Long> ids = prepared(server, branch, awa.withoutNotifying());
        assertThat(queue.awa().storage().rotate()).isNotNull();
        server.restart("fast");
        Eventually.holds(
            "the worker is back and sleeps",
            () ->
                worker.isHearing()
                    && queue.number("SELECT count(*) FROM awa.sleepers WHERE asleep") > 0);

        assertThat(awa.storage().prune(Storage.History.CUT).generations()).isEmpty();
        assertKeyIsHeld(queue);
        assertThat(ran).isEmpty();

        commit(server, branch);
        Eventually.holds("all of its jobs ran", () -> ran.equals(ids));
        Eventually.holds(
            "the first one has ended, and its key is free",
            () -> !awa.enqueue(TestQueue.job("q", 4).withUnique(KEY)).duplicate());
      }
    }
  }

  private static Set<Long> prepared(Postgres server, Branch branch, Awa awa) throws Exception {
    XAConnection xa = xa(server);
    try {
      Connection tx = xa.getConnection();
      XAResource resource = xa.getXAResource();
      resource.start(branch, XAResource.TMNOFLAGS);
      Set<Long> ids = enqueueAll(awa, tx);
      resource.end(branch, XAResource.TMSUCCESS);
      assertThat(resource.prepare(branch)).isEqualTo(XAResource.XA_OK);
      return ids;
    } finally {
      xa.close();
    }
  }

  private static void commit(Postgres server, Branch branch) throws Exception {
    XAConnection xa = xa(server);
    try {
      XAResource resource = xa.getXAResource();
      assertThat(resource.recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN)).hasSize(1);
      resource.commit(branch, false);
    } finally {
      xa.close();
    }
  }

  private static void assertKeyIsHeld(TestQueue queue) throws SQLException {
    try (Connection tx = queue.begin()) {
      TestQueue.sql(tx, "SET LOCAL lock_timeout = '200ms'");
      Job<RawJson> same = TestQueue.job("q", 5).withUnique(KEY);
      assertThatThrownBy(() -> queue.awa().enqueue(tx, same))
          .isInstanceOf(AwaException.class)
          .hasMessageContaining("55P03");
      tx.rollback();
    }
  }

  @Test
  void oneThatNotifiedIsNotPreparedWhileAWorkerSleeps() throws Exception {
    try (Postgres server = OwnServer.start()) {
      TestQueue queue = TestQueue.in(server.database("postgres"), "awa");
      try (Worker worker = worker(queue, new ConcurrentSkipListSet<>())) {
        awaitAsleep(queue);
        assertThatThrownBy(() -> prepared(server, new Branch(2), queue.awa()))
            .isInstanceOf(XAException.class)
            .hasRootCauseInstanceOf(SQLException.class);
        assertThat(worker.running()).isZero();
      }
      assertThat(queue.number("SELECT count(*) FROM awa.jobs")).isZero();
    }
  }

  @Test
  void inSqlASettingDoesTheSame() throws Exception {
    try (Postgres server = OwnServer.start()) {
      TestQueue queue = TestQueue.in(server.database("postgres"), "a queue of ours");
      Set<Long> ran = new ConcurrentSkipListSet<>();
      try (Worker worker =
              Worker.of(queue.dataSource())
                  .schema("a queue of ours")
                  .queue("q")
                  .handlerForAnyKind((args, context) -> {
                    ran.add(context.job().id());
                    return Outcome.complete();
                  })
                  .start();
          Connection connection = queue.connect()) {
        Eventually.holds(
            "the worker sleeps",
            () ->
                queue.number("SELECT count(*) FROM \"a queue of ours\".sleepers WHERE asleep") > 0);
        TestQueue.sql(connection, "BEGIN");
        TestQueue.sql(connection, "SET LOCAL awa.notify = off");
        TestQueue.sql(connection, "SELECT \"a queue of ours\".enqueue('k', '{}', queue => 'q')");
        TestQueue.sql(connection, "PREPARE TRANSACTION 'ours'");
        TestQueue.sql(connection, "COMMIT PREPARED 'ours'");
        Eventually.holds("the job ran", () -> ran.size() == 1);
        assertThat(worker.isHearing()).isTrue();
        long id = ran.iterator().next();
        Eventually.holds(
            "it is completed",
            () -> queue.awa().jobs().find(id).orElseThrow().state() == JobState.COMPLETED);
      }
    }
  }
}
