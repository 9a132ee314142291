package dev.awa.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.engine.Ring.Emptying;
import dev.awa.engine.Ring.Generation;
import dev.awa.support.TestQueue;
import dev.awa.support.TestRing;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What was found drained counts only on a server process that was there before. */
@Tag("every-postgres")
final class EmptierTest {
  private final TestQueue queue = TestQueue.create();
  private final TestRing ring = new TestRing(queue);
  private final Generation oldest;

  EmptierTest() throws SQLException {
    queue.enqueue("q", 1);
    queue.sql("DELETE FROM awa.ready_entries");
    ring.rotate();
    oldest = ring.oldest();
  }

  /** Steps on a connection, and how often it was looked at something there. */
  private final class On implements Emptier.Steps {
    private final Connection connection;
    private int looks;

    On(Connection connection) {
      this.connection = connection;
    }

    @Override
    public <T> T take(Look<T> look) throws SQLException {
      looks++;
      return look.at(connection);
    }

    @Override
    public <T> T step(Emptier.Step<T> step) throws SQLException {
      return step.by(connection, ring.lead());
    }
  }

  @Test
  void onAnotherServerProcessItIsFoundAnew() throws SQLException {
    Emptier emptier = new Emptier(queue.engine(), () -> false);
    try (Connection before = queue.connect()) {
      emptier.find(new On(before), List.of(oldest));
      try (Connection later = queue.connect()) {
        On lent = new On(later);
        assertThat(emptier.prune(lent, oldest, Duration.ZERO)).contains(Emptying.PRUNED);
        assertThat(lent.looks).as("the pooler has lent a process that came later").isEqualTo(1);
      }
    }
  }

  @Test
  void onTheSameProcessItCounts() throws SQLException {
    Emptier emptier = new Emptier(queue.engine(), () -> false);
    try (Connection connection = queue.connect()) {
      On same = new On(connection);
      emptier.find(same, List.of(oldest));
      assertThat(emptier.prune(same, oldest, Duration.ZERO)).contains(Emptying.PRUNED);
      assertThat(same.looks).isEqualTo(1);
    }
  }

  @Test
  void whatSomebodyElseHasEmptiedIsToldApart() throws SQLException {
    Emptier emptier = new Emptier(queue.engine(), () -> true);
    try (Connection connection = queue.connect()) {
      On steps = new On(connection);
      emptier.find(steps, List.of(oldest));
      assertThat(ring.prune(Duration.ZERO)).isEqualTo(Emptying.PRUNED);
      assertThat(emptier.prune(steps, oldest, Duration.ZERO)).isEmpty();
    }
  }
}
