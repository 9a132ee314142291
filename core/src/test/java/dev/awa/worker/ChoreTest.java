package dev.awa.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.engine.Failures;
import dev.awa.engine.Lead;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A chore fails alone, unless nobody can have a turn any more. */
final class ChoreTest {
  private static final Lead LEAD = new Lead(1, 1);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Announced announced = new Announced();
  private final TestQueue queue = TestQueue.create();

  private void turn(Chore chore) throws SQLException {
    try (Connection connection = queue.connect()) {
      chore.turn(connection, LEAD);
    }
  }

  private Chore failing(Exception failure) {
    return new Chore(
        announced,
        "test chore",
        (connection, lead) -> {
          if (failure instanceof SQLException refused) {
            throw refused;
          }
          throw (RuntimeException) failure;
        });
  }

  @Test
  void itRestsForAsLongAsItSays() throws SQLException {
    Chore chore = new Chore(announced, "test chore", (connection, lead) -> SECOND);
    assertThat(chore.isDue()).isTrue();
    turn(chore);
    assertThat(chore.isDue()).isFalse();
    assertThat(chore.rest()).isBetween(Duration.ofMillis(1), SECOND);
    chore.hurry();
    assertThat(chore.isDue()).isTrue();
  }

  @Test
  void whatItIsRefusedIsItsOwnTroubleAndItBacksOff() throws SQLException {
    Chore chore = failing(new SQLException("relation does not exist", "42P01"));
    for (int i = 0; i < 10; i++) {
      turn(chore);
    }
    chore.hurry();
    assertThat(chore.isDue()).as("a failed chore can't be hurried").isFalse();
    assertThat(chore.rest()).isBetween(Duration.ofSeconds(50), Duration.ofMinutes(1));
    assertThat(announced.told())
        .containsExactly(
            "WARNING test chore: failed (1 times by now), trying again:"
                + " relation does not exist (SQLSTATE 42P01)");
  }

  @Test
  void aFaultInItsCodeIsItsOwnTroubleToo() throws SQLException {
    Chore chore = failing(new IllegalStateException("a fault"));
    turn(chore);
    assertThat(chore.rest()).isBetween(Duration.ofMillis(1), SECOND);
  }

  /**
   * The chore that breaks the connection rests, so that those behind it have a turn on the next.
   */
  @Test
  void aLostConnectionEndsTheTurnOfAll() {
    Chore chore = failing(new SQLException("an I/O error occurred", "08006"));
    assertThatThrownBy(() -> turn(chore)).hasMessageContaining("I/O");
    assertThat(chore.isDue()).isFalse();
  }

  @Test
  void aLostLeadEndsTheTurnOfAllAndIsNoFailure() {
    Chore chore = failing(new SQLException("does not lead any more", Failures.NOT_LEADING));
    assertThatThrownBy(() -> turn(chore)).hasMessageContaining("lead");
    assertThat(chore.isDue()).isTrue();
  }

  /** So each has one, though the same one costs the lead every time that it has its own. */
  @Test
  void theTurnAfterALostLeadIsThatOfTheNext() throws SQLException {
    List<String> turns = new ArrayList<>();
    Chore slow =
        new Chore(
            announced,
            "slow",
            (connection, lead) -> {
              turns.add("slow");
              throw new SQLException("does not lead any more", Failures.NOT_LEADING);
            });
    Chore quick =
        new Chore(
            announced,
            "quick",
            (connection, lead) -> {
              turns.add("quick");
              return Duration.ZERO;
            });
    Chores chores = Chores.of(slow, quick);
    assertThatThrownBy(() -> turn(chores.next())).hasMessageContaining("lead");
    turn(chores.next());
    assertThatThrownBy(() -> turn(chores.next())).hasMessageContaining("lead");
    assertThat(turns).containsExactly("slow", "quick", "slow");
    assertThat(chores.rest()).isZero();
  }
}
