package dev.awa.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.StorageStatus;
import dev.awa.event.UnknownWorkerFound;
import dev.awa.support.History;
import dev.awa.support.TestQueue;
import dev.awa.support.TestRing;
import dev.awa.worker.Announced;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Tallies that are far behind, because nobody led for hours, are brought up to date. */
final class TalliesChoreTest {
  private static final int CLAIMS = 50_000;

  private final TestQueue queue = TestQueue.create();
  private final TestRing ring = new TestRing(queue);

  TalliesChoreTest() throws SQLException {}

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
      TalliesChore tallies = new TalliesChore(queue.engine(), Duration.ofMinutes(10));
      assertThat(tallies.turn(connection, ring.lead())).isPositive();
    }
    assertThat(queue.number("SELECT upto FROM awa.lane_tallies")).isEqualTo(CLAIMS);
    assertThat(lag()).isEqualTo(new StorageStatus.Tallies(0, 0, 0, null));
  }

  @Test
  void aTurnThatIsOverIsGoneOnWithAtOnce() throws SQLException, IOException {
    try (Connection connection = queue.connect()) {
      History.of(connection, "q", 7).add(CLAIMS, 1);
      TalliesChore tallies = new TalliesChore(queue.engine(), Duration.ZERO);
      int turns = 1;
      while (tallies.turn(connection, ring.lead()).isZero()) {
        turns++;
      }
      assertThat(turns).isEqualTo(4); // 20,000 claims each, and one for what was carried
    }
    assertThat(queue.number("SELECT upto FROM awa.lane_tallies")).isEqualTo(CLAIMS);
  }

  @Test
  void changesOfStatesAreSummedWhenThereAreMany() throws SQLException {
    queue.awa().enqueue(TestQueue.job("q", 1).withDelay(Duration.ofHours(1)));
    queue.sql(
        "INSERT INTO awa.state_changes (slot, lane, state, n)"
            + " SELECT c.slot, c.lane, c.state, 0 FROM awa.state_changes c,"
            + " generate_series(1, 2000)");
    try (Connection connection = queue.connect()) {
      assertThat(new TalliesChore(queue.engine()).turn(connection, ring.lead())).isPositive();
    }
    assertThat(
            queue.number(
                "SELECT count(*) FROM awa.untallied_states((SELECT t.upto FROM awa.state_tally"
                    + " t))"))
        .isZero();
    assertThat(queue.awa().queues().stats("q").scheduled()).isEqualTo(1);
  }

  @Test
  void aSegmentAddsUpWhatTheTallyOfStatesHasNot() throws SQLException {
    queue.awa().enqueue(TestQueue.job("q", 1).withDelay(Duration.ofHours(1)));
    queue.awa().enqueue(TestQueue.job("q", 2).withDelay(Duration.ofHours(1)));
    queue.with(tx -> queue.engine().closureLog().tallyStates(tx, ring.lead(), 1, 1));
    ring.rotate();
    ring.rotate();
    ring.prune(Duration.ofSeconds(5));
    assertThat(queue.number("SELECT count(*) FROM awa.state_changes")).isZero();
    assertThat(queue.number("SELECT sum(n) FROM awa.state_counts")).isEqualTo(2);
    assertThat(queue.awa().queues().stats("q").scheduled()).isEqualTo(2);
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
      TalliesChore tallies = new TalliesChore(queue.engine(), Duration.ZERO);
      Announced announced = new Announced();
      RescueChore rescue =
          new RescueChore(queue.engine(), new TestHost(), announced, tallies::areBehind);
      LostWorkersChore lost = new LostWorkersChore(queue.engine(), announced, tallies::areBehind);
      assertThat(tallies.areBehind()).isTrue();
      do {
        assertThat(rescue.turn(connection, ring.lead())).isZero();
        assertThat(lost.turn(connection, ring.lead())).isZero();
        assertThat(running()).isEqualTo(2);
        assertThat(queue.number("SELECT count(*) FROM awa.workers WHERE id = " + unknown)).isZero();
      } while (tallies.turn(connection, ring.lead()).isZero());
      assertThat(tallies.areBehind()).isFalse();
      lost.turn(connection, ring.lead());
      while (rescue.turn(connection, ring.lead()).isZero()) {
        // the one and the other
      }
      assertThat(announced.all(UnknownWorkerFound.class))
          .containsExactly(new UnknownWorkerFound(unknown));
    }
    assertThat(running()).isZero();
  }

  /** One that can't be moved, because a row of it can't be read, must keep nobody from rescue. */
  @Test
  void whereATurnFailsNobodyWaitsForTheNext() throws SQLException {
    TalliesChore tallies = new TalliesChore(queue.engine(), Duration.ZERO);
    queue.sql(
        "ALTER FUNCTION awa.tally(bigint, bigint, smallint, integer, integer, integer) RENAME TO"
            + " gone");
    try (Connection connection = queue.connect()) {
      assertThatThrownBy(() -> tallies.turn(connection, ring.lead()))
          .isInstanceOf(SQLException.class);
    }
    assertThat(tallies.areBehind()).isFalse();
  }

  private long running() {
    return queue.awa().queues().stats("q").running();
  }
}
