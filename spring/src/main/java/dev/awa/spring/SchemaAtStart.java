package dev.awa.spring;

import dev.awa.AwaException;
import dev.awa.JsonCodec;
import dev.awa.client.Awa;
import dev.awa.spring.AwaProperties.Migrate;
import javax.sql.DataSource;

/** Does about the schema what {@code awa.migrate} says. */
final class SchemaAtStart {
  private SchemaAtStart() {}

  /**
   * A client that joins no transaction.
   *
   * @throws AwaStartException when no schema can have that name
   */
  static Awa client(DataSource pool, String schema, JsonCodec codec) {
    try {
      return Awa.of(pool, schema, codec);
    } catch (IllegalArgumentException e) {
      throw new AwaStartException("awa." + e.getMessage() + ".", "Correct awa.schema.", e);
    }
  }

  /**
   * Migrates, checks, or does neither.
   *
   * @param pool a client that joins no transaction
   */
  static void prepare(Awa pool, Migrate migrate) {
    try {
      switch (migrate) {
        case ON_START -> pool.migrate();
        case CHECK -> pool.check();
        case NONE -> {}
      }
    } catch (AwaException e) {
      throw new AwaStartException(
          "Awa: with awa.migrate="
              + (migrate == Migrate.ON_START ? "on-start" : "check")
              + ", the schema can't be used: "
              + e.getMessage(),
          migrate == Migrate.ON_START
              ? "Check spring.datasource. Where the role of the application may not create or"
                  + " change the schema, migrate with another role (\"awa migrate\", or its script"
                  + " by Flyway or Liquibase) and set awa.migrate=check."
              : "Check spring.datasource. Migrate the schema (\"awa migrate\", or its script by"
                  + " Flyway or Liquibase). Or let the application do so: awa.migrate=on-start.",
          e);
    }
  }
}
