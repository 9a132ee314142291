package dev.awa.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.bench.measure.Row;
import dev.awa.lab.Arguments;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmarks start, measure, and leave JSON lines behind. */
final class BenchTest {
  @TempDir private Path target;

  @Test
  void theWalOfAJobIsMeasuredAndWrittenAsJsonLines() throws Exception {
    List<Row> rows = Bench.run(target, "wal", "--short", "--rounds", "1");
    assertThat(rows).isNotEmpty().allSatisfy(row -> assertThat(row.scenario()).isEqualTo("wal"));
    try (Stream<Path> files = Files.list(target.resolve("results"))) {
      List<Path> written = files.toList();
      assertThat(written).hasSize(1);
      assertThat(Files.readAllLines(written.getFirst()))
          .hasSize(1 + rows.size())
          .allMatch(line -> line.startsWith("{") && line.endsWith("}"));
    }
  }

  @Test
  void anUnknownScenarioIsRefusedWithTheNearestOne() {
    assertThatThrownBy(() -> Options.parse("pikup"))
        .isInstanceOf(Arguments.UsageException.class)
        .hasMessageContaining("unknown scenario pikup, did you mean pickup?; known: wal, ");
  }
}
