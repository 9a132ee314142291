package dev.awa.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.bench.measure.Row;
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
  void theScenariosOfAwaAloneMeasureWhatTheySay() throws Exception {
    List<Row> rows = tiny("quiet-wal", "deferred", "maintenance", "profile", "deep");
    assertThat(rows)
        .extracting(Row::measure)
        .contains(
            "idle worker, 1,000 failures kept",
            "20,000 deferred: start after due, p99",
            "longest claim, rotating - not",
            "5,000/s: WAL a job",
            "10,000 wanted: a call that claims, p99");
    assertThat(of(rows, "rotating, rotations")).isPositive();
    assertThat(of(rows, "not rotating, rotations")).isZero();
    assertThat(of(rows, "rotating, dead in pg_class and pg_attribute, idle")).isZero();
    assertThat(of(rows, "20,000 deferred: start after due, p50")).isGreaterThanOrEqualTo(0);
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
