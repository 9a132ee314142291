package dev.awa.bench.scenario;

import dev.awa.JsonCodec;
import dev.awa.bench.lab.BenchQueue;
import dev.awa.bench.lab.Lab;
import dev.awa.bench.lab.SendEmail;
import dev.awa.bench.measure.CpuMeter;
import dev.awa.json.JacksonCodec;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.postgresql.PGConnection;

/**
 * What the same rows cost without a queue: one thread sends them by COPY in batches of 1000, one
 * reads them back by ranges of an index and decodes the arguments, one inserts arrays of their ids,
 * a commit each. No claims, no fences, no workers: what is left is the price of the database, the
 * driver and JSON.
 */
final class BarePipeline {
  private static final int READ = 500;
  private static final int WARM_UP = 10_000;
  private static final EndToEnd.Run NOTHING =
      new EndToEnd.Run(0, new CpuMeter.Used(0, 0, Map.of(), Map.of()));
  private static final byte[] HEADER = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
  };
  private static final String TABLES =
      """
      CREATE TABLE bare_ready (LIKE awa.ready_entries INCLUDING DEFAULTS);
      ALTER TABLE bare_ready ALTER COLUMN slot SET DEFAULT 0;
      CREATE INDEX ON bare_ready (lane, xid, job_id);
      CREATE TABLE bare_done (done_at timestamptz DEFAULT clock_timestamp(), members bigint[]);
      ALTER TABLE bare_done ALTER COLUMN members SET STORAGE PLAIN
      """;
  private static final String COPY =
      "COPY bare_ready (lane, job_id, max_attempts, kind, args, ext) FROM STDIN (FORMAT binary)";
  private static final String RANGE =
      """
      SELECT slot, xid::text, job_id, run_no, attempt, max_attempts, ready_at, kind, args, ext
      FROM bare_ready
      WHERE lane = 1 AND (xid, job_id) > (?::xid8, ?)
      ORDER BY xid, job_id
      LIMIT ?
      """;

  private final BenchQueue queue;
  private final Lab lab;
  private final int jobs;
  private final CountDownLatch warm = new CountDownLatch(1);
  private final CountDownLatch written = new CountDownLatch(1);
  private final CountDownLatch measured = new CountDownLatch(1);
  private final JsonCodec codec = JacksonCodec.standard();
  private final BlockingQueue<long[]> read = new ArrayBlockingQueue<>(100);

  private BarePipeline(BenchQueue queue, Lab lab, int jobs) {
    this.queue = queue;
    this.lab = lab;
    this.jobs = jobs;
  }

  static EndToEnd.Run run(Lab lab, int jobs) throws Exception {
    BenchQueue queue = lab.newQueue();
    try (Connection connection = queue.connect()) {
      BenchQueue.sql(connection, TABLES);
    }
    return new BarePipeline(queue, lab, WARM_UP + jobs).run();
  }

  private EndToEnd.Run run() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      Future<EndToEnd.Run> producer = threads.submit(named("bare producer", this::produce));
      Future<EndToEnd.Run> reader = threads.submit(named("bare reader", this::read));
      Future<EndToEnd.Run> writer = threads.submit(named("bare writer", this::write));
      writer.get();
      reader.get();
      return producer.get();
    }
  }

  /** One of the three. */
  private interface Step {
    EndToEnd.Run on(Connection connection) throws Exception;
  }

  private Callable<EndToEnd.Run> named(String name, Step step) {
    return () -> {
      Thread.currentThread().setName(name);
      try (Connection connection = queue.connect()) {
        return step.on(connection);
      }
    };
  }

  /** Sends some rows to warm the others up; what follows is measured, until the last is written. */
  private EndToEnd.Run produce(Connection connection) throws Exception {
    send(connection, 0, WARM_UP);
    warm.await();
    lab.server().checkpoint();
    CpuMeter cpu = lab.startCpuMeter();
    long begun = System.nanoTime();
    send(connection, WARM_UP, jobs);
    written.await();
    double speed = (jobs - WARM_UP) / EndToEnd.seconds(begun);
    EndToEnd.Run run = new EndToEnd.Run(speed, lab.stop(cpu));
    measured.countDown();
    lab.say(String.format("bare: %,.0f jobs/s", speed));
    return run;
  }

  private void send(Connection connection, int first, int end) throws SQLException, IOException {
    for (int from = first; from < end; from += BenchQueue.BATCH) {
      byte[] rows = rows(from, Math.min(BenchQueue.BATCH, end - from));
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn(COPY, new java.io.ByteArrayInputStream(rows));
    }
  }

  private byte[] rows(int from, int count) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(count * 200);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.write(HEADER);
      for (int i = from; i < from + count; i++) {
        out.writeShort(6);
        out.writeInt(Integer.BYTES);
        out.writeInt(1);
        out.writeInt(Long.BYTES);
        out.writeLong(i + 1L);
        out.writeInt(Short.BYTES);
        out.writeShort(25);
        text(out, SendEmail.KIND);
        text(out, codec.write(SendEmail.number(i)));
        text(out, "{}");
      }
      out.writeShort(-1);
    }
    return bytes.toByteArray();
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(utf8.length);
    out.write(utf8);
  }

  /** With one producer rows become visible in order, so a range is simply what follows the last. */
  private EndToEnd.Run read(Connection connection) throws Exception {
    String xid = "0";
    long last = 0;
    try (PreparedStatement statement = connection.prepareStatement(RANGE)) {
      while (last < jobs) {
        statement.setString(1, xid);
        statement.setLong(2, last);
        statement.setInt(3, READ);
        long[] ids = new long[READ];
        int n = 0;
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            xid = rows.getString(2);
            last = rows.getLong(3);
            ids[n++] = decoded(rows);
          }
        }
        if (n > 0) {
          read.put(java.util.Arrays.copyOf(ids, n));
        } else {
          Thread.sleep(1);
        }
      }
    }
    read.put(new long[0]);
    measured.await();
    return NOTHING;
  }

  private long decoded(ResultSet row) throws SQLException {
    Object email = codec.read(row.getString(9), SendEmail.class);
    return ((SendEmail) email).number() + 1;
  }

  private EndToEnd.Run write(Connection connection) throws Exception {
    int n = 0;
    try (PreparedStatement statement =
        connection.prepareStatement("INSERT INTO bare_done (members) VALUES (?)")) {
      long[] ids = read.take();
      while (ids.length > 0) {
        statement.setObject(1, connection.unwrap(PGConnection.class).createArrayOf("int8", ids));
        statement.executeUpdate();
        n += ids.length;
        if (n >= WARM_UP) {
          warm.countDown();
        }
        ids = read.take();
      }
    }
    written.countDown();
    measured.await();
    return NOTHING;
  }
}
