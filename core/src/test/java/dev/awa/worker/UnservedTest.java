package dev.awa.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.support.LogLines;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** A queue without a worker is told of once. */
final class UnservedTest {
  private final TestQueue queue = TestQueue.create();

  @Test
  void itIsToldOnceWhenItWasSoTwice() throws SQLException {
    Unserved unserved = new Unserved(queue.engine().queues());
    queue.enqueue("mial", 1);
    try (LogLines log = new LogLines(Unserved.class.getName());
        Connection connection = queue.connect()) {
      unserved.look(connection);
      assertThat(log.all()).as("it may be about to start").isEmpty();
      unserved.look(connection);
      assertThat(log.all()).singleElement().asString().contains("[mial]");
      unserved.look(connection);
      assertThat(log.all()).hasSize(1);
    }
  }
}
