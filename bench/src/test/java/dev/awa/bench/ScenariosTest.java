package dev.awa.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.bench.measure.Row;
import dev.awa.lab.Browser;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Scenarios run to their end in a tiny form, and what does not depend on speed is right. */
@Timeout(600)
final class ScenariosTest {
  @TempDir private Path target;

  @Test
  void aKilledWorkerACrashAndEndedSessionsLoseNoJob() throws Exception {
    List<Row> rows = tiny("chaos");
    assertThat(rows)
        .filteredOn(row -> row.measure().contains("lost: neither run nor kept"))
        .hasSize(3)
        .allSatisfy(row -> assertThat(row.rounds().most()).isZero());
    assertThat(rows)
        .filteredOn(row -> row.measure().contains("SIGKILL") && row.measure().endsWith("it ran"))
        .singleElement()
        .satisfies(row -> assertThat(row.rounds().least()).isPositive());
  }

  @Test
  void processesShareTheirWorkAndTheMixIsWholeInTheEnd() throws Exception {
    List<Row> rows = tiny("growth", "mix");
    assertThat(rows)
        .filteredOn(row -> row.measure().endsWith("twice"))
        .hasSize(3)
        .allSatisfy(row -> assertThat(row.rounds().most()).isZero());
    assertThat(of(rows, "not finished when time was up")).isZero();
    assertThat(of(rows, "dead letters expected")).isPositive().isEqualTo(of(rows, "dead letters"));
  }

  @Test
  void aQueueThatIsSuppliedAsFastAsItDrainsLosesNothingAndItsDepthIsTold() throws Exception {
    List<Row> rows = tiny("steady");
    assertThat(of(rows, "supplied: completed")).isPositive();
    assertThat(of(rows, "supplied: enqueued")).isPositive();
    assertThat(of(rows, "supplied: waiting, p50")).isBetween(1.0, 20_000.0);
    assertThat(of(rows, "supplied: depth at the end")).isBetween(0.0, 30_000.0);
    assertThat(of(rows, "supplied: looks that found fewer than 2,000 waiting"))
        .isBetween(0.0, 100.0);
    assertThat(of(rows, "supplied: not finished 20 s after the producers")).isZero();
    assertThat(of(rows, "supplied: lost: neither run nor kept")).isZero();
    assertThat(rows)
        .filteredOn(row -> row.measure().endsWith("run twice"))
        .hasSize(3)
        .allSatisfy(row -> assertThat(row.rounds().most()).isZero());
  }

  @Test
  void jobsThatComeFromElsewhereAreAllRunOnceAndNoneBeforeItCame() throws Exception {
    List<Row> rows = tiny("elsewhere");
    assertThat(of(rows, "completed")).isPositive();
    assertThat(of(rows, "commit to start, p50")).isNotNegative();
    assertThat(of(rows, "due to end, p50")).isPositive();
    assertThat(of(rows, "CPU of clients per 1,000")).isPositive();
    assertThat(of(rows, "not finished when time was up")).isZero();
    assertThat(of(rows, "run twice")).isZero();
  }

  @Test
  void theScenariosOfAwaAloneMeasureWhatTheySay() throws Exception {
    List<Row> rows = tiny("quiet-wal", "deferred", "maintenance", "readers", "profile", "deep");
    assertThat(rows)
        .extracting(Row::measure)
        .contains(
            "idle worker, 1,000 failures kept",
            "20,000 deferred: start after due, p99",
            "longest claim, rotating - not",
            "800 jobs/s, readers, commit to handler, p99",
            "5,000/s: WAL a job",
            "10,000 wanted: a call that claims, p99");
    assertThat(of(rows, "rotating, rotations")).isPositive();
    assertThat(of(rows, "not rotating, rotations")).isZero();
    assertThat(of(rows, "rotating, dead in pg_class and pg_attribute, idle")).isZero();
    assertThat(of(rows, "20,000 deferred: start after due, p50")).isGreaterThanOrEqualTo(0);
  }

  @Test
  void everyPageAndLookOfTheDashboardIsAnswered() throws Exception {
    List<Row> rows = tiny("admin");
    assertThat(of(rows, "answered with an error")).isZero();
    assertThat(rows)
        .extracting(Row::measure)
        .contains(
            "page /, p95",
            "page /queues/queue_0000, p95",
            "look /api/stats, p95",
            "counts of all queues, p95",
            "10 dashboards open, more than without");
    assertThat(of(rows, "no dashboard open, awa serve")).isNotNegative();
    if (Browser.find().isPresent()) {
      assertThat(of(rows, "browser /, p95")).isPositive();
      assertThat(of(rows, "open tab, heap at first")).isPositive();
    }
  }

  @Test
  void moreStripesLoseNothing() throws Exception {
    List<Row> rows = tiny("stripes", "counts");
    assertThat(rows)
        .filteredOn(row -> row.measure().matches(".*: (lost|run twice)"))
        .hasSize(8)
        .allSatisfy(row -> assertThat(row.rounds().most()).isZero());
    assertThat(of(rows, "8 stripes, 25 workers: completed")).isPositive();
    assertThat(of(rows, "counts, trusted over 2,000 finished jobs")).isPositive();
  }

  private List<Row> tiny(String... scenarios) throws Exception {
    String[] arguments = java.util.Arrays.copyOf(scenarios, scenarios.length + 3);
    arguments[scenarios.length] = "--tiny";
    arguments[scenarios.length + 1] = "--peers";
    arguments[scenarios.length + 2] = "awa";
    return Bench.run(target, arguments);
  }

  private static double of(List<Row> rows, String measure) {
    return rows.stream()
        .filter(row -> row.measure().equals(measure))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + measure))
        .rounds()
        .median();
  }
}
