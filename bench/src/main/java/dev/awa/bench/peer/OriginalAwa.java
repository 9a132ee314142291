package dev.awa.bench.peer;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The original Awa, which is written in Rust, with its queue storage and the polling of its
 * author's benchmark. Unlike there, attempts have no deadline, so that a batch of claims is one
 * row; the processes' heartbeats are what finds the dead ones.
 *
 * @see <a href="https://github.com/hardbyte/postgresql-job-queue-benchmarking">benchmark</a>
 * @see <a href="https://docs.rs/awa/0.6.9">the crate</a>
 */
final class OriginalAwa extends DrivenPeer {
  OriginalAwa() {
    super("awa-original", Drivers.RUST, "awa");
  }

  @Override
  public String license() {
    return "MIT or Apache-2.0";
  }

  @Override
  public String settings() {
    return "queue storage, max_workers from the sweep, no deadline (so that a claim is one row),"
        + " poll_interval 50 ms, else defaults, one process, commands through a pipe; insert_with,"
        + " enqueue_params_copy, insert_job_compat by SQL";
  }

  @Override
  public String source() {
    return "https://docs.rs/crate/awa/0.6.9";
  }

  @Override
  public String looks() {
    return "is notified, and polls every 50 ms";
  }

  @Override
  public List<Integer> sweep() {
    return List.of(50, 200, 600);
  }

  @Override
  public List<Way> ways() {
    return List.of(Way.values());
  }

  /**
   * Each run is a ready entry, and each end a place in a batch or an entry; both are truncated
   * together. The library's own exact count takes a second or two for some ten thousand jobs, its
   * view of all jobs minutes.
   */
  @Override
  long unfinished(Site site) throws SQLException {
    return site.number(
        "SELECT (SELECT count(*) FROM awa.ready_entries)"
            + " - (SELECT coalesce(sum(completed_count), 0) FROM awa.receipt_completion_batches)"
            + " - (SELECT count(*) FROM awa.done_entries)"
            + " + (SELECT count(*) FROM awa.deferred_jobs)");
  }

  @Override
  Optional<String> insert() {
    return Optional.of("SELECT id FROM awa.insert_job_compat('send_email', 'mail', ?::jsonb)");
  }
}
