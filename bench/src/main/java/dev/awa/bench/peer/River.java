package dev.awa.bench.peer;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * River for Go, with the settings of its own benchmark, but for the wait between two fetches, which
 * bounds its throughput: that is the least there is. It completes jobs in batches by itself.
 *
 * @see <a href="https://riverqueue.com/docs/benchmarks">benchmarks</a>
 * @see <a href="https://riverqueue.com/docs/sql">enqueueing by SQL</a>
 */
final class River extends DrivenPeer {
  River() {
    super("river", Drivers.GO, "github.com/riverqueue/river");
  }

  @Override
  public String license() {
    return "MPL-2.0";
  }

  @Override
  public String settings() {
    return "FetchCooldown 1 ms (its least), FetchPollInterval 20 ms, MaxWorkers from the sweep,"
        + " LISTEN, pgx, one process, commands through a pipe; Insert, InsertManyFast"
        + " (COPY), INSERT";
  }

  @Override
  public String source() {
    return "https://riverqueue.com/docs/benchmarks";
  }

  @Override
  public String looks() {
    return "is notified, and polls every 20 ms";
  }

  @Override
  public List<Integer> sweep() {
    return List.of(100, 500, 2000);
  }

  @Override
  public List<Way> ways() {
    return List.of(Way.values());
  }

  @Override
  long unfinished(Site site) throws SQLException {
    return site.number(
        "SELECT count(*) FROM river_job WHERE state IN"
            + " ('available', 'pending', 'retryable', 'running', 'scheduled')");
  }

  @Override
  Optional<String> insert() {
    return Optional.of(
        "INSERT INTO river_job (kind, args, max_attempts) VALUES ('send_email', ?::jsonb, 25)");
  }
}
