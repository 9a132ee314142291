package dev.awa.chaos.lab;

import dev.awa.Enqueued;
import dev.awa.chaos.ledger.Ledger;
import dev.awa.chaos.ledger.What;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

/**
 * A transaction that has enqueued and is prepared: it outlives its connection and its server, and
 * nobody knows yet what becomes of it.
 */
public final class Prepared {
  private final DataSource dataSource;
  private final Ledger ledger;
  private final String name;
  private final List<Work> works;
  private final List<Enqueued> enqueued;

  Prepared(
      DataSource dataSource,
      Ledger ledger,
      String name,
      List<Work> works,
      List<Enqueued> enqueued) {
    this.dataSource = dataSource;
    this.ledger = ledger;
    this.name = name;
    this.works = works;
    this.enqueued = enqueued;
  }

  /** What the database calls it. */
  public String name() {
    return name;
  }

  /** From now on its jobs are there. */
  public void commit() throws SQLException {
    end("COMMIT", What.ACKED);
  }

  /** Its jobs are never there. */
  public void rollBack() throws SQLException {
    end("ROLLBACK", What.REFUSED);
  }

  private void end(String how, What answer) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("%s PREPARED '%s'".formatted(how, name));
    }
    for (int i = 0; i < works.size(); i++) {
      ledger.produced(answer, works.get(i).id(), enqueued.get(i).id());
    }
  }
}
