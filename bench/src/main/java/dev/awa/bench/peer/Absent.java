package dev.awa.bench.peer;

import java.util.List;

/**
 * A queue that can't run here, and what its authors publish. Such a figure was measured on another
 * machine, with other settings and often another kind of work: it is no comparison.
 */
public record Absent(String name, String reason, String figure, String conditions, String source) {
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
              "PGMQ",
              "an extension or an SQL file of its repository; no package with its SQL was found on"
                  + " npm or Maven Central",
              "30,000 messages/s",
              "many publishers and consumers, both in batches of 100, messages of 22 bytes",
              "https://tembo.io/blog/mq-stack-benchmarking"),
          new Absent(
              "PgQue",
              "an SQL file of its repository; no package with its SQL was found on npm or Maven"
                  + " Central",
              "804 jobs/s at 800 offered with a snapshot held, 0 dead tuples in event tables",
              "PostgreSQL 17, 4 producers, 4 consumers, 3 minutes; batches by ticks of about 1 s",
              "https://github.com/NikolayS/pgque"));
}
