package dev.awa.bench.peer;

import java.sql.SQLException;
import java.util.List;

/**
 * pg-boss: batches as large as its throughput needs, since each worker waits for the polling
 * interval between two of them, and the shortest interval there is.
 *
 * @see <a href="https://timgit.github.io/pg-boss/api/workers">workers</a>
 */
final class PgBoss extends DrivenPeer {
  PgBoss() {
    super("pg-boss", Drivers.NODE, "pg-boss");
  }

  @Override
  public String license() {
    return "MIT";
  }

  @Override
  public String settings() {
    return "batchSize 1000, pollingIntervalSeconds 0.5 (its least), calls of work() from the sweep,"
        + " one process, commands through a pipe; send, insert";
  }

  @Override
  public String source() {
    return "https://timgit.github.io/pg-boss/api/workers";
  }

  @Override
  public String looks() {
    return "each call of work() polls every 0.5 s, its least";
  }

  @Override
  public List<Integer> sweep() {
    return List.of(2, 8, 24);
  }

  @Override
  public List<Way> ways() {
    return List.of(Way.ONE, Way.BATCH);
  }

  @Override
  long unfinished(Site site) throws SQLException {
    return site.number(
        "SELECT count(*) FROM pgboss.job WHERE name = 'mail' AND state < 'completed'");
  }
}
