package dev.awa.bench.peer;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * PGMQ, functions in the database, from the SQL that its Python client brings along. It is a queue
 * of messages and not of jobs: one that was read comes back after a while unless it was deleted.
 * What it lacks for the work on jobs, nobody adds here.
 *
 * @see <a href="https://github.com/pgmq/pgmq">its documentation</a>
 */
final class PgmqPeer implements Peer {
  private static final int POOL = 40;
  private static final Wheel WHEEL =
      Wheel.of(
          new Wheel.Pin(
              "pgmq", "1.1.4", "4d9e7aa517295669d46a11d3d13106efbdc738d0e127d84c567b6d4c936e7d1d"));

  private final int batch;

  /**
   * Workers that read so many messages at once. A hundred is how its authors measured throughput;
   * one lets no message wait for the work on another.
   */
  PgmqPeer(int batch) {
    this.batch = batch;
  }

  @Override
  public String name() {
    return batch == 1 ? "pgmq-1" : "pgmq";
  }

  @Override
  public String version() {
    try {
      return WHEEL.text("pgmq/sql/VERSION").strip();
    } catch (IOException e) {
      return "not fetched";
    }
  }

  @Override
  public String license() {
    return "PostgreSQL";
  }

  @Override
  public String settings() {
    return "a message queue: delays, but no policy of retries, dead letters, priorities, unique"
        + " keys; a logged queue, not partitioned; read of %d, the work, delete of them;"
            .formatted(batch)
        + " invisible for %d s; a connection each worker, reads again after %d ms when empty;"
            .formatted(PgmqReader.INVISIBLE_SECONDS, SqlWorkers.REST_MILLIS)
        + " send, send_batch";
  }

  @Override
  public String source() {
    return "https://tembo.io/blog/mq-stack-benchmarking";
  }

  @Override
  public String looks() {
    return "each worker reads again %d ms after it found nothing".formatted(SqlWorkers.REST_MILLIS);
  }

  @Override
  public List<Integer> sweep() {
    return List.of(1, 4, 16);
  }

  @Override
  public List<Way> ways() {
    return List.of(Way.ONE, Way.WITH_ROW, Way.BATCH);
  }

  @Override
  public Optional<String> missing() {
    return WHEEL.missing();
  }

  @Override
  public Set<MixJob.Part> parts() {
    return EnumSet.of(MixJob.Part.SCHEDULED);
  }

  @Override
  public String watch() {
    return "what was read and not deleted is visible again %d s after it was read; connects again"
            .formatted(PgmqReader.INVISIBLE_SECONDS)
        + " after 100 ms";
  }

  @Override
  public Contender open(Site site) throws IOException, SQLException {
    site.sql(WHEEL.text("pgmq/sql/pgmq.sql"));
    site.sql("SELECT pgmq.create('mail')");
    return join(site);
  }

  @Override
  public Contender join(Site site) {
    return new Opened(site, batch);
  }

  private static final class Opened implements Contender {
    private static final String SEND = "SELECT pgmq.send('mail', ?::jsonb)";
    private static final String SEND_BATCH = "SELECT pgmq.send_batch('mail', ?, ?)";

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
        if (count == 1) {
          enqueue(connection, from);
        } else {
          send(connection, LongStream.range(from, from + count), 0);
        }
      }
    }

    @Override
    public void enqueue(Connection tx, long n) throws SQLException {
      try (PreparedStatement send = tx.prepareStatement(SEND)) {
        send.setString(1, Payload.json(n));
        send.execute();
      }
    }

    @Override
    public void enqueueMix(List<MixJob> jobs) throws SQLException {
      int delay = Math.toIntExact(MixJob.DELAY.toSeconds());
      Map<Integer, List<MixJob>> byDelay =
          jobs.stream()
              .collect(
                  Collectors.groupingBy(job -> job.part() == MixJob.Part.SCHEDULED ? delay : 0));
      try (Connection connection = pool.getConnection()) {
        for (Map.Entry<Integer, List<MixJob>> some : byDelay.entrySet()) {
          send(connection, some.getValue().stream().mapToLong(MixJob::n), some.getKey());
        }
      }
    }

    private static void send(Connection connection, LongStream numbers, int delaySeconds)
        throws SQLException {
      Stream<String> messages = numbers.mapToObj(Payload::json);
      try (PreparedStatement send = connection.prepareStatement(SEND_BATCH)) {
        send.setArray(1, connection.createArrayOf("jsonb", messages.toArray()));
        send.setInt(2, delaySeconds);
        send.execute();
      }
    }

    @Override
    public AutoCloseable start(int workers, Work work) {
      return SqlWorkers.start(
          "pgmq", site, workers, connection -> PgmqReader.on(connection, batch, work));
    }

    @Override
    public long unfinished() throws SQLException {
      return site.number("SELECT count(*) FROM pgmq.q_mail");
    }

    @Override
    public void close() {
      pool.close();
    }
  }
}
