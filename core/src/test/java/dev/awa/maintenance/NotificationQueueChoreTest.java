package dev.awa.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.engine.Lead;
import dev.awa.support.TestQueue;
import dev.awa.worker.Announced;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** A notification queue that is half full is told of, once. */
final class NotificationQueueChoreTest {
  private final Announced announced = new Announced();
  private final TestQueue queue = TestQueue.create();
  private final NotificationQueueChore chore =
      new NotificationQueueChore(queue.engine(), new TestHost(), announced);

  @Test
  void itIsToldWhenItIsHalfFullAndWhenThatIsOver() throws SQLException {
    try (Connection connection = queue.connect()) {
      chore.turn(connection, new Lead(1, 1));
    }
    assertThat(announced.told()).as("nobody is behind").isEmpty();
    chore.judge(0.5);
    assertThat(announced.told()).singleElement().asString().contains("50 % full", "LISTEN");
    chore.judge(0.7);
    chore.judge(0.45);
    chore.judge(0.55);
    assertThat(announced.told()).as("it goes up and down").hasSize(1);
    chore.judge(0.1);
    assertThat(announced.told()).last().asString().contains("empties");
    chore.judge(0.6);
    assertThat(announced.told()).hasSize(3);
  }
}
