package dev.awa.bench.peer;

import java.sql.SQLException;
import java.util.List;

/**
 * Procrastinate: one worker that runs jobs concurrently, as asynchronous tasks should be, and
 * deletes those that are done, which keeps the table that it fetches from small. Its functions in
 * the database are not documented for use by SQL.
 *
 * @see <a href="https://procrastinate.readthedocs.io/en/stable/howto/basics/batch_defer.html">batch
 *     defer</a>
 */
final class Procrastinate extends DrivenPeer {
  Procrastinate() {
    super("procrastinate", Drivers.PYTHON, "procrastinate");
  }

  @Override
  public String license() {
    return "MIT";
  }

  @Override
  public String settings() {
    return "concurrency from the sweep, delete_jobs always, listen_notify, PsycopgConnector, one"
        + " process, commands through a pipe; defer_async, batch_defer_async";
  }

  @Override
  public String source() {
    return "https://procrastinate.readthedocs.io/en/stable/howto/production/concurrency.html";
  }

  @Override
  public String looks() {
    return "is notified, and polls every 5 s (default)";
  }

  @Override
  public List<Integer> sweep() {
    return List.of(4, 30, 100);
  }

  @Override
  public List<Way> ways() {
    return List.of(Way.ONE, Way.BATCH);
  }

  @Override
  long unfinished(Site site) throws SQLException {
    return site.number("SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')");
  }
}
