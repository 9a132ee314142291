package dev.awa.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Job;
import dev.awa.RawJson;
import dev.awa.Unique;
import dev.awa.client.Awa;
import dev.awa.support.TestQueue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** What goes to the server at once has a bound in bytes, not only in jobs. */
final class LargeJobsTest {
  private static final int MOST = 8 * 1024 * 1024;
  private static final int SIZE = 1024 * 1024 - 100;
  private static final int JOBS = 16;

  @TempDir private Path folder;
  private final TestQueue queue = TestQueue.create();
  private final Awa awa = queue.awa();

  private static Job<RawJson> large(int n) {
    String text = "{\"n\": " + n + ", \"text\": \"" + "x".repeat(SIZE) + "\"}";
    return Job.of("test", new RawJson(text)).withQueue("q");
  }

  private static List<UnaryOperator<Job<RawJson>>> changes() {
    return List.of(
        job -> job,
        job -> job.withUnique(Unique.byArguments()),
        job -> job.withDelay(Duration.ofHours(1)));
  }

  @Test
  void aStreamThatIsCopiedIsHeldChunkByChunk() throws SQLException {
    for (UnaryOperator<Job<RawJson>> change : changes()) {
      AtomicInteger held = new AtomicInteger();
      AtomicInteger most = new AtomicInteger();
      Iterator<Job<RawJson>> jobs =
          IntStream.range(0, JOBS)
              .peek(n -> most.accumulateAndGet(held.incrementAndGet(), Math::max))
              .mapToObj(n -> change.apply(large(n)))
              .iterator();
      assertThat(awa.copy(jobs, answer -> held.decrementAndGet())).isEqualTo(JOBS);
      assertThat(held).hasValue(0);
      assertThat((long) most.get() * SIZE).isLessThanOrEqualTo(MOST + SIZE);
    }
    assertChunksAreBounded();
  }

  @Test
  void aLargeListGoesInChunks() throws SQLException {
    for (UnaryOperator<Job<RawJson>> change : changes()) {
      List<Job<RawJson>> jobs = new ArrayList<>();
      IntStream.range(0, JOBS).forEach(n -> jobs.add(change.apply(large(n))));
      assertThat(awa.enqueueAll(jobs)).hasSize(JOBS).doesNotHaveDuplicates();
    }
    assertChunksAreBounded();
  }

  /** The rows of one command of a transaction were one chunk. */
  private void assertChunksAreBounded() throws SQLException {
    for (String table : List.of("awa.ready_entries", "awa.deferred_jobs")) {
      assertThat(
              queue.number(
                  "SELECT max(n) FROM (SELECT sum(octet_length(args::text)) AS n FROM "
                      + table
                      + " GROUP BY cmin::text, xmin::text) AS chunk"))
          .as("bytes of a chunk in %s", table)
          .isBetween((long) SIZE, (long) MOST);
    }
    assertThat(queue.number("SELECT count(*) FROM awa.ready_entries")).isEqualTo(2 * JOBS);
    assertThat(queue.number("SELECT count(*) FROM awa.deferred_jobs")).isEqualTo(JOBS);
  }

  /** Ten million: {@code -Dawa.copy.jobs=10000000}. */
  @Test
  void aProcessOfSixtyFourMebibytesCopiesAnyNumber() throws Exception {
    long small = Long.getLong("awa.copy.jobs", 200_000);
    long large = 100;
    PGSimpleDataSource dataSource = (PGSimpleDataSource) queue.dataSource();
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                CopyProcess.class.getName(),
                dataSource.getURL(),
                dataSource.getUser(),
                "" + small,
                "" + large)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(2 + small / 100_000, TimeUnit.MINUTES)).as("it ends").isTrue();
      assertThat(Files.readString(output)).contains("copied " + (small + large));
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly();
    }
    assertThat(queue.number("SELECT count(*) FROM awa.ready_entries")).isEqualTo(small + large);
  }
}
