package dev.awa.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.support.LogLines;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** A notification queue that is half full is told of, once. */
final class UnheardTest {
  private final Unheard unheard = new Unheard();

  @Test
  void itIsToldWhenItIsHalfFullAndWhenThatIsOver() throws SQLException {
    TestQueue queue = TestQueue.create();
    try (LogLines log = new LogLines(Unheard.class.getName());
        Connection connection = queue.connect()) {
      unheard.look(connection, queue.engine().sleepers());
      assertThat(log.all()).as("nobody is behind").isEmpty();
      unheard.judge(0.5);
      assertThat(log.all()).singleElement().asString().contains("50 % full", "LISTEN");
      unheard.judge(0.7);
      unheard.judge(0.45);
      unheard.judge(0.55);
      assertThat(log.all()).as("it goes up and down").hasSize(1);
      unheard.judge(0.1);
      assertThat(log.all()).last().asString().contains("empties");
      unheard.judge(0.6);
      assertThat(log.all()).hasSize(3);
    }
  }
}
