package dev.awa.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.engine.Claimed;
import dev.awa.engine.Ring;
import dev.awa.engine.Run;
import dev.awa.event.RowsUnreadable;
import dev.awa.event.SegmentCarried;
import dev.awa.lab.Eventually;
import dev.awa.support.DailyWork;
import dev.awa.support.Damage;
import dev.awa.support.LockWaits;
import dev.awa.support.TestQueue;
import dev.awa.support.TestRing;
import dev.awa.worker.Announced;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The ring is kept turning, whatever is in the way. */
@Tag("every-postgres")
final class RingChoreTest {
  private static final int NEARLY_FULL = 13;

  private final TestQueue queue = TestQueue.create();
  private final TestRing ring = new TestRing(queue);
  private final Announced announced = new Announced();
  private final RingChore chore = new RingChore(queue.engine(), new TestHost(), announced);

  RingChoreTest() throws SQLException {}

  @Test
  void rowsThatCantBeReadAreCarriedWithoutWhatIsLost() throws SQLException {
    long bad = queue.awa().enqueue(Damage.large("q", 1)).id();
    long good = queue.enqueue("q", 1).getFirst();
    Damage.of(queue, "awa.ready_entries_0");
    long oldest = ring.oldest().number();
    while (ring.generations().size() < NEARLY_FULL) {
      ring.rotate();
      queue.enqueue("other", 1);
    }
    try (Connection connection = queue.connect()) {
      Eventually.holds(
          "the oldest segment is emptied",
          () -> {
            chore.turn(connection, ring.lead());
            return ring.oldest().number() > oldest;
          });
    }
    assertThat(announced.all(RowsUnreadable.class))
        .singleElement()
        .satisfies(event -> {
          assertThat(event.jobs()).containsOnlyKeys(bad);
          assertThat(event.words()).contains("{" + bad + "=arguments: ", "XX001");
        });
    assertThat(announced.all(SegmentCarried.class))
        .extracting(SegmentCarried::generation)
        .containsExactly(oldest);
    Claimed claimed = queue.claim(queue.worker(), "q", 10);
    List<Run> runs = TestQueue.runs(claimed);
    assertThat(TestQueue.jobs(claimed)).containsExactly(bad, good);
    assertThat(runs.getFirst().unreadable()).startsWith("arguments: ");
    assertThat(runs.getLast().unreadable()).isNull();
  }

  @Test
  void aFullRingStandsStillForAReaderAndNobodyElseDoes() throws Exception {
    DailyWork work = new DailyWork(queue);
    queue.enqueue("paused", 1);
    long oldest = ring.oldest().number();
    while (ring.generations().size() < Ring.SLOTS) {
      ring.rotate();
      queue.enqueue("other", 1);
    }
    long head = ring.generations().getLast().number();
    try (Connection connection = queue.connect()) {
      try (Connection reader = queue.begin()) {
        TestQueue.sql(reader, "SELECT count(*) FROM awa.ready_entries_0");
        List<String> waiting =
            LockWaits.during(
                queue,
                () -> {
                  for (int i = 0; i < 20; i++) {
                    assertThat(chore.turn(connection, ring.lead())).isPositive();
                    work.round();
                  }
                });
        assertThat(waiting).isEmpty();
        assertThat(ring.oldest().number()).isEqualTo(oldest);
        assertThat(ring.generations().getLast().number()).isEqualTo(head);
      }
      Eventually.holds(
          "the ring turns again",
          () -> {
            chore.turn(connection, ring.lead());
            return ring.generations().getLast().number() > head;
          });
    }
    assertThat(queue.number("SELECT carried FROM awa.prunes WHERE gen = ?", oldest)).isEqualTo(1);
    assertThat(work.complete("paused")).isEqualTo(1);
  }
}
