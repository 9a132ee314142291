package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.AwaException;
import dev.awa.QueueReading;
import dev.awa.RingFill;
import dev.awa.client.Awa;
import dev.awa.client.Queues;
import dev.awa.support.Pool;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whoever watches queues and the ring has an answer within the time that was given. */
@Tag("every-postgres")
final class ReadingsTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final TestQueue queue = TestQueue.create();

  @Test
  void queuesAreNamedPageByPage() {
    List.of("c", "a", "d", "b").forEach(name -> queue.enqueue(name, 1));
    queue.awa().queues().pause("e", "test");
    assertThat(queue.awa().queues().names("", 3, LONG)).containsExactly("a", "b", "c");
    assertThat(queue.awa().queues().names("c", 3, LONG)).containsExactly("d", "e");
    assertThat(queue.awa().queues().names("e", 3, LONG)).isEmpty();
  }

  @Test
  void aReadingIsACountAndForHowLongTheOldestJobWaits() {
    queue.enqueue("full", 7);
    List<QueueReading> readings = queue.awa().queues().read(List.of("full", "never used"), LONG);
    assertThat(readings)
        .extracting(QueueReading::stats)
        .containsExactly(
            queue.awa().queues().stats("full"), queue.awa().queues().stats("never used"));
    assertThat(readings.getFirst().stats().available()).isEqualTo(7);
    assertThat(readings.getFirst().lag()).isBetween(Duration.ZERO, LONG);
    assertThat(readings.getLast().lag()).isNull();
  }

  @Test
  void pagesAreAnsweredInTheOrderOfTheNames() {
    List<String> names = new ArrayList<>();
    for (int i = 500; i > 0; i--) {
      names.add("queue " + i);
    }
    queue.enqueue("queue 3", 2);
    names.add("queue 3");
    List<QueueReading> readings = queue.awa().queues().read(names, LONG);
    assertThat(readings).extracting(reading -> reading.stats().queue()).isEqualTo(names);
    assertThat(readings.get(497).stats().available()).isEqualTo(2);
    assertThat(readings.getLast().stats().available()).as("named twice").isEqualTo(2);
  }

  /** Of a queue whose counts take too long, say: those before it are answered. */
  @Test
  void aQueueThatCannotBeReadKeepsNoOtherFromBeingRead() throws SQLException {
    List.of("a", "bad", "c").forEach(name -> queue.enqueue(name, 1));
    queue.makeUnreadable("bad");
    assertThat(queue.awa().queues().read(List.of("a", "bad", "c"), LONG))
        .as("the page can't be read, so each is read by itself")
        .extracting(reading -> reading.stats().queue())
        .containsExactly("a");
    assertThatThrownBy(() -> queue.awa().queues().read(List.of("bad", "c"), LONG))
        .isInstanceOf(AwaException.class)
        .hasMessageContaining("57014");
    assertThat(queue.awa().queues().read(List.of("c"), LONG)).hasSize(1);
  }

  @Test
  void whatCannotBeIsRefusedInWords() {
    Queues queues = queue.awa().queues();
    assertThatThrownBy(() -> queues.names("", 0, LONG))
        .hasMessage("limit: must be 1 to 10000, got 0");
    assertThatThrownBy(() -> queues.names("\0", 1, LONG))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("after: ");
    assertThatThrownBy(() -> queues.read(List.of("a", ""), LONG))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("queue: ");
    assertThatThrownBy(() -> queues.read(List.of("a"), Duration.ZERO))
        .hasMessage("within: must be 1 ms or more, got PT0S");
    assertThatThrownBy(() -> queue.awa().storage().ring(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(queues.read(List.of(), LONG)).isEmpty();
  }

  @Test
  void theRingTellsHowFullItIs() {
    assertThat(queue.awa().storage().ring(LONG)).isEqualTo(new RingFill(0, 1, 16));
    queue.enqueue("q", 1);
    queue.awa().storage().rotate();
    assertThat(queue.awa().storage().ring(LONG)).isEqualTo(new RingFill(1, 2, 16));
  }

  @Test
  void aLockedLogIsGivenUpInTimeAndTheConnectionIsAsItWas() throws SQLException {
    queue.enqueue("full", 7);
    Pool.Wish one = new Pool.Wish(1, true, null);
    try (Connection other = queue.begin();
        Pool pool = Pool.of(Pool.Kind.HIKARI, queue.dataSource(), one)) {
      Awa awa = Awa.of(pool.dataSource());
      int before = networkTimeout(pool);
      TestQueue.sql(other, "LOCK TABLE awa.claims IN ACCESS EXCLUSIVE MODE");
      Duration within = Duration.ofMillis(300);
      assertThatThrownBy(() -> awa.queues().read(List.of("full"), within))
          .isInstanceOf(AwaException.class)
          .hasMessageStartingWith("could not read queues: ")
          .hasMessageContaining("57014");
      assertThat(awa.storage().ring(within).used()).isEqualTo(1);
      other.rollback();
      assertThat(awa.queues().read(List.of("full"), LONG)).hasSize(1);
      assertThat(networkTimeout(pool)).isEqualTo(before);
      try (Connection connection = pool.dataSource().getConnection()) {
        assertThat(TestQueue.texts(connection, "SHOW statement_timeout")).containsExactly("0");
      }
    }
  }

  private static int networkTimeout(Pool pool) throws SQLException {
    try (Connection connection = pool.dataSource().getConnection()) {
      return connection.getNetworkTimeout();
    }
  }
}
