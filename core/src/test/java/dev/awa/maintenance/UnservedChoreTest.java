package dev.awa.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.engine.Lead;
import dev.awa.event.QueuesUnserved;
import dev.awa.support.TestQueue;
import dev.awa.worker.Announced;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A queue without a worker is told of once. */
final class UnservedChoreTest {
  private static final Lead LEAD = new Lead(1, 1);

  private final TestQueue queue = TestQueue.create();

  @Test
  void itIsToldOnceWhenItWasSoTwice() throws SQLException {
    Announced announced = new Announced();
    UnservedChore chore = new UnservedChore(queue.engine(), announced);
    queue.enqueue("mial", 1);
    try (Connection connection = queue.connect()) {
      chore.turn(connection, LEAD);
      assertThat(announced.told()).as("it may be about to start").isEmpty();
      chore.turn(connection, LEAD);
      chore.turn(connection, LEAD);
    }
    assertThat(announced.all(QueuesUnserved.class))
        .containsExactly(new QueuesUnserved(List.of("mial")));
  }
}
