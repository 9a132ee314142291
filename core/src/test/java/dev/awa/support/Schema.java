package dev.awa.support;

import dev.awa.engine.Engine;
import java.sql.Connection;
import java.sql.SQLException;

/** Installs the schema {@code awa} in an empty database. */
public final class Schema {
  private Schema() {}

  /** Creates the schema with all its tables, views and functions. */
  public static void install(Connection connection) throws SQLException {
    Engine.of(Engine.DEFAULT_SCHEMA).migrations().migrate(connection);
  }
}
