package dev.awa.bench.scenario;

import dev.awa.bench.lab.BenchQueue;
import dev.awa.bench.lab.Hand;
import dev.awa.bench.lab.Lab;
import dev.awa.bench.lab.Scenario;
import dev.awa.bench.lab.SendEmail;
import dev.awa.bench.measure.Sample;
import dev.awa.bench.measure.Target;
import dev.awa.bench.measure.WalMeter;
import dev.awa.bench.peer.Payload;
import dev.awa.engine.Claimed;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;

/**
 * The numbers that must not get worse, as ratios and counts that do not depend on how fast the
 * machine is. The build fails when one of them exceeds its bound. Each bound leaves room for a busy
 * machine; what it guards against is an order of magnitude: a claim that reads the backlog, a table
 * that bloats, a batch that writes WAL for each job.
 */
public final class Regression implements Scenario {
  private static final int CLAIM = 500;
  private static final int FEW = 1_000;

  /** So many that a claim that reads them all is far beyond its bound. */
  private static final int MANY = 1_000_000;

  private static final double MILLIS = 1e-6;

  /**
   * Of what cannot be measured in turns the quicker ones are compared: others keep the machine
   * busy.
   */
  private static final double QUIET = 0.2;

  private static final Target CLAIM_OF_BACKLOG = Target.atMost(2.5);
  private static final Target WAL_OF_BATCH = Target.atMost(420);
  private static final Target WAL_OF_END = Target.atMost(30);
  private static final Target COPY_OF_PLAIN_COPY = Target.atMost(6);
  private static final Target LAST_OF_FIRST = Target.atMost(2.5);

  private static final String LOGS =
      " FROM pg_class c WHERE c.relnamespace = 'awa'::regnamespace AND c.relkind = 'r'"
          + " AND c.relname ~ '^(ready_entries|claims|closures)_[0-9]+$'";
  private static final String DEAD_ON_PAGES =
      "SELECT coalesce(sum((pgstattuple(c.oid)).dead_tuple_count), 0)" + LOGS;

  @Override
  public String name() {
    return "regression";
  }

  @Override
  public String about() {
    return "the ratios that the build holds to their bounds";
  }

  @Override
  public void run(Lab lab) throws Exception {
    walOfBatches(lab);
    copyBesidePlainCopy(lab);
    heldSnapshot(lab);
    claimsOfBacklogs(lab);
  }

  /** Without full-page images, which depend on when the last checkpoint was. */
  private static void walOfBatches(Lab lab) throws SQLException {
    BenchQueue queue = lab.newQueue();
    int jobs = 20 * CLAIM;
    try (Connection connection = queue.connect();
        Connection watching = queue.connect()) {
      queue.awa().enqueueAll(connection, SendEmail.jobs(0, CLAIM));
      Hand hand = Hand.of(queue, connection);
      hand.drain(CLAIM);
      WalMeter enqueue = WalMeter.start(watching, connection);
      for (int n = 0; n < jobs; n += CLAIM) {
        queue.awa().enqueueAll(connection, SendEmail.jobs(n, CLAIM));
      }
      perJob(lab, "WAL of a job, enqueued in a batch", enqueue, jobs, WAL_OF_BATCH);
      WalMeter end = WalMeter.start(watching, connection);
      if (hand.drain(CLAIM) != jobs) {
        throw new IllegalStateException("not every job was claimed");
      }
      perJob(lab, "WAL of a job, claimed and completed", end, jobs, WAL_OF_END);
    }
  }

  private static void perJob(Lab lab, String measure, WalMeter meter, int jobs, Target target)
      throws SQLException {
    double bytes = (double) meter.stop().withoutImages() / jobs;
    lab.report(measure, "bytes", Sample.of(bytes), target);
  }

  /** COPY through the library beside a COPY of the same arguments into a table without an index. */
  private static void copyBesidePlainCopy(Lab lab) throws Exception {
    BenchQueue queue = lab.newQueue();
    List<Double> ours = new ArrayList<>();
    List<Double> plain = new ArrayList<>();
    try (Connection connection = queue.connect()) {
      BenchQueue.sql(
          connection, "CREATE TABLE plain (id bigserial, enqueued_at timestamptz, args json)");
      for (int round = 0; round < 3 + 12; round++) {
        double one = millis(() -> queue.copy(connection, 0, 4 * BenchQueue.BATCH));
        double other = millis(() -> plainCopy(connection, 4 * BenchQueue.BATCH));
        if (round >= 3) { // those before warm this JVM up
          ours.add(one);
          plain.add(other);
        }
      }
    }
    Sample ratio = Sample.of(Sample.of(ours).median() / Sample.of(plain).median());
    lab.report("COPY enqueue / plain COPY, medians", "", ratio, COPY_OF_PLAIN_COPY);
  }

  private static void plainCopy(Connection connection, int jobs) throws SQLException, IOException {
    for (int from = 0; from < jobs; from += BenchQueue.BATCH) {
      StringBuilder rows = new StringBuilder();
      for (int n = from; n < from + BenchQueue.BATCH; n++) {
        rows.append("2026-01-01\t").append(Payload.json(n)).append('\n');
      }
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn("COPY plain (enqueued_at, args) FROM STDIN", new StringReader(rows.toString()));
    }
  }

  /** Enqueues, claims and completes while a transaction holds an old snapshot. */
  private static void heldSnapshot(Lab lab) throws Exception {
    BenchQueue queue = lab.newQueue();
    try (Connection holder = queue.connect();
        Connection connection = queue.connect()) {
      BenchQueue.sql(connection, "CREATE EXTENSION pgstattuple");
      Hand hand = Hand.of(queue, connection);
      holder.setAutoCommit(false);
      holder.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      BenchQueue.number(holder, "SELECT count(*) FROM awa.lanes");
      List<Double> steps = new ArrayList<>();
      for (int i = 0; i < 30 + 150; i++) {
        steps.add(millis(() -> step(queue, connection, hand)));
      }
      Sample first = Sample.of(steps.subList(30, 80));
      Sample last = Sample.of(steps.subList(130, 180));
      lab.report(
          "500 enqueued, claimed, completed under a held snapshot, last / first",
          "",
          Sample.of(last.quantile(QUIET) / first.quantile(QUIET)),
          LAST_OF_FIRST);
      if (BenchQueue.number(connection, "SELECT count(*)" + LOGS) < 3) {
        throw new IllegalStateException("the logs were not found");
      }
      lab.report(
          "dead tuples in the logs then",
          "tuples",
          Sample.of((double) BenchQueue.number(connection, DEAD_ON_PAGES)),
          Target.atMost(0));
      holder.rollback();
    }
  }

  private static void step(BenchQueue queue, Connection connection, Hand hand) throws SQLException {
    queue.copy(connection, 0, CLAIM);
    Claimed claimed = hand.claim(CLAIM);
    if (claimed.runs() == 0) {
      throw new IllegalStateException("nothing was claimed");
    }
    hand.complete(claimed);
  }

  private static void claimsOfBacklogs(Lab lab) throws SQLException {
    try (Backlog.Waiting few = new Backlog.Waiting(lab, FEW);
        Backlog.Waiting many = new Backlog.Waiting(lab, MANY)) {
      lab.server().checkpoint();
      for (int turn = 0; turn < 4; turn++) {
        few.measure(15);
        many.measure(15);
      }
      lab.report(
          String.format("claim of 500, %,d / %,d waiting", MANY, FEW),
          "",
          Sample.of(many.medians().median() / few.medians().median()),
          CLAIM_OF_BACKLOG);
    }
  }

  private interface Timed {
    void run() throws Exception;
  }

  private static double millis(Timed timed) throws Exception {
    long begun = System.nanoTime();
    timed.run();
    return (System.nanoTime() - begun) * MILLIS;
  }
}
