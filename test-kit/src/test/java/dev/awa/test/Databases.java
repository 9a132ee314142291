package dev.awa.test;

import javax.sql.DataSource;

/** Where an application's tests have their database. */
final class Databases {
  private static final EmbeddedDatabase ONE = EmbeddedDatabase.create();

  private Databases() {}

  static DataSource ofTests() {
    return ONE.dataSource();
  }
}
