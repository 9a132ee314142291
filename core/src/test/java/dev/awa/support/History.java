package dev.awa.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * History, made by SQL in no time: jobs that were claimed and completed, and are kept. {@code
 * bin/bench history} makes it with the same script.
 */
public final class History {
  private static final Path SCRIPT =
      Path.of("../bench/src/main/resources/dev/awa/bench/lab/history.sql");

  private final Connection connection;
  private final int lane;
  private final long worker;

  private History(Connection connection, int lane, long worker) {
    this.connection = connection;
    this.lane = lane;
    this.worker = worker;
  }

  /** On a connection in autocommit; of the lane of a queue's ordinary jobs, by a worker. */
  public static History of(Connection connection, String queue, long worker)
      throws SQLException, IOException {
    TestQueue.script(connection, Files.readString(SCRIPT));
    long lane = TestQueue.number(connection, "SELECT awa.lane(?, 2::smallint, 0::smallint)", queue);
    return new History(connection, (int) lane, worker);
  }

  /** Adds so many claims of so many jobs each to the current segment. */
  public void add(int claims, int size) throws SQLException {
    TestQueue.script(connection, "CALL pg_temp.spend(" + claims + ")");
    TestQueue.sql(connection, "SELECT pg_temp.history(?, ?, ?, ?)", lane, worker, claims, size);
  }
}
