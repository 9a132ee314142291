package dev.awa.bench.peer;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * graphile-worker with the settings of the throughput figures in its documentation.
 *
 * @see <a href="https://worker.graphile.org/docs/performance">performance</a>
 */
final class GraphileWorker extends DrivenPeer {
  GraphileWorker() {
    super("graphile-worker", Drivers.NODE, "graphile-worker");
  }

  @Override
  public String license() {
    return "MIT";
  }

  @Override
  public String settings() {
    return "localQueue 500, completeJobBatchDelay 0, failJobBatchDelay 0, concurrentJobs from the"
        + " sweep, one process, commands through a pipe; addJob, addJobs, add_job by SQL";
  }

  @Override
  public String source() {
    return "https://worker.graphile.org/docs/performance";
  }

  @Override
  public String looks() {
    return "is notified, and polls every 2 s (default)";
  }

  @Override
  public List<Integer> sweep() {
    return List.of(4, 24, 96);
  }

  @Override
  public List<Way> ways() {
    return List.of(Way.ONE, Way.WITH_ROW, Way.BATCH);
  }

  @Override
  long unfinished(Site site) throws SQLException {
    return site.number("SELECT count(*) FROM graphile_worker._private_jobs");
  }

  @Override
  Optional<String> insert() {
    return Optional.of("SELECT id FROM graphile_worker.add_job('send_email', ?::json)");
  }
}
