package dev.awa.bench.scenario;

import dev.awa.bench.lab.BenchQueue;
import dev.awa.bench.lab.Lab;
import dev.awa.bench.lab.Scenario;
import dev.awa.bench.measure.Sample;
import dev.awa.bench.measure.Target;
import dev.awa.worker.Worker;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import org.postgresql.PGConnection;

/**
 * How long a job waits for its handler while segments are rotated each second and others read the
 * schema: a session that has read {@code awa.jobs} and stays in its transaction, and dumps, one
 * after the other. A dump does what {@code pg_dump} does: it locks every table in ACCESS SHARE, in
 * one REPEATABLE READ transaction, and reads all of them by COPY. Beside the same load without
 * them, and with the same readers of another queue, which take the processor and no lock here, in
 * turns.
 */
public final class Readers implements Scenario {
  private static final List<Integer> RATES = List.of(800, 5_000);
  private static final long LOOK_NANOS = 5_000_000;
  private static final String ROTATING =
      "UPDATE awa.storage_state SET rotate_after = '1 s', keep_history = '0 s'";
  private static final String TABLES =
      "SELECT oid::regclass FROM pg_class"
          + " WHERE relnamespace = 'awa'::regnamespace AND relkind = 'r' ORDER BY oid";

  @Override
  public String name() {
    return "readers";
  }

  @Override
  public String about() {
    return "pick-up beside a dump without end and an idle reader, a rotation each second";
  }

  /** Where others read. */
  private enum Where {
    NOWHERE,
    ELSEWHERE,
    HERE
  }

  /** Milliseconds from commit to handler, and of all looks at locks how many saw one waited for. */
  private record Ran(Sample waits, double lockWaits, double looks, double dumps) {}

  @Override
  public void run(Lab lab) throws Exception {
    for (int rate : RATES) {
      Map<Where, List<Ran>> rounds = new EnumMap<>(Where.class);
      for (int round = 0; round < lab.rounds(); round++) {
        List<Where> turns = new ArrayList<>(List.of(Where.values()));
        Collections.rotate(turns, round);
        for (Where where : turns) {
          rounds.computeIfAbsent(where, key -> new ArrayList<>()).add(measure(lab, rate, where));
        }
      }
      report(lab, rate, rounds);
    }
  }

  private static void report(Lab lab, int rate, Map<Where, List<Ran>> rounds) {
    String load = rate + " jobs/s, ";
    List<Ran> nobody = rounds.getOrDefault(Where.NOWHERE, List.of());
    List<Ran> elsewhere = rounds.getOrDefault(Where.ELSEWHERE, List.of());
    List<Ran> here = rounds.getOrDefault(Where.HERE, List.of());
    report(lab, load + "nobody reads, ", nobody);
    report(lab, load + "readers elsewhere, ", elsewhere);
    report(lab, load + "readers, ", here);
    lab.report(load + "readers, dumps", "", of(here, Ran::dumps));
    compare(lab, load + "p99, readers / nobody", here, nobody);
    compare(lab, load + "p99, readers / readers elsewhere", here, elsewhere);
  }

  private static void compare(Lab lab, String measure, List<Ran> rounds, List<Ran> others) {
    Sample ratio = of(rounds, Readers::p99).over(of(others, Readers::p99));
    lab.report(measure, "", ratio, Target.atMost(1.1));
  }

  private static void report(Lab lab, String when, List<Ran> rounds) {
    lab.report(when + "commit to handler, p50", "ms", of(rounds, ran -> ran.waits.median()));
    lab.report(when + "commit to handler, p99", "ms", of(rounds, Readers::p99));
    lab.report(when + "looks at locks", "", of(rounds, Ran::looks));
    lab.report(when + "looks that saw somebody wait", "", of(rounds, Ran::lockWaits));
  }

  private static double p99(Ran ran) {
    return ran.waits.quantile(0.99);
  }

  private static Sample of(List<Ran> rounds, ToDoubleFunction<Ran> value) {
    return Sample.of(rounds.stream().mapToDouble(value).toArray());
  }

  private static Ran measure(Lab lab, int rate, Where where) throws Exception {
    BenchQueue queue = lab.newQueue();
    boolean readers = where != Where.NOWHERE;
    BenchQueue read = where == Where.ELSEWHERE ? filled(lab, rate) : queue;
    int warmUp = 2 * rate;
    int jobs = warmUp + rate * Math.max(2, lab.sized(8, 40));
    SteadyLoad load = new SteadyLoad(queue, rate, jobs);
    AtomicBoolean over = new AtomicBoolean();
    try (Connection connection = queue.connect();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      BenchQueue.sql(connection, ROTATING);
      try (Worker worker = load.worker();
          LockLooks looks = LockLooks.begin(queue, LOOK_NANOS)) {
        Future<Long> dumps = threads.submit(() -> readers ? dump(read, over) : 0L);
        Future<Boolean> idle = threads.submit(() -> readers && readAndStay(read, over));
        load.run(connection);
        over.set(true);
        idle.get();
        return new Ran(load.waits(warmUp, jobs), looks.waits(), looks.looks(), dumps.get());
      } finally {
        over.set(true);
      }
    }
  }

  /** Another queue, which takes about as long to read as the one at work on average. */
  private static BenchQueue filled(Lab lab, int rate) throws SQLException {
    BenchQueue other = lab.newQueue();
    try (Connection connection = other.connect()) {
      other.copy(connection, 0, (long) rate * Math.max(2, lab.sized(8, 40)) / 2);
    }
    return other;
  }

  // --- others ---

  private static boolean readAndStay(BenchQueue queue, AtomicBoolean over) throws SQLException {
    try (Connection session = queue.connect()) {
      session.setAutoCommit(false);
      BenchQueue.number(session, "SELECT count(*) FROM awa.jobs");
      while (!over.get()) {
        LockSupport.parkNanos(LOOK_NANOS);
      }
      session.rollback();
    }
    return true;
  }

  /** Dumps the schema until it is over; answers how often. */
  private static long dump(BenchQueue queue, AtomicBoolean over) throws Exception {
    long dumps = 0;
    try (Connection session = queue.connect()) {
      session.setAutoCommit(false);
      session.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      List<String> tables = tables(session);
      session.commit();
      while (!over.get()) {
        BenchQueue.sql(
            session, "LOCK TABLE " + String.join(", ", tables) + " IN ACCESS SHARE MODE");
        for (String table : tables) {
          session
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyOut("COPY " + table + " TO STDOUT", OutputStream.nullOutputStream());
        }
        session.commit();
        dumps++;
      }
    }
    return dumps;
  }

  private static List<String> tables(Connection session) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery(TABLES)) {
      while (row.next()) {
        tables.add(row.getString(1));
      }
    }
    return tables;
  }
}
