package dev.awa.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.StorageStatus;
import dev.awa.support.History;
import dev.awa.support.TestQueue;
import dev.awa.support.TestRing;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tallies that are far behind, because nobody led for hours, are brought up to date. */
final class TalliesTest {
  private static final int CLAIMS = 50_000;

  private final TestQueue queue = TestQueue.create();
  private final TestRing ring = new TestRing(queue);

  TalliesTest() throws SQLException {}

  private StorageStatus.Tallies lag() {
    return queue.awa().storage().status(0).tallies();
  }

  @Test
  void whatIsBehindIsGoneOverInOneTurnAndToldUntilThen() throws SQLException, IOException {
    assertThat(lag()).isEqualTo(new StorageStatus.Tallies(0, 0, 0, null));
    try (Connection connection = queue.connect()) {
      History.of(connection, "q", 7).add(CLAIMS, 1);
      assertThat(lag()).isEqualTo(new StorageStatus.Tallies(CLAIMS, 1, CLAIMS, "q"));
      assertThat(lag().areBehind()).isTrue();
      Tallies tallies = new Tallies(queue.engine(), Duration.ofMinutes(10));
      assertThat(tallies.step(connection, ring.lead())).isPositive();
    }
    assertThat(queue.number("SELECT upto FROM awa.lane_tallies")).isEqualTo(CLAIMS);
    assertThat(lag()).isEqualTo(new StorageStatus.Tallies(0, 0, 0, null));
  }

  @Test
  void aTurnThatIsOverIsGoneOnWithAtOnce() throws SQLException, IOException {
    try (Connection connection = queue.connect()) {
      History.of(connection, "q", 7).add(CLAIMS, 1);
      Tallies tallies = new Tallies(queue.engine(), Duration.ZERO);
      int turns = 1;
      while (tallies.step(connection, ring.lead()).isZero()) {
        turns++;
      }
      assertThat(turns).isEqualTo(4); // 20,000 claims each, and one for what was carried
    }
    assertThat(queue.number("SELECT upto FROM awa.lane_tallies")).isEqualTo(CLAIMS);
  }

  /** To find what is open would read all that is behind, for each of the dead. */
  @Test
  void whileTheyAreBehindTheDeadAreDeclaredAndRescuedAfterwards() throws SQLException, IOException {
    long dead = queue.worker();
    queue.enqueue("q", 1);
    queue.claim(dead, "q", 1);
    queue.declareDead(dead);
    long unknown = queue.worker();
    queue.enqueue("q", 1);
    queue.claim(unknown, "q", 1);
    queue.sql("DELETE FROM awa.workers WHERE id = " + unknown);
    try (Connection connection = queue.connect()) {
      History.of(connection, "q", 7).add(CLAIMS, 1);
      Tallies tallies = new Tallies(queue.engine(), Duration.ZERO);
      Rescuer rescuer =
          new Rescuer(
              new Events("test", List.of()), queue.engine(), () -> true, tallies::areBehind);
      assertThat(tallies.areBehind()).isTrue();
      do {
        assertThat(rescuer.step(connection, ring.lead())).isTrue();
        assertThat(rescuer.find(connection, ring.lead())).isTrue();
        assertThat(running()).isEqualTo(2);
        assertThat(queue.number("SELECT count(*) FROM awa.workers WHERE id = " + unknown)).isZero();
      } while (tallies.step(connection, ring.lead()).isZero());
      assertThat(tallies.areBehind()).isFalse();
      rescuer.find(connection, ring.lead());
      while (rescuer.step(connection, ring.lead())) {
        // the one and the other
      }
    }
    assertThat(running()).isZero();
  }

  /** One that can't be moved, because a row of it can't be read, must keep nobody from rescue. */
  @Test
  void whereATurnFailsNobodyWaitsForTheNext() throws SQLException {
    Tallies tallies = new Tallies(queue.engine(), Duration.ZERO);
    queue.sql(
        "ALTER FUNCTION awa.tally(bigint, bigint, smallint, integer, integer, integer) RENAME TO"
            + " gone");
    try (Connection connection = queue.connect()) {
      assertThatThrownBy(() -> tallies.step(connection, ring.lead()))
          .isInstanceOf(SQLException.class);
    }
    assertThat(tallies.areBehind()).isFalse();
  }

  private long running() {
    return queue.awa().queues().stats("q").running();
  }
}
