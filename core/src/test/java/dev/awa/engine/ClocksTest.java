package dev.awa.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.AwaException;
import dev.awa.engine.DeferredJobs.Promotion;
import dev.awa.engine.Ring.Generation;
import dev.awa.engine.Workers.Promise;
import dev.awa.support.TestQueue;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What was written down by a clock that was ahead (a server before a failover, a clock that was set
 * back) holds nothing up for as long as the clocks differ. Of leads and beats see {@link
 * WorkersTest}.
 */
@Tag("every-postgres")
final class ClocksTest {
  private final Instant ahead = Instant.now().plus(Duration.ofHours(10));

  private final TestQueue queue = TestQueue.create();
  private final Ring ring = queue.engine().ring();
  private final Lead lead;

  ClocksTest() throws SQLException {
    lead =
        queue
            .with(tx -> queue.engine().leadership().lead(tx, 1, Duration.ofHours(1)).mine())
            .orElseThrow();
  }

  private boolean rotate() throws SQLException {
    boolean rotated = queue.with(tx -> ring.rotate(tx, lead));
    queue.transaction(ring::publishHead);
    return rotated;
  }

  @Test
  void aSegmentThatWasOpenedInTheFutureIsRotatedAtOnce() throws SQLException {
    queue.enqueue("q", 1);
    queue.sql("UPDATE awa.ring SET rotated_at = clock_timestamp()"); // it is as old as the copy
    assertThat(rotate()).as("it is young").isFalse();
    queue.sql("UPDATE awa.ring SET rotated_at = clock_timestamp() + interval '10 hours'");
    assertThat(rotate()).isTrue();
    queue.enqueue("q", 1);
    assertThat(rotate()).as("the next one has the time of now").isFalse();
  }

  @Test
  void historyIsKeptNoLongerThanSinceALaterGenerationWasOpened() throws SQLException {
    queue.enqueue("q", 1);
    Generation first = queue.with(ring::generations).getLast();
    queue.sql("UPDATE awa.storage_state SET rotate_after = '0'");
    rotate();
    queue.sql(
        "UPDATE awa.ring SET rotated_at = clock_timestamp() + interval '10 hours' WHERE gen > 0");
    queue.enqueue("q", 1);
    rotate();
    assertThat(queue.<Duration>with(tx -> ring.keepsHistoryFor(tx, first)))
        .isPositive()
        .isLessThanOrEqualTo(Duration.ofHours(1));
  }

  @Test
  void aPromotionGoesOnFromNowAfterOneThatLookedAhead() throws SQLException {
    Promotion promotion = queue.with(tx -> queue.engine().deferredJobs().promote(tx, 10, ahead));
    assertThat(promotion.promoted()).isZero();
    assertThat(promotion.upTo()).isBefore(ahead.minus(Duration.ofHours(9)));
    assertThat(promotion.rest()).isLessThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aRebaseWaitsForTheLeaseThatAWorkerPromised() throws SQLException {
    Duration lease = Duration.ofMinutes(10);
    queue.worker(new Promise(Duration.ofMinutes(3), lease, Duration.ofMinutes(6)));
    queue.sql("UPDATE awa.beats SET beat_at = beat_at - interval '2 minutes'");
    assertThatThrownBy(() -> queue.awa().storage().rebase())
        .isInstanceOf(AwaException.class)
        .hasMessageContaining("silent for 120 s")
        .hasMessageContaining("when its lease is over: the last in 480 s");
    queue.sql("UPDATE awa.workers SET lease = '1 minute'");
    assertThat(queue.awa().storage().rebase().waiting()).isZero();
  }

  @Test
  void aRebaseSaysOfABeatInTheFutureThatItIsOne() throws SQLException {
    queue.worker();
    queue.sql("UPDATE awa.beats SET beat_at = clock_timestamp() + interval '600.2 seconds'");
    assertThatThrownBy(() -> queue.awa().storage().rebase())
        .isInstanceOf(AwaException.class)
        .hasMessageContaining("its last beat lies 600 s in the future")
        .hasMessageContaining("the last in 63");
  }
}
