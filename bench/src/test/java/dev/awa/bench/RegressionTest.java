package dev.awa.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.bench.measure.Row;
import dev.awa.bench.measure.Sample;
import dev.awa.bench.measure.Target;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The ratios that hold on every machine. When one fails, run {@code bin/bench regression} alone.
 */
final class RegressionTest {
  @TempDir private Path target;

  @Test
  void theRatiosStayWithinTheirBounds() throws Exception {
    List<Row> rows = Bench.run(target, "regression");
    assertThat(rows)
        .extracting(Row::measure)
        .as("every ratio was measured")
        .hasSize(6)
        .doesNotHaveDuplicates();
    assertThat(rows)
        .allSatisfy(row ->
            assertThat(row.verdict())
                .as("%s: %s, must be %s", row.measure(), row.rounds().median(), row.target())
                .isEqualTo("met"));
  }

  @Test
  void aNumberBeyondItsBoundIsMissed() {
    Row row = new Row("regression", null, "ratio", "", Sample.of(1, 2.6, 9), Target.atMost(2.5));
    assertThat(row.verdict()).isEqualTo("missed");
  }
}
