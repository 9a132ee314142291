package dev.awa.engine;

import dev.awa.SchemaException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Brings the schema to the version of this library. Migrations are SQL files in a fixed order;
 * server functions and views are repeatable files that are installed again whenever one of them has
 * changed. Everything pending is applied in one transaction under one lock, so many nodes may
 * migrate at once and none sees half a schema. What is applied is {@link MigrationScript}, whoever
 * applies it.
 */
public final class Migrations {
  private static final int FUNCTIONS = 0;
  private static final String FUNCTIONS_NAME = "server functions";
  private static final String ROWS_NAME = "rows that were missing";

  private final String schema;
  private final Rights rights;
  private final Origin origin;
  private final Sql lock;
  private final Sql exists;
  private final Sql history;
  private final Sql unfit;
  private final Sql functionsVersion;
  private final Sql makeMissingRows;
  private final MigrationScript script;

  Migrations(String schema, Rights rights, Origin origin) {
    this.schema = schema;
    this.rights = rights;
    this.origin = origin;
    lock = Sql.of(schema, "schema/lock.sql");
    exists = Sql.of(schema, "schema/exists.sql");
    history = Sql.of(schema, "schema/history.sql");
    unfit = Sql.of(schema, "schema/unfit.sql");
    functionsVersion = Sql.of(schema, "schema/version.sql");
    makeMissingRows = Sql.of(schema, "schema/make_missing_rows.sql");
    script = MigrationScript.of(schema);
  }

  /** A step that has been applied; version 0 is the set of functions. */
  public record Applied(int version, String name, String checksum, Instant appliedAt) {}

  /** The version of the schema that this library works with. */
  public int version() {
    return script.version();
  }

  /**
   * Applies what is pending, in a transaction of its own.
   *
   * @return the names of what was applied; empty when everything was there
   * @throws SchemaException when the schema is newer than this library, or was made by other
   *     migrations, or its database is none of UTF8; also when the data was written in another
   *     cluster, but then what was pending is applied
   */
  public List<String> migrate(Connection connection) throws SQLException {
    boolean autoCommit = connection.getAutoCommit();
    connection.setAutoCommit(false);
    List<String> names;
    try {
      Engine.readCommitted(connection); // looks again after it has the lock
      names = migrateInTransaction(connection);
      connection.commit();
      refuseUnfit(connection);
      refuseOtherCluster(connection);
      connection.commit();
    } catch (Throwable e) {
      giveUp(connection, autoCommit, e);
      throw e;
    }
    connection.setAutoCommit(autoCommit);
    return names;
  }

  /** What failed first is what is told. */
  private static void giveUp(Connection connection, boolean autoCommit, Throwable cause) {
    try {
      connection.rollback();
      connection.setAutoCommit(autoCommit);
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  private List<String> migrateInTransaction(Connection tx) throws SQLException {
    lock.list(tx, row -> "", schema);
    boolean isNew = !exists.one(tx, row -> row.getBoolean(1));
    List<Applied> applied = isNew ? List.of() : history(tx);
    refuseNewer(applied);
    refuseOthers(applied);
    boolean isRowless = !isNew && applied.isEmpty();
    int from = isRowless ? restored(tx) : newest(applied);
    List<String> names = new ArrayList<>();
    script.steps().stream()
        .filter(step -> step.version() > from)
        .forEach(step -> names.add(step.name()));
    if (!hasTheFunctions(applied)) {
      names.add(FUNCTIONS_NAME);
    }
    if (!names.isEmpty()) {
      execute(tx, script.from(from));
      rights.renew(tx);
    }
    if (names.isEmpty() && !isRowless && unfit.first(tx, row -> "").isEmpty()) {
      return names; // also for a role that may look and no more
    }
    if (makeMissingRows.one(tx, row -> row.getBoolean(1)) || isRowless) {
      names.add(ROWS_NAME);
    }
    return names;
  }

  /** The version of a schema that was restored without its rows; 0 when nothing tells. */
  private int restored(Connection tx) throws SQLException {
    int found = functionsVersion.first(tx, row -> row.getInt(1)).orElse(0);
    refuseNewer(found);
    return found;
  }

  private boolean hasTheFunctions(List<Applied> applied) {
    return applied.stream()
        .anyMatch(one -> one.version() == FUNCTIONS && script.hasTheFunctions(one.checksum()));
  }

  /** What has been applied, oldest version first; empty when the schema does not exist. */
  public List<Applied> applied(Connection tx) throws SQLException {
    return exists.one(tx, row -> row.getBoolean(1)) ? history(tx) : List.of();
  }

  /**
   * Checks that this library can work with the schema, on a connection that has transactions.
   *
   * @throws SchemaException when the schema is missing, older, newer or made by other migrations,
   *     was restored without its rows, was written in another cluster, or lies in a database that
   *     is none of UTF8
   */
  public void check(Connection tx) throws SQLException {
    StatementMode.refuse(tx);
    checkRows(tx);
    refuseOtherCluster(tx);
  }

  /**
   * Checks the version of the schema, and that it has the rows it can't do without.
   *
   * @throws SchemaException when it has not, or lies in a database that is none of UTF8
   */
  public void checkRows(Connection tx) throws SQLException {
    checkVersion(tx);
    refuseUnfit(tx);
  }

  /**
   * Checks the version of the schema only.
   *
   * @throws SchemaException when the schema is missing, older, newer or made by other migrations
   */
  public void checkVersion(Connection tx) throws SQLException {
    if (!exists.one(tx, row -> row.getBoolean(1))) {
      throw new SchemaException(
          "schema \""
              + schema
              + "\" holds no Awa queue; create it with: awa migrate (or Awa.migrate())");
    }
    List<Applied> applied = history(tx);
    if (applied.isEmpty()) {
      throw new SchemaException(
          "schema \""
              + schema
              + "\" holds the tables of a queue and not their rows, as from a dump of the schema"
              + " alone; make them with: awa migrate (or Awa.migrate())");
    }
    refuseNewer(applied);
    refuseOthers(applied);
    refuseOlder(newest(applied));
    if (!hasTheFunctions(applied)) {
      throw new SchemaException(
          "schema \""
              + schema
              + "\" has other functions than those of this library; install them with: awa migrate"
              + " (or Awa.migrate())");
    }
  }

  private void refuseOlder(int found) {
    if (found < version()) {
      throw new SchemaException(
          String.format(
              Locale.ROOT,
              "schema \"%s\" is at version %d, this library needs %d; bring it up with: awa migrate"
                  + " (or Awa.migrate())",
              schema,
              found,
              version()));
    }
  }

  private void refuseUnfit(Connection tx) throws SQLException {
    Optional<String> why =
        unfit.first(tx, row -> row.getString("why") + "; " + row.getString("cure"));
    if (why.isPresent()) {
      throw new SchemaException("schema \"" + schema + "\": " + why.get());
    }
  }

  private void refuseOtherCluster(Connection tx) throws SQLException {
    Optional<String> foreign = origin.foreign(tx);
    if (foreign.isPresent()) {
      throw new SchemaException(foreign.get());
    }
  }

  /**
   * The migrations from a version on and the functions as one script, for people who apply SQL with
   * other tools.
   *
   * @param version of the schema that it is for; 0: there is none yet
   * @throws IllegalArgumentException when this library knows no such version
   */
  public String script(int version) {
    return script.from(version);
  }

  private List<Applied> history(Connection tx) throws SQLException {
    return history.list(
        tx,
        row ->
            new Applied(
                row.getInt("version"),
                row.getString("name"),
                row.getString("checksum"),
                row.getObject("applied_at", OffsetDateTime.class).toInstant()));
  }

  private void refuseNewer(List<Applied> applied) {
    refuseNewer(newest(applied));
  }

  private void refuseNewer(int found) {
    if (found > version()) {
      throw new SchemaException(
          String.format(
              Locale.ROOT,
              "schema \"%s\" is at version %d, newer than the %d this library knows; use a newer"
                  + " library",
              schema,
              found,
              version()));
    }
  }

  /** A migration keeps its text once it is released: under its number another was applied. */
  private void refuseOthers(List<Applied> applied) {
    for (MigrationScript.Step step : script.steps()) {
      for (Applied one : applied) {
        if (one.version() == step.version() && !one.checksum().equals(step.checksum())) {
          throw new SchemaException(
              String.format(
                  Locale.ROOT,
                  "schema \"%s\": migration %d, \"%s\", was applied with another text than this"
                      + " library has, by a build that was never released or by hand; make the"
                      + " queue anew in another schema, or use the library that made this one",
                  schema,
                  one.version(),
                  one.name()));
        }
      }
    }
  }

  private static int newest(List<Applied> applied) {
    return applied.stream().mapToInt(Applied::version).max().orElse(0);
  }

  /** What the script refuses is of the schema. */
  private static void execute(Connection tx, String script) throws SQLException {
    try (Statement statement = tx.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(script);
    } catch (SQLException e) {
      if (Failures.NOT_FIT.equals(e.getSQLState())) {
        SchemaException refused = new SchemaException(Failures.words(e));
        refused.initCause(e);
        throw refused;
      }
      throw e;
    }
  }
}
