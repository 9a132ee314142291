package dev.awa.engine;

import dev.awa.SchemaException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Brings the schema to the version of this library. Migrations are SQL files in a fixed order;
 * server functions and views are repeatable files that are installed again whenever one of them has
 * changed. Everything pending is applied in one transaction under one lock, so many nodes may
 * migrate at once and none sees half a schema.
 */
public final class Migrations {
  private static final int FUNCTIONS = 0;
  private static final String FUNCTIONS_NAME = "server functions";

  /**
   * Grows with every release that changes a function or view: an older library leaves newer ones
   * alone.
   */
  private static final int REVISION = 1;

  private final String schema;
  private final Rights rights;
  private final Sql searchPath;
  private final Sql lock;
  private final Sql exists;
  private final Sql create;
  private final Sql history;
  private final Sql record;
  private final Sql xids;
  private final Sql flaws;
  private final List<Migration> migrations;
  private final String functions;

  Migrations(String schema, Rights rights) {
    this.schema = schema;
    this.rights = rights;
    searchPath = Sql.of(schema, "schema/search_path.sql");
    lock = Sql.of(schema, "schema/lock.sql");
    exists = Sql.of(schema, "schema/exists.sql");
    create = Sql.of(schema, "schema/create.sql");
    history = Sql.of(schema, "schema/history.sql");
    record = Sql.of(schema, "schema/record.sql");
    xids = Sql.of(schema, "schema/xids.sql");
    flaws = Sql.of(schema, "schema/flaws.sql");
    migrations = Sql.lines("migrations/index.txt").stream().map(this::migration).toList();
    functions = functionsScript();
  }

  /** A numbered step. */
  private record Migration(int version, String name, String script) {}

  /** A step that has been applied; version 0 is the set of functions. */
  public record Applied(int version, String name, String checksum, Instant appliedAt) {}

  private Migration migration(String file) {
    int version = Integer.parseInt(file.substring(1, file.indexOf("__")));
    String name = file.substring(file.indexOf("__") + 2, file.length() - ".sql".length());
    return new Migration(version, name.replace('_', ' '), Sql.script(schema, "migrations/" + file));
  }

  /** Functions are for those who are granted them: a new one is everybody's otherwise. */
  private String functionsScript() {
    StringBuilder script = new StringBuilder("SET LOCAL check_function_bodies = off;\n");
    for (String file : Sql.lines("functions/index.txt")) {
      script.append(Sql.script(schema, file)).append('\n');
    }
    String space = SchemaName.quoted(schema) + ".";
    return script
        .append("REVOKE ALL ON FUNCTION ")
        .append(space)
        .append(String.join(", " + space, Rights.functions()))
        .append(" FROM PUBLIC;\n")
        .toString();
  }

  /** The version of the schema that this library works with. */
  public int version() {
    return migrations.getLast().version();
  }

  /**
   * Applies what is pending, in a transaction of its own.
   *
   * @return the names of what was applied; empty when everything was there
   * @throws SchemaException when the schema is newer than this library, or was made by other
   *     migrations; also when the data was written in another cluster, but then what was pending is
   *     applied
   */
  public List<String> migrate(Connection connection) throws SQLException {
    boolean autoCommit = connection.getAutoCommit();
    connection.setAutoCommit(false);
    List<String> names;
    try {
      Engine.readCommitted(connection); // looks again after it has the lock
      names = migrateInTransaction(connection);
      connection.commit();
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
    searchPath.list(tx, row -> "");
    lock.list(tx, row -> "", schema);
    Found found = found(tx);
    if (!found.schema()) {
      execute(tx, "CREATE SCHEMA " + SchemaName.quoted(schema)); // needs CREATE on the database
    }
    if (!found.queue()) {
      execute(tx, create.text());
    }
    List<Applied> applied = history(tx);
    refuseNewer(applied);
    refuseOthers(applied);
    List<String> names = new ArrayList<>();
    for (Migration migration : migrations) {
      if (applied.stream().noneMatch(a -> a.version() == migration.version())) {
        execute(tx, migration.script());
        record.update(tx, migration.version(), migration.name(), checksum(migration.script()));
        names.add(migration.name());
      }
    }
    if (applied.stream().noneMatch(this::hasTheFunctions)) {
      execute(tx, functions);
      record.update(tx, FUNCTIONS, FUNCTIONS_NAME, functionsChecksum());
      names.add(FUNCTIONS_NAME);
    }
    if (!names.isEmpty()) {
      rights.renew(tx);
    }
    return names;
  }

  /** Whether these are the functions of this library, or of a newer one. */
  private boolean hasTheFunctions(Applied applied) {
    String[] found = applied.checksum().split(":", 2);
    return applied.version() == FUNCTIONS
        && (applied.checksum().equals(functionsChecksum())
            || Integer.parseInt(found[0]) > REVISION);
  }

  private String functionsChecksum() {
    return REVISION + ":" + checksum(functions);
  }

  /** Whether there is a queue, and whether there is a schema for it. */
  private record Found(boolean queue, boolean schema) {}

  private Found found(Connection tx) throws SQLException {
    return exists.one(tx, row -> new Found(row.getBoolean(1), row.getBoolean(2)), schema);
  }

  /** What has been applied, oldest version first; empty when the schema does not exist. */
  public List<Applied> applied(Connection tx) throws SQLException {
    return found(tx).queue() ? history(tx) : List.of();
  }

  /**
   * Checks that this library can work with the schema.
   *
   * @throws SchemaException when the schema is missing, older, newer or made by other migrations,
   *     or was written in another cluster
   */
  public void check(Connection tx) throws SQLException {
    checkVersion(tx);
    refuseOtherCluster(tx);
  }

  /**
   * Checks the version of the schema only.
   *
   * @throws SchemaException when the schema is missing, older, newer or made by other migrations
   */
  public void checkVersion(Connection tx) throws SQLException {
    List<Applied> applied = applied(tx);
    if (applied.isEmpty()) {
      throw new SchemaException(
          "schema \""
              + schema
              + "\" holds no Awa queue; create it with: awa migrate (or Awa.migrate())");
    }
    refuseNewer(applied);
    refuseOthers(applied);
    int found = newest(applied);
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

  /** How far the data is, how far the cluster is, and whether the cluster is behind. */
  private record Xids(String known, String reached, boolean behind) {}

  private void refuseOtherCluster(Connection tx) throws SQLException {
    Optional<String> foreign = foreign(tx);
    if (foreign.isPresent()) {
      throw new SchemaException(foreign.get());
    }
  }

  /** That the data was not written here, and what to do, in words; empty when it was. */
  public Optional<String> foreign(Connection tx) throws SQLException {
    Optional<String> flawed =
        flawed(flaws.list(tx, row -> new Flaw(row.getString(1), row.getBoolean(2))));
    return flawed.isPresent() ? flawed : otherCluster(tx);
  }

  /** One thing that did not come with the rows, and whether a rebase mends it. */
  private record Flaw(String words, boolean rebase) {}

  private Optional<String> flawed(List<Flaw> found) {
    if (found.isEmpty()) {
      return Optional.empty();
    }
    String toDo =
        found.stream().allMatch(Flaw::rebase)
            ? ". While no worker runs, do: awa storage rebase (or Awa.storage().rebase())"
            : ". Then, while no worker runs, do: awa storage rebase (or Awa.storage().rebase())";
    return Optional.of(
        found.stream()
            .map(Flaw::words)
            .collect(
                Collectors.joining(
                    "; ",
                    "schema \"" + schema + "\" was copied without what belongs to its rows: ",
                    toDo)));
  }

  private Optional<String> otherCluster(Connection tx) throws SQLException {
    Xids found =
        xids.one(tx, row -> new Xids(row.getString(1), row.getString(2), row.getBoolean(3)));
    if (found.behind()) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              """
              schema "%s" was written in another cluster: it knows transaction ids up to %s, this \
              cluster has reached %s. The data was dumped and restored, and its ids mean nothing here. \
              While no worker runs, do: awa storage rebase (or Awa.storage().rebase())\
              """,
              schema,
              found.known(),
              found.reached()));
    }
    return Optional.empty();
  }

  /** The migrations and functions as one script, for people who apply SQL with other tools. */
  public String script() {
    StringBuilder script = new StringBuilder("BEGIN;\n");
    script.append(searchPath.text()).append(";\n").append(createSchemaIfMissing());
    script.append(create.text()).append(";\n");
    for (Migration migration : migrations) {
      script.append(migration.script());
      script.append(
          recordStatement(migration.version(), migration.name(), checksum(migration.script())));
    }
    script
        .append(functions)
        .append(recordStatement(FUNCTIONS, FUNCTIONS_NAME, functionsChecksum()));
    return script.append("COMMIT;\n").toString();
  }

  /** Asks for the right to create one only where there is none: IF NOT EXISTS always asks. */
  private String createSchemaIfMissing() {
    String name = SchemaName.quoted(schema).replace("'", "''");
    return String.format(
        Locale.ROOT,
        "DO $schema$ BEGIN IF to_regnamespace('%s') IS NULL THEN CREATE SCHEMA %s; END IF; END"
            + " $schema$;\n",
        name,
        SchemaName.quoted(schema));
  }

  private String recordStatement(int version, String name, String checksum) {
    return String.format(
        Locale.ROOT,
        "INSERT INTO %s.schema_history (version, name, checksum) VALUES (%d, '%s', '%s');\n",
        SchemaName.quoted(schema),
        version,
        name,
        checksum);
  }

  private List<Applied> history(Connection tx) throws SQLException {
    return history.list(
        tx,
        row ->
            new Applied(
                row.getInt(1),
                row.getString(2),
                row.getString(3),
                row.getObject(4, OffsetDateTime.class).toInstant()));
  }

  private void refuseNewer(List<Applied> applied) {
    if (newest(applied) > version()) {
      throw new SchemaException(
          String.format(
              Locale.ROOT,
              "schema \"%s\" is at version %d, newer than the %d this library knows; use a newer"
                  + " library",
              schema,
              newest(applied),
              version()));
    }
  }

  /** A migration keeps its text once it is released: under its number another was applied. */
  private void refuseOthers(List<Applied> applied) {
    for (Migration migration : migrations) {
      for (Applied one : applied) {
        if (one.version() == migration.version()
            && !one.checksum().equals(checksum(migration.script()))) {
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

  private static void execute(Connection tx, String script) throws SQLException {
    try (Statement statement = tx.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(script);
    }
  }

  private static String checksum(String script) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
