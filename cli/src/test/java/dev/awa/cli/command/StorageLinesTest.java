package dev.awa.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StorageLinesTest {
  @Test
  void numbersAreToldAsRanges() {
    assertThat(StorageLines.ranges(List.of(1L, 2L, 3L, 5L, 7L, 8L))).isEqualTo("1-3, 5, 7-8");
  }

  @Test
  void aBeatOfAClockThatWasAheadLiesInTheFuture() {
    assertThat(StorageLines.beat(Duration.ofMillis(1900))).isEqualTo("1s ago");
    assertThat(StorageLines.beat(Duration.ofMillis(-900))).isEqualTo("0s ago");
    assertThat(StorageLines.beat(Duration.ofMillis(-3_534_100))).isEqualTo("3534s in the future");
  }
}
