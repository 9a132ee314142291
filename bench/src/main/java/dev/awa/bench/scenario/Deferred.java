package dev.awa.bench.scenario;

import dev.awa.bench.lab.BenchQueue;
import dev.awa.bench.lab.Lab;
import dev.awa.bench.lab.Scenario;
import dev.awa.bench.lab.SendEmail;
import dev.awa.bench.measure.CpuMeter;
import dev.awa.bench.measure.Sample;
import dev.awa.bench.measure.Target;
import dev.awa.bench.peer.Payload;
import dev.awa.worker.Worker;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import org.postgresql.PGConnection;

/** What jobs of a far future cost those of today, with none of them and with many. */
public final class Deferred implements Scenario {
  private static final String COPY =
      "COPY awa.deferred_jobs (job_id, run_at, lane, kind, args) FROM STDIN";
  private static final String LAST = "SELECT max(job_id) FROM awa.deferred_jobs";
  private static final int CHUNK = 10_000;
  private static final int DUE = 1_000;
  private static final int APART_MILLIS = 5;
  private static final int CALLS = 200;
  private static final Duration FAR = Duration.ofDays(365);

  @Override
  public String name() {
    return "deferred";
  }

  @Override
  public String about() {
    return "200,000 to 10,000,000 jobs of a far future: idle CPU, cost of one more, lateness";
  }

  @Override
  public void run(Lab lab) throws Exception {
    int many = lab.isLong() ? 10_000_000 : lab.sized(200_000, 1_000_000);
    BenchQueue queue = lab.newQueue();
    try (Connection connection = queue.connect()) {
      queue.awa().enqueue(connection, SendEmail.job(0).withDelay(FAR));
      measure(lab, queue, connection, 1);
      long begun = System.nanoTime();
      load(connection, many);
      lab.say(String.format("%,d loaded in %.1f s", many, EndToEnd.seconds(begun)));
      lab.server().checkpoint();
      measure(lab, queue, connection, many);
    }
  }

  /** As the engine inserts deferred jobs, without going through it. */
  private static void load(Connection connection, int count) throws SQLException, IOException {
    long id = BenchQueue.number(connection, LAST);
    long lane = BenchQueue.number(connection, "SELECT lane FROM awa.deferred_jobs LIMIT 1");
    Instant from = Instant.now().plus(FAR);
    for (int n = 1; n < count; n += CHUNK) {
      StringBuilder rows = new StringBuilder();
      for (int i = n; i < Math.min(count, n + CHUNK); i++) {
        rows.append(id + i).append('\t').append(from.plusSeconds(i)).append('\t').append(lane);
        rows.append('\t').append(SendEmail.KIND).append('\t').append(Payload.json(i)).append('\n');
      }
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn(COPY, new StringReader(rows.toString()));
    }
    BenchQueue.sql(connection, "SELECT setval('awa.job_id_seq', %d)".formatted(id + count + 1_000));
  }

  private static void measure(Lab lab, BenchQueue queue, Connection connection, int waiting)
      throws Exception {
    String with = String.format("%,d deferred: ", waiting);
    for (int round = 0; round < lab.rounds(); round++) {
      idle(lab, queue, with);
    }
    List<Double> calls = new ArrayList<>();
    List<Double> middle = new ArrayList<>();
    List<Double> late = new ArrayList<>();
    List<Double> most = new ArrayList<>();
    for (int round = 0; round < lab.rounds(); round++) {
      calls.add(enqueue(queue, connection).median());
      Sample lateness = lateness(queue, connection);
      middle.add(lateness.median());
      late.add(lateness.quantile(0.99));
      most.add(lateness.most());
    }
    lab.report(with + "enqueueing one more, p50 of a call", "ms", Sample.of(calls));
    lab.report(with + "start after due, p50", "ms", Sample.of(middle));
    lab.report(with + "start after due, p99", "ms", Sample.of(late));
    lab.report(with + "start after due, max", "ms", Sample.of(most));
  }

  private static void idle(Lab lab, BenchQueue queue, String with) throws Exception {
    try (Worker worker = worker(queue, email -> {})) {
      Thread.sleep(Duration.ofSeconds(lab.sized(2, 62)));
      CpuMeter cpu = lab.startCpuMeter();
      long begun = System.nanoTime();
      Thread.sleep(Duration.ofSeconds(lab.sized(5, 20)));
      CpuMeter.Used share = lab.stop(cpu).times(100 / EndToEnd.seconds(begun));
      lab.report(with + "server, idle", "% of a core", Sample.of(share.server()), Target.atMost(1));
      lab.report(with + "worker, idle", "% of a core", share.client());
      lab.say(with + worker.running() + " running, % of a core of the server", share.processes());
    }
  }

  /** What a worker does with an e-mail. */
  private interface Deed {
    void with(SendEmail email);
  }

  private static Worker worker(BenchQueue queue, Deed deed) {
    return Worker.of(queue.dataSource())
        .queue(SendEmail.QUEUE, 200)
        .task(SendEmail.class, (email, context) -> deed.with(email))
        .start();
  }

  private static Sample enqueue(BenchQueue queue, Connection connection) {
    double[] millis = new double[CALLS];
    for (int i = 0; i < CALLS; i++) {
      long begun = System.nanoTime();
      queue.awa().enqueue(connection, SendEmail.job(i).withDelay(FAR));
      millis[i] = (System.nanoTime() - begun) * 1e-6;
    }
    return Sample.of(millis);
  }

  /** The clocks are one: the server is on this machine. */
  private static Sample lateness(BenchQueue queue, Connection connection) throws Exception {
    AtomicLongArray started = new AtomicLongArray(DUE);
    CountDownLatch left = new CountDownLatch(DUE);
    Instant first = Instant.now().plusSeconds(5);
    try (Worker worker =
        worker(
            queue,
            email -> {
              started.set((int) email.number(), micros(Instant.now()));
              left.countDown();
            })) {
      for (int i = 0; i < DUE; i++) {
        queue.awa().enqueue(connection, SendEmail.job(i).withRunAt(due(first, i)));
      }
      if (!left.await(2, TimeUnit.MINUTES)) {
        throw new IllegalStateException(
            "deferred: %d of %d jobs did not start, %d run"
                .formatted(left.getCount(), DUE, worker.running()));
      }
    }
    double[] millis = new double[DUE];
    for (int i = 0; i < DUE; i++) {
      millis[i] = (started.get(i) - micros(due(first, i))) * 1e-3;
    }
    return Sample.of(millis);
  }

  private static Instant due(Instant first, int n) {
    return first.plusMillis((long) n * APART_MILLIS);
  }

  private static long micros(Instant instant) {
    return TimeUnit.SECONDS.toMicros(instant.getEpochSecond())
        + TimeUnit.NANOSECONDS.toMicros(instant.getNano());
  }
}
