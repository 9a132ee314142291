package dev.awa.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.StorageStatus.Keeper;
import dev.awa.engine.ClaimLog.Stripe;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A stripe that is busy for long is told of once, with the one who keeps it. */
final class BusyStripesTest {
  private static final Stripe STRIPE = new Stripe("q", (short) 3);
  private static final Duration LOOK = Duration.ofMillis(500);

  private final Announced announced = new Announced();
  private long now;
  private int asked;
  private final BusyStripes busy = new BusyStripes(announced, () -> now);

  private static Keeper keeper(@Nullable Duration openFor) {
    return new Keeper(
        "q", 3, null, 4711, "psql", "bi", null, openFor, null, "process 4711 keeps it");
  }

  private void isBusyFor(Duration time, List<Keeper> keepers) throws SQLException {
    long until = now + time.toNanos();
    while (now < until) {
      busy.found(STRIPE);
      busy.tell(stripe -> {
        asked++;
        return keepers;
      });
      now += LOOK.toNanos();
    }
  }

  @Test
  void claimsThatTakeTurnsAreNotAskedAfter() throws SQLException {
    for (int i = 0; i < 10; i++) {
      isBusyFor(Duration.ofSeconds(9), List.of(keeper(null)));
      busy.isOver(STRIPE);
    }
    assertThat(asked).isZero();
    assertThat(announced.told()).isEmpty();
  }

  @Test
  void whoKeepsItForAnHourIsNamedOnceAndItIsToldWhenItIsOver() throws SQLException {
    isBusyFor(Duration.ofHours(1), List.of(keeper(Duration.ofMinutes(1))));
    assertThat(announced.told())
        .containsExactly(
            "WARNING queue \"q\" stripe 3: could not be claimed from for 10 s: process 4711 keeps"
                + " it");
    busy.isOver(STRIPE);
    assertThat(announced.told().getLast())
        .isEqualTo("NOTICE queue \"q\" stripe 3: is claimed from again after 3600 s");
    assertThat(asked).isEqualTo(1);
  }

  @Test
  void whoOnlyHasItJustNowIsNotNamed() throws SQLException {
    isBusyFor(Duration.ofMinutes(1), List.of(keeper(Duration.ofSeconds(1))));
    isBusyFor(Duration.ofMinutes(1), List.of());
    assertThat(announced.told()).isEmpty();
    assertThat(asked).as("every five seconds").isBetween(20, 23);
    isBusyFor(Duration.ofSeconds(6), List.of(keeper(null)));
    assertThat(announced.told()).as("as soon as it can be told").hasSize(1);
  }

  @Test
  void whatWasNotLookedAtForLongMayHaveBeenFreeMeanwhile() throws SQLException {
    isBusyFor(Duration.ofSeconds(9), List.of(keeper(null)));
    now += Duration.ofMinutes(5).toNanos();
    isBusyFor(Duration.ofSeconds(9), List.of(keeper(null)));
    assertThat(asked).isZero();
  }
}
