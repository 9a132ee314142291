package dev.awa.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.engine.Workers.Failing;
import dev.awa.event.StepFailed;
import dev.awa.event.StepRecovered;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Which failing steps the database is told of, and when. */
final class TroublesTest {
  private static StepFailed failed(String step) {
    return new StepFailed(step, 1, new IllegalStateException("no luck"), true);
  }

  @Test
  void whatFailsIsToldOnceUntilItIsNewsAgain() {
    Troubles troubles = new Troubles(Duration.ofHours(1));
    assertThat(troubles.news(1)).isNull();
    troubles.hear(failed("descriptors"));
    assertThat(troubles.news(1)).extracting(Failing::step).containsExactly("descriptors");
    assertThat(troubles.news(1)).isNull();
    assertThat(troubles.news(2)).as("the worker began anew").hasSize(1);
    troubles.hear(new StepRecovered("descriptors", 1));
    assertThat(troubles.news(2)).isEmpty();
  }

  @Test
  void whatHasNotFailedForLongIsToldOfNoMore() {
    Troubles troubles = new Troubles(Duration.ZERO);
    troubles.hear(failed("reports of running jobs"));
    assertThat(troubles.news(1)).isEmpty();
    assertThat(troubles.news(1)).isNull();
  }
}
