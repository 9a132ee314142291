package dev.awa.bench.peer;

import java.util.List;

/**
 * A queue that can't run here, and what its authors or others publish. Such a figure was measured
 * on another machine, with other settings and often another kind of work: it is no comparison.
 */
public record Absent(String name, String reason, String figure, String conditions, String source) {
  private static final String PGQUE =
      "its SQL comes with releases on GitHub only; PyPI has its client (pgque-py 0.2.2, wheel and"
          + " source) without the SQL, and pgque there is another project; npm has no pgque; the Go"
          + " module proxy refuses its Go client (403), and the repository as a whole is no Go"
          + " module";

  private static final String SAME = "see above";

  /** All that were looked for and not found. */
  public static final List<Absent> ALL =
      List.of(
          new Absent(
              "River for Java",
              "published in a Maven repository of its own only, not on Maven Central",
              "46,000 jobs/s (of River for Go)",
              "fixed burn-down of 1,000,000 no-op jobs, 2,000 goroutines, 8-core M2 laptop",
              "https://riverqueue.com/docs/benchmarks"),
          new Absent(
              "PgQue, old snapshot held",
              PGQUE,
              "804 messages/s of 800 offered, 0 dead tuples in event tables",
              "PostgreSQL 17 in a container on a laptop, autovacuum set to be eager, 4 producers, 4"
                  + " consumers, a tick each second, 3 minutes",
              "https://github.com/NikolayS/pgque/tree/main/benchmark/xmin-horizon"),
          new Absent(
              "PgQue, latency",
              SAME,
              "p50 53 ms, p99 103 ms from sending to receiving, at 1,000 messages/s",
              "PostgreSQL 16 on a laptop, ticks every 100 ms (default), one producer, one consumer"
                  + " that looks every 1 ms, a minute",
              "https://github.com/NikolayS/pgque/tree/main/benchmark/tick-rate"),
          new Absent(
              "PgQue, enqueue",
              SAME,
              "85,836 messages/s in transactions of one, 80,515 in transactions of 100,000",
              "PostgreSQL 18.3 on a laptop of 10 cores, synchronous_commit off, 16 clients, about"
                  + " 100 bytes",
              "https://github.com/NikolayS/pgque/blob/main/docs/benchmarks.md"),
          new Absent(
              "PgQue, by others",
              SAME,
              "39,898 messages/s by 256 workers, 11,505 by 16 (PGMQ there: 3,252 and 11,277)",
              "PostgreSQL 18.3, 4 cores, 8 GB, enqueued meanwhile in batches, depth held at 4,000,"
                  + " 3 minutes; PgQue 0.2.0-rc.1, batches finished as a whole; by the author of"
                  + " the original Awa",
              "https://github.com/hardbyte/postgresql-job-queue-benchmarking"
                  + "/tree/main/results/2026-05-09-full-sweep"));
}
