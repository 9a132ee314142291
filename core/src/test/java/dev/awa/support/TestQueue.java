package dev.awa.support;

import dev.awa.Job;
import dev.awa.JsonCodec;
import dev.awa.KnownWorker;
import dev.awa.RawJson;
import dev.awa.client.Awa;
import dev.awa.engine.Claim;
import dev.awa.engine.ClaimLog;
import dev.awa.engine.Claimed;
import dev.awa.engine.Closure;
import dev.awa.engine.Ending;
import dev.awa.engine.Engine;
import dev.awa.engine.Flush;
import dev.awa.engine.JobCheck;
import dev.awa.engine.NewJob;
import dev.awa.engine.Run;
import dev.awa.engine.Workers;
import dev.awa.json.JacksonCodec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A queue in a database of its own: migrated, empty, with the client and the engine on it, and the
 * few words in which most tests speak to the engine.
 */
public final class TestQueue {
  private static final AtomicLong NONCE =
      new AtomicLong(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE / 2));

  /** What a worker promises that has the default settings. */
  public static final Workers.Promise PROMISE =
      new Workers.Promise(Duration.ofSeconds(2), Duration.ofSeconds(30), Duration.ofSeconds(5));

  private static final JsonCodec CODEC = JacksonCodec.standard();

  private static final String IN_USE = "55006";

  /** The databases of {@link #create} that are still there. */
  private static final Queue<String> COPIES_THERE = new ConcurrentLinkedQueue<>();

  private final DataSource dataSource;
  private final Awa awa;
  private final Engine engine;

  private TestQueue(DataSource dataSource, String schema) {
    this.dataSource = dataSource;
    this.awa = Awa.of(dataSource, schema);
    this.engine = Engine.of(schema);
  }

  /** A fresh queue in a fresh database: a copy of one that was migrated. */
  public static TestQueue create() {
    return new TestQueue(Migrated.copy(), Engine.DEFAULT_SCHEMA);
  }

  /** A database that was migrated once, to be copied: much faster than to migrate each. */
  private static final class Migrated {
    private static final PGSimpleDataSource ORIGINAL = migrated();
    private static final PGSimpleDataSource ANOTHER = (PGSimpleDataSource) TestServer.newDatabase();
    private static final AtomicInteger COPIES = new AtomicInteger();

    private static PGSimpleDataSource migrated() {
      DataSource database = TestServer.newDatabase();
      Awa.of(database).migrate();
      return (PGSimpleDataSource) database;
    }

    static DataSource copy() {
      String name = ORIGINAL.getDatabaseName() + "_copy_" + COPIES.incrementAndGet();
      String strategy = TestServer.versionNumber() < 150_000 ? "" : " STRATEGY file_copy";
      try (Connection connection = ANOTHER.getConnection()) {
        String template = ORIGINAL.getDatabaseName();
        sql(connection, "CREATE DATABASE " + name + " TEMPLATE " + template + strategy);
        COPIES_THERE.add(name);
      } catch (SQLException e) {
        throw new IllegalStateException("cannot copy a database", e);
      }
      PGSimpleDataSource copy = new PGSimpleDataSource();
      copy.setURL(ORIGINAL.getURL());
      copy.setDatabaseName(name);
      copy.setUser(ORIGINAL.getUser());
      copy.setPassword(ORIGINAL.getPassword());
      openSegmentNow(copy);
      return copy;
    }

    static void drop(String name) throws SQLException {
      try (Connection connection = ANOTHER.getConnection()) {
        sql(connection, "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
      } catch (SQLException e) {
        if (!IN_USE.equals(e.getSQLState())) { // a prepared transaction, or a subscription
          throw e;
        }
      }
    }
  }

  /** Drops all queues that {@link #create} has made; whoever is still connected is cut off. */
  static void dropCopies() {
    try {
      for (String name = COPIES_THERE.poll(); name != null; name = COPIES_THERE.poll()) {
        Migrated.drop(name);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("cannot drop the databases of tests", e);
    }
  }

  /** Or the first leader closes it at once, because the original is minutes old. */
  private static void openSegmentNow(DataSource copy) {
    try (Connection connection = copy.getConnection()) {
      sql(connection, "UPDATE awa.ring SET rotated_at = clock_timestamp()");
    } catch (SQLException e) {
      throw new IllegalStateException("cannot prepare a copy", e);
    }
  }

  /** A queue in a schema of a database; creates what is missing. */
  public static TestQueue in(DataSource dataSource, String schema) {
    TestQueue queue = new TestQueue(dataSource, schema);
    queue.awa.migrate();
    return queue;
  }

  /** One that is there, as the role of a data source has it. */
  public static TestQueue of(DataSource dataSource) {
    return new TestQueue(dataSource, Engine.DEFAULT_SCHEMA);
  }

  /** A queue that is, or will be, in a schema of a database; creates nothing. */
  public static TestQueue of(DataSource dataSource, String schema) {
    return new TestQueue(dataSource, schema);
  }

  public DataSource dataSource() {
    return dataSource;
  }

  public Awa awa() {
    return awa;
  }

  public Engine engine() {
    return engine;
  }

  /** A new connection, in autocommit and READ COMMITTED. */
  public Connection connect() throws SQLException {
    return dataSource.getConnection();
  }

  /** A new connection with an open transaction. */
  public Connection begin() throws SQLException {
    Connection connection = connect();
    connection.setAutoCommit(false);
    return connection;
  }

  /** Something done on a connection. */
  public interface Call<T> {
    T on(Connection connection) throws SQLException;
  }

  /** Something done on a connection that answers nothing. */
  public interface Action {
    void on(Connection connection) throws SQLException;
  }

  /** Makes the counts of one queue fail from now on, as a count does that takes too long. */
  public void makeUnreadable(String name) throws SQLException {
    sql(
        """
        DO $do$
        BEGIN
          EXECUTE format($f$
            CREATE FUNCTION awa.read_queues_but_one(p_queues text[]) RETURNS %s
            LANGUAGE plpgsql AS $b$
            BEGIN
              IF '{queue}' = ANY (p_queues) THEN
                RAISE query_canceled;
              END IF;
              RETURN QUERY SELECT * FROM awa.real_read_queues(p_queues);
            END $b$ $f$, pg_get_function_result('awa.read_queues(text[])'::regprocedure));
        END $do$;
        ALTER FUNCTION awa.read_queues(text[]) RENAME TO real_read_queues;
        ALTER FUNCTION awa.read_queues_but_one(text[]) RENAME TO read_queues;
        """
            .replace("{queue}", name));
  }

  /** Does it on a connection of its own, in autocommit. */
  public <T> T with(Call<T> call) throws SQLException {
    try (Connection connection = connect()) {
      return call.on(connection);
    }
  }

  /** Does it in a transaction of its own. */
  public void transaction(Action action) throws SQLException {
    try (Connection connection = begin()) {
      action.on(connection);
      connection.commit();
    }
  }

  // --- SQL ---

  /** Runs a statement. */
  public void sql(String sql, Object... parameters) throws SQLException {
    try (Connection connection = connect()) {
      sql(connection, sql, parameters);
    }
  }

  /** Runs a statement on a connection. */
  public static void sql(Connection connection, String sql, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = bound(connection, sql, parameters)) {
      statement.execute();
    }
  }

  /** The number in the first column of the first row. */
  public long number(String sql, Object... parameters) throws SQLException {
    try (Connection connection = connect()) {
      return number(connection, sql, parameters);
    }
  }

  /** The number in the first column of the first row. */
  public static long number(Connection connection, String sql, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = bound(connection, sql, parameters);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  /** The texts in the first column. */
  public List<String> texts(String sql, Object... parameters) throws SQLException {
    try (Connection connection = connect()) {
      return texts(connection, sql, parameters);
    }
  }

  /** The texts in the first column. */
  public static List<String> texts(Connection connection, String sql, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = bound(connection, sql, parameters);
        ResultSet rows = statement.executeQuery()) {
      List<String> texts = new ArrayList<>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    }
  }

  private static PreparedStatement bound(Connection connection, String sql, Object... parameters)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
    return statement;
  }

  /** Runs a script without parameters; nothing in it is taken for a placeholder. */
  public static void script(Connection connection, String script) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(script);
    }
  }

  // --- producing ---

  /** A job of a kind with a number as its argument. */
  public static Job<RawJson> job(String queue, int n) {
    return Job.of("test", new RawJson("{\"n\": " + n + "}")).withQueue(queue);
  }

  /** The job in the form the engine takes. */
  public static NewJob checked(Job<?> job) {
    return new JobCheck(CODEC).check(job);
  }

  /** Enqueues {@code count} jobs in one transaction; answers their ids, in order. */
  public List<Long> enqueue(String queue, int count) {
    List<Job<?>> jobs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      jobs.add(job(queue, i));
    }
    return awa.enqueueAll(jobs).stream().map(answer -> answer.id()).toList();
  }

  // --- consuming ---

  /** A random number for a worker or a call. */
  public static long randomId() {
    return ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
  }

  /** A number for a claim call, higher than all before. */
  public static long nonce() {
    return NONCE.incrementAndGet();
  }

  /** What workers of tests say of themselves. */
  public static final Workers.Self SELF =
      new Workers.Self("test worker", List.of("q"), Set.of(KnownWorker.EVERY_KIND));

  /** A worker that is registered and alive. */
  public long worker() throws SQLException {
    return worker(PROMISE);
  }

  /** One that promises something of its own. */
  public long worker(Workers.Promise promise) throws SQLException {
    long id = randomId();
    with(tx -> engine.workers().register(tx, id, SELF, promise));
    return id;
  }

  /** Declares a worker dead, as if it had been silent. */
  public void declareDead(long worker) throws SQLException {
    transaction(tx -> declareDead(tx, worker));
  }

  /** The same, in a transaction that goes on. */
  public static void declareDead(Connection tx, long worker) throws SQLException {
    sql(tx, "DELETE FROM awa.beats WHERE worker_id = ?", worker);
    sql(tx, "UPDATE awa.workers SET dead_since = clock_timestamp() WHERE id = ?", worker);
  }

  /** What a worker asks of stripe 0 of a queue. */
  public static ClaimLog.Request request(long worker, String queue, int limit) {
    return request(worker, queue, 0, limit);
  }

  /** What a worker asks of a stripe. */
  public static ClaimLog.Request request(long worker, String queue, int stripe, int limit) {
    return new ClaimLog.Request(
        worker, new ClaimLog.Stripe(queue, (short) stripe), limit, Long.MAX_VALUE, nonce());
  }

  /** Claims on a connection of its own. */
  public Claimed claim(long worker, String queue, int limit) throws SQLException {
    return with(tx -> engine.claimLog().claim(tx, request(worker, queue, limit)));
  }

  /** The runs of an answer, in order. */
  public static List<Run> runs(Claimed claimed) {
    return claimed.batches().stream().flatMap(batch -> batch.runs().stream()).toList();
  }

  /** The jobs of an answer, in order. */
  public static List<Long> jobs(Claimed claimed) {
    return runs(claimed).stream().map(Run::jobId).toList();
  }

  /** Claims until nothing is left; answers the jobs in order. */
  public List<Long> drain(long worker, String queue) throws SQLException {
    List<Long> jobs = new ArrayList<>();
    try (Connection connection = connect()) {
      Claimed claimed = engine.claimLog().claim(connection, request(worker, queue, 512));
      while (claimed.status() == Claimed.Status.CLAIMED) {
        jobs.addAll(jobs(claimed));
        claimed = engine.claimLog().claim(connection, request(worker, queue, 512));
      }
    }
    return jobs;
  }

  /** Every run of an answer with the same ending. */
  public static List<Flush.Ended> ended(Claimed claimed, Ending ending) {
    List<Flush.Ended> ended = new ArrayList<>();
    for (Claimed.Batch batch : claimed.batches()) {
      batch.runs().forEach(run -> ended.add(new Flush.Ended(batch.claim(), run, ending, null)));
    }
    return ended;
  }

  /** One run with an ending. */
  public static Flush.Ended ended(Claim claim, Run run, Ending ending) {
    return new Flush.Ended(claim, run, ending, null);
  }

  /** The work is done. */
  public static Ending completed() {
    return new Ending(Closure.COMPLETED, new Ending.Next.Completed(), null);
  }

  /** Sends a flush on a connection of its own; answers what was stale. */
  public List<Flush.Ended> flush(long worker, long flushNo, List<Flush.Ended> ended)
      throws SQLException {
    return with(
        tx -> List.copyOf(engine.closureLog().flush(tx, new Flush(worker, flushNo, ended))));
  }
}
