package dev.awa.bench.scenario;

import dev.awa.bench.lab.BenchQueue;
import dev.awa.bench.lab.Lab;
import dev.awa.bench.peer.Payload;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.postgresql.PGConnection;

/** What the server does with rows of the same size when it does nothing else. */
final class PhysicalLimits {
  private static final String TABLE =
      """
      CREATE TABLE plain (
        n bigint, lane integer, run_no integer, slot smallint, attempt smallint,
        max_attempts smallint, kind text, args json, ext json
      );
      CREATE TABLE commits (n bigint);
      """;
  private static final String COPY =
      "COPY plain (n, lane, run_no, slot, attempt, max_attempts, kind, args, ext) FROM STDIN";
  private static final String READ = "SELECT n, kind, args, ext FROM plain WHERE n >= ? AND n < ?";
  private static final int BATCH = 1_000;
  private static final int RANGE = 500;

  private PhysicalLimits() {}

  static void report(Lab lab) throws Exception {
    BenchQueue queue = lab.newQueue();
    int rows = lab.sized(50_000, 500_000);
    int seconds = lab.sized(2, 10);
    try (Connection connection = queue.connect()) {
      BenchQueue.sql(connection, TABLE);
      lab.report("plain COPY of 1,000 a transaction", "rows/s", copy(connection, rows));
      BenchQueue.sql(connection, "CREATE INDEX ON plain (n)");
      BenchQueue.sql(connection, "VACUUM ANALYZE plain");
      lab.report("plain read of ranges of 500", "rows/s", read(connection, rows));
    }
    for (int sessions : List.of(1, 8)) {
      String of = "plain commits, " + sessions + (sessions == 1 ? " session" : " sessions");
      lab.report(of, "commits/s", commits(queue, sessions, Duration.ofSeconds(seconds)));
    }
  }

  private static double copy(Connection connection, int rows) throws Exception {
    List<String> batches = new ArrayList<>();
    for (int from = 0; from < rows; from += BATCH) {
      batches.add(batch(from));
    }
    long begun = System.nanoTime();
    for (String batch : batches) {
      connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY, new StringReader(batch));
    }
    return rows / EndToEnd.seconds(begun);
  }

  private static String batch(int from) {
    StringBuilder rows = new StringBuilder();
    for (int n = from; n < from + BATCH; n++) {
      rows.append(n).append("\t1\t1\t0\t0\t25\tsend_email\t").append(Payload.json(n));
      rows.append("\t{}\n");
    }
    return rows.toString();
  }

  private static double read(Connection connection, int rows) throws SQLException {
    long seen = 0;
    long begun = System.nanoTime();
    try (PreparedStatement read = connection.prepareStatement(READ)) {
      for (long from = 0; from < rows; from += RANGE) {
        read.setLong(1, from);
        read.setLong(2, from + RANGE);
        try (ResultSet row = read.executeQuery()) {
          while (row.next()) {
            seen += row.getString(3).isEmpty() ? 0 : 1;
          }
        }
      }
    }
    double took = EndToEnd.seconds(begun);
    if (seen != rows) {
      throw new IllegalStateException("profile: read " + seen + " of " + rows + " rows");
    }
    return rows / took;
  }

  private static double commits(BenchQueue queue, int sessions, Duration time) throws Exception {
    long begun = System.nanoTime();
    long until = begun + time.toNanos();
    ExecutorService threads = Executors.newFixedThreadPool(sessions);
    try {
      List<Future<Long>> running = new ArrayList<>();
      for (int i = 0; i < sessions; i++) {
        running.add(threads.submit(() -> commitUntil(queue, until)));
      }
      long commits = 0;
      for (Future<Long> one : running) {
        commits += one.get();
      }
      return commits / EndToEnd.seconds(begun);
    } finally {
      threads.shutdown();
    }
  }

  private static long commitUntil(BenchQueue queue, long until) throws SQLException {
    long commits = 0;
    try (Connection connection = queue.connect();
        PreparedStatement insert = connection.prepareStatement("INSERT INTO commits VALUES (?)")) {
      while (System.nanoTime() < until) {
        insert.setLong(1, commits++);
        insert.executeUpdate();
      }
    }
    return commits;
  }
}
