package dev.awa.bench.peer;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;

/**
 * The queue that people write by hand: one table, {@code FOR UPDATE SKIP LOCKED}, and rows that are
 * deleted in the transaction in which they are worked on. It has no retries, no schedule and no
 * history, and a crash of a worker rolls its transaction back.
 */
public final class SkipLocked implements Peer {
  private static final int POOL = 40;
  private static final String TABLE =
      "CREATE TABLE jobs (id bigserial PRIMARY KEY, args json NOT NULL,"
          + " enqueued_at timestamptz NOT NULL DEFAULT now())";
  private static final String INSERT = "INSERT INTO jobs (args) SELECT unnest(?::text[])::json";

  private final int batch;

  /** A queue whose workers take so many jobs in one transaction. */
  SkipLocked(int batch) {
    this.batch = batch;
  }

  @Override
  public String name() {
    return batch == 1 ? "skip-locked" : "skip-locked-" + batch;
  }

  @Override
  public String version() {
    return "by hand";
  }

  @Override
  public String license() {
    return "-";
  }

  @Override
  public String settings() {
    return "DELETE ... FOR UPDATE SKIP LOCKED LIMIT %d RETURNING, the work, COMMIT;"
            .formatted(batch)
        + " a connection each worker, looks again after 10 ms when empty; unnest, COPY";
  }

  @Override
  public String source() {
    return "https://www.postgresql.org/docs/18/sql-select.html#SQL-FOR-UPDATE-SHARE";
  }

  @Override
  public List<Integer> sweep() {
    return List.of(1, 4, 16);
  }

  @Override
  public List<Way> ways() {
    return List.of(Way.values());
  }

  @Override
  public String looks() {
    return "each worker polls, after 10 ms when it found nothing";
  }

  @Override
  public String watch() {
    return "the server rolls its transaction back when the connection ends; connects again after"
        + " 100 ms";
  }

  @Override
  public Contender open(Site site) throws SQLException {
    site.sql(TABLE);
    return join(site);
  }

  @Override
  public Contender join(Site site) {
    return new Opened(site, batch);
  }

  private static final class Opened implements Contender {
    private final Site site;
    private final int batch;
    private final HikariDataSource pool;

    Opened(Site site, int batch) {
      this.site = site;
      this.batch = batch;
      pool = site.pool(POOL);
    }

    @Override
    public void enqueue(long from, int count) throws SQLException {
      try (Connection connection = pool.getConnection()) {
        insert(connection, from, count);
      }
    }

    @Override
    public void enqueue(Connection tx, long n) throws SQLException {
      insert(tx, n, 1);
    }

    private static void insert(Connection connection, long from, int count) throws SQLException {
      String[] args = new String[count];
      for (int i = 0; i < count; i++) {
        args[i] = Payload.json(from + i);
      }
      try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
        insert.setArray(1, connection.createArrayOf("text", args));
        insert.executeUpdate();
      }
    }

    @Override
    public void copy(long from, int count) throws SQLException {
      StringBuilder rows = new StringBuilder();
      for (int i = 0; i < count; i++) {
        rows.append(Payload.json(from + i)).append('\n'); // holds no tab, backslash or line feed
      }
      try (Connection connection = pool.getConnection()) {
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn("COPY jobs (args) FROM STDIN", new java.io.StringReader(rows.toString()));
      } catch (java.io.IOException e) {
        throw new SQLException("COPY: " + e.getMessage(), e);
      }
    }

    @Override
    public AutoCloseable start(int workers, Work work) {
      return SqlWorkers.start(
          "skip-locked", site, workers, connection -> Taking.on(connection, batch, work));
    }

    @Override
    public long unfinished() throws SQLException {
      return site.number("SELECT count(*) FROM jobs");
    }

    @Override
    public void close() {
      pool.close();
    }
  }

  /** One worker. */
  private record Taking(Connection connection, PreparedStatement statement, int batch, Work work)
      implements SqlWorkers.Step {
    private static final String TAKE =
        "DELETE FROM jobs WHERE id = ANY(ARRAY(SELECT id FROM jobs ORDER BY id"
            + " FOR UPDATE SKIP LOCKED LIMIT ?)) RETURNING args";

    static Taking on(Connection connection, int batch, Work work) throws SQLException {
      connection.setAutoCommit(false);
      PreparedStatement take = connection.prepareStatement(TAKE);
      take.setInt(1, batch);
      return new Taking(connection, take, batch, work);
    }

    @Override
    public int take() throws SQLException, InterruptedException {
      List<Long> numbers = new ArrayList<>(batch);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          numbers.add(Payload.number(rows.getString(1)));
        }
      }
      for (long n : numbers) {
        work.run(n);
      }
      connection.commit();
      return numbers.size();
    }
  }
}
