package dev.awa.engine;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Takes one look at the database after the other, each in a READ COMMITTED transaction of its own:
 * no lock is held from one to the next.
 */
public interface ReadTransactions {
  /** One look. */
  interface Look<T> {
    T at(Connection tx) throws SQLException;
  }

  <T> T take(Look<T> look) throws SQLException;
}
