package dev.awa.support;

import dev.awa.Duty;
import dev.awa.client.Awa;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A database as companies have them: a DBA has made the schema for a role that may create nothing
 * else, that role migrates, and others work with what it grants them. Nobody but the DBA may create
 * anything in the database.
 */
public final class Roles {
  private final PGSimpleDataSource dba;
  private final String name;

  /** In a new database. */
  public Roles() throws SQLException {
    dba = (PGSimpleDataSource) TestServer.newDatabase();
    name = Objects.requireNonNull(dba.getDatabaseName());
    sql("REVOKE ALL ON DATABASE " + name + " FROM PUBLIC");
    sql("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
    role("owner");
    sql("CREATE SCHEMA awa AUTHORIZATION " + named("owner"));
  }

  /** A role that may connect, and make temporary tables as everybody may by default. */
  public void role(String role) throws SQLException {
    sql("CREATE ROLE " + named(role) + " LOGIN");
    sql("GRANT CONNECT, TEMPORARY ON DATABASE " + name + " TO " + named(role));
  }

  /** Roles are of the whole server, so each database has its own. */
  public String named(String role) {
    return name + "_" + role;
  }

  /** Runs a statement as the DBA, a superuser. */
  public void sql(String sql) throws SQLException {
    try (Connection connection = dba.getConnection()) {
      TestQueue.script(connection, sql);
    }
  }

  public PGSimpleDataSource dba() {
    return dba;
  }

  /** Connections of a role. */
  public PGSimpleDataSource as(String role) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(dba.getURL());
    source.setDatabaseName(name);
    source.setUser(named(role));
    source.setPassword("");
    return source;
  }

  /** The owner migrates. */
  public void migrate() {
    Awa.of(as("owner")).migrate();
  }

  /** A new role, called like the first of some duties, with what the owner grants for them. */
  public PGSimpleDataSource onDuty(Duty... duties) throws SQLException {
    String role = duties[0].toString();
    role(role);
    DataSource owner = as("owner");
    try (Connection connection = owner.getConnection()) {
      for (Duty duty : duties) {
        TestQueue.script(connection, Awa.of(owner).grants(duty, named(role)));
      }
    }
    return as(role);
  }
}
