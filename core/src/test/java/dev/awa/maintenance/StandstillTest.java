package dev.awa.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.StorageStatus.Holder;
import dev.awa.worker.Announced;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A ring that stands still is tried rarely, and told of rarely, with the one who holds it. */
final class StandstillTest {
  private static final Holder HOLDER =
      new Holder(
          4711, null, "psql", "bi", "idle in transaction", Duration.ofMinutes(12), false, null);

  private final Announced announced = new Announced();
  private final Standstill standstill = new Standstill(announced);
  private long now;
  private int tries;

  private void lastsFor(Duration time) {
    long until = now + time.toNanos();
    while (now < until) {
      if (!standstill.isResting(now)) {
        standstill.lasts(12, List.of(HOLDER), now);
        tries++;
      }
      now += TimeUnit.MILLISECONDS.toNanos(500);
    }
  }

  @Test
  void triesBecomeRarerUpToOneAMinute() {
    lastsFor(Duration.ofHours(1));
    assertThat(tries).isBetween(60, 68);
  }

  @Test
  void aShortOneIsNotToldOf() {
    lastsFor(Duration.ofSeconds(30));
    standstill.isOver(now);
    assertThat(announced.told()).isEmpty();
    assertThat(standstill.isResting(now)).isFalse();
  }

  @Test
  void anHourOfItIsALineEachTenMinutesWithWhoItIsAndWhatToDo() {
    lastsFor(Duration.ofHours(1));
    standstill.isOver(now);
    assertThat(announced.told()).hasSizeBetween(6, 7);
    assertThat(announced.told().getFirst())
        .startsWith("WARNING segment 12 could not be emptied for 6")
        .endsWith(
            "process 4711 (psql, user bi, idle in transaction, its transaction open for 12 min) has"
                + " read the tables of the queue and keeps every segment from being emptied: end"
                + " its transaction, or SELECT pg_terminate_backend(4711)");
    assertThat(announced.told().getLast()).startsWith("NOTICE segments are emptied again after 36");
  }
}
