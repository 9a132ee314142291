package dev.awa.bench.scenario;

import dev.awa.JsonCodec;
import dev.awa.bench.lab.BenchQueue;
import dev.awa.bench.lab.Lab;
import dev.awa.bench.lab.SendEmail;
import dev.awa.bench.measure.CpuMeter;
import dev.awa.engine.JacksonCodec;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
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
      SELECT slot, xid::text, job_id, run_lease, attempt, max_attempts, ready_at, kind, args, ext
      FROM bare_ready
      WHERE lane = 1 AND (xid, job_id) > (?::xid8, ?)
      ORDER BY xid, job_id
      LIMIT ?
      """;

  private final BenchQueue queue;
  private final int jobs;
  private final JsonCodec codec = new JacksonCodec();
  private final BlockingQueue<long[]> read = new ArrayBlockingQueue<>(100);

  private BarePipeline(BenchQueue queue, int jobs) {
    this.queue = queue;
    this.jobs = jobs;
  }

  static EndToEnd.Run run(Lab lab, int jobs) throws Exception {
    BenchQueue queue = lab.newQueue();
    try (Connection connection = queue.connect()) {
      BenchQueue.sql(connection, TABLES);
    }
    lab.server().checkpoint();
    CpuMeter cpu = lab.startCpuMeter();
    long begun = System.nanoTime();
    new BarePipeline(queue, jobs).run();
    double took = EndToEnd.seconds(begun);
    lab.say(String.format("bare: %,.0f jobs/s", jobs / took));
    return new EndToEnd.Run(jobs / took, lab.stop(cpu));
  }

  private void run() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      Future<?> producer = threads.submit(named("bare producer", this::produce));
      Future<?> reader = threads.submit(named("bare reader", this::read));
      Future<?> writer = threads.submit(named("bare writer", this::write));
      producer.get();
      reader.get();
      writer.get();
    }
  }

  /** One of the three. */
  private interface Step {
    void on(Connection connection) throws Exception;
  }

  private Runnable named(String name, Step step) {
    return () -> {
      Thread.currentThread().setName(name);
      try (Connection connection = queue.connect()) {
        step.on(connection);
      } catch (Exception e) {
        throw new IllegalStateException(name + " failed", e);
      }
    };
  }

  private void produce(Connection connection) throws SQLException, IOException {
    for (int from = 0; from < jobs; from += BenchQueue.BATCH) {
      byte[] rows = rows(from, Math.min(BenchQueue.BATCH, jobs - from));
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
  private void read(Connection connection) throws Exception {
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
  }

  private long decoded(ResultSet row) throws SQLException {
    Object email = codec.read(row.getString(9), SendEmail.class);
    return ((SendEmail) email).number() + 1;
  }

  private void write(Connection connection) throws Exception {
    try (PreparedStatement statement =
        connection.prepareStatement("INSERT INTO bare_done (members) VALUES (?)")) {
      long[] ids = read.take();
      while (ids.length > 0) {
        statement.setObject(1, connection.unwrap(PGConnection.class).createArrayOf("int8", ids));
        statement.executeUpdate();
        ids = read.take();
      }
    }
  }
}
