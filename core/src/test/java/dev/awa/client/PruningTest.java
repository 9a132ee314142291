package dev.awa.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A prune waits for workers for as long as they have promised that they may take. */
final class PruningTest {
  @Test
  void whoBeatsRarelyIsWaitedForLonger() {
    Duration usual = Duration.ofSeconds(10);
    assertThat(Pruning.announcing(List.of())).isEqualTo(usual);
    assertThat(Pruning.announcing(List.of(Duration.ofSeconds(2)))).isEqualTo(usual);
    assertThat(Pruning.announcing(List.of(Duration.ofSeconds(2), Duration.ofMinutes(1))))
        .isEqualTo(Duration.ofSeconds(150));
  }
}
