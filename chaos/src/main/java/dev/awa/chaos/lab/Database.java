package dev.awa.chaos.lab;

import dev.awa.Duty;
import dev.awa.client.Awa;
import dev.awa.lab.Eventually;
import dev.awa.lab.Postgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The database of a lab, with the queue's schema. It lies on a server that others may share, until
 * a scenario begins it anew on a server of its own.
 */
public final class Database {
  private final Postgres home;
  private final String name;
  private Postgres server;

  private Database(Postgres home, String name) {
    this.home = home;
    this.name = name;
    this.server = home;
  }

  /** A new database of a server, without a queue. */
  static Database empty(Postgres server) throws SQLException {
    return new Database(server, server.newDatabase());
  }

  /** A new database of a server. */
  static Database create(Postgres server) throws SQLException {
    Database database = empty(server);
    database.awa().migrate();
    return database;
  }

  /** The server that has it now. */
  public Postgres server() {
    return server;
  }

  /** What it is called, on whichever server. */
  public String name() {
    return name;
  }

  /** Creates it once more, empty, on a server that does not have it. */
  public void beginAnewOn(Postgres other) throws SQLException {
    other.execute("postgres", "CREATE DATABASE " + name);
    moveTo(other);
    awa().migrate();
  }

  /**
   * Makes a database of the same name on another server, with the queue's tables and none of their
   * rows, for a subscription to fill. It does not move there yet.
   */
  public void prepareCopyOn(Postgres other) throws SQLException {
    Database copy = new Database(home, name);
    copy.beginAnewOn(other);
    String tables =
        copy.text(
                "SELECT string_agg('awa.' || relname, ', ') FROM pg_class"
                    + " WHERE relnamespace = 'awa'::regnamespace AND relkind IN ('r', 'p')")
            .orElseThrow();
    copy.execute("TRUNCATE " + tables);
  }

  /** From now on another server has it. */
  public void moveTo(Postgres other) {
    server = other;
  }

  /** The queue, reached without a detour. */
  public Awa awa() {
    return Awa.of(dataSource(server.port(), 60)); // a migration may take long
  }

  /** Connections through a port, the server's own or one that leads there. */
  DataSource dataSource(int port) {
    return dataSource(port, 10);
  }

  private DataSource dataSource(int port, int seconds) {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setURL(url(port) + "&socketTimeout=%1$d&connectTimeout=%1$d".formatted(seconds));
    return dataSource;
  }

  /** How it is reached through a port; statements are sent as text. */
  public String url(int port) {
    return Postgres.url(port, name) + "&prepareThreshold=0";
  }

  /** How it is reached without a detour. */
  public String url() {
    return url(server.port());
  }

  public void execute(String sql) throws SQLException {
    server.execute(name, sql);
  }

  public long number(String sql) {
    return text(sql).map(Long::parseLong).orElseThrow();
  }

  /** The same in the database of this name on another server. */
  public long numberOn(Postgres other, String sql) {
    Database copy = new Database(home, name);
    copy.moveTo(other);
    return copy.number(sql);
  }

  /** The first column of the first row, if there is one. */
  public Optional<String> text(String sql) {
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement()) {
      return text(statement, sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  static Optional<String> text(Statement statement, String sql) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
    }
  }

  /**
   * A role for workers with the rights of their duty and no more, and with settings of its own.
   *
   * @return what it is called: roles are of the whole server, so each database has its own
   */
  public String workersRole(String... settings) throws SQLException {
    String role = name + "_worker";
    execute("CREATE ROLE " + role + " LOGIN");
    for (String setting : settings) {
      execute("ALTER ROLE " + role + " SET " + setting);
    }
    execute(awa().grants(Duty.WORKER, role));
    return role;
  }

  /** Lets segments be pruned all the time, instead of twice an hour. */
  public void pruneEverySecond() throws SQLException {
    execute("UPDATE awa.storage_state SET rotate_after = '1 second', keep_history = '0'");
  }

  /** Waits until one more segment was pruned. */
  public void awaitPruned() {
    long before = lastPruned();
    Eventually.holds("a segment is pruned", Lab.PATIENCE, () -> lastPruned() > before);
  }

  /** Waits until no deferred job is left that is due: somebody promotes. */
  public void awaitPromoted() {
    Eventually.holds(
        "deferred jobs are promoted",
        Lab.PATIENCE,
        () ->
            number("SELECT count(*) FROM awa.deferred_jobs WHERE run_at < clock_timestamp()") == 0);
  }

  private long lastPruned() {
    return number("SELECT coalesce(max(gen), -1) FROM awa.prunes");
  }

  /** Drops it where it was created; a server of its own takes its files along. */
  void drop() throws SQLException {
    home.dropDatabase(name);
  }
}
