package dev.awa.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.engine.Failures;
import dev.awa.engine.Lead;
import dev.awa.event.ChoreDone;
import dev.awa.maintenance.Chore;
import dev.awa.maintenance.Plan;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A chore fails alone, unless nobody can have a turn any more. */
final class TurnsTest {
  private static final Lead LEAD = new Lead(1, 1);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Announced announced = new Announced();
  private final TestQueue queue = TestQueue.create();

  /** A chore that does this at each turn. */
  private record Doing(int share, Work work) implements Chore {
    private interface Work {
      Duration at() throws SQLException;
    }

    @Override
    public Plan plan() {
      return new Plan("test chore", SECOND, share, "nothing", Set.of());
    }

    @Override
    public Duration turn(Connection connection, Lead lead) throws SQLException {
      return work.at();
    }
  }

  private void take(Turns turns) throws SQLException {
    try (Connection connection = queue.connect()) {
      turns.take(connection, LEAD);
    }
  }

  private Turns turns(Doing.Work work) {
    return new Turns(new Doing(0, work), announced);
  }

  private Turns failing(Exception failure) {
    return turns(() -> {
      if (failure instanceof SQLException refused) {
        throw refused;
      }
      throw (RuntimeException) failure;
    });
  }

  @Test
  void itRestsForAsLongAsTheChoreSays() throws SQLException {
    Turns turns = turns(() -> SECOND);
    assertThat(turns.isDue()).isTrue();
    take(turns);
    assertThat(turns.isDue()).isFalse();
    assertThat(turns.rest()).isBetween(Duration.ofMillis(1), SECOND);
    turns.hurry();
    assertThat(turns.isDue()).isTrue();
  }

  @Test
  void aTurnThatTookLongIsFollowedByARestOfItsShare() throws SQLException {
    Turns turns =
        new Turns(
            new Doing(
                100_000,
                () -> {
                  long begun = System.nanoTime();
                  while (System.nanoTime() - begun < 1_000_000) {
                    Thread.onSpinWait();
                  }
                  return Duration.ZERO;
                }),
            announced);
    take(turns);
    assertThat(turns.rest()).isGreaterThan(Duration.ofSeconds(90));
    assertThat(announced.all(ChoreDone.class))
        .singleElement()
        .satisfies(done -> {
          assertThat(done.chore()).isEqualTo("test chore");
          assertThat(done.took()).isGreaterThanOrEqualTo(Duration.ofMillis(1));
        });
  }

  @Test
  void whatItIsRefusedIsItsOwnTroubleAndItBacksOff() throws SQLException {
    Turns turns = failing(new SQLException("relation does not exist", "42P01"));
    for (int i = 0; i < 10; i++) {
      take(turns);
    }
    turns.hurry();
    assertThat(turns.isDue()).as("a failed chore can't be hurried").isFalse();
    assertThat(turns.rest()).isBetween(Duration.ofSeconds(50), Duration.ofMinutes(1));
    assertThat(announced.told())
        .containsExactly(
            "WARNING maintenance, test chore: failed (1 times by now), trying again:"
                + " relation does not exist (SQLSTATE 42P01)");
  }

  @Test
  void aFaultInItsCodeIsItsOwnTroubleToo() throws SQLException {
    Turns turns = failing(new IllegalStateException("a fault"));
    take(turns);
    assertThat(turns.rest()).isBetween(Duration.ofMillis(1), SECOND);
  }

  /**
   * The chore that breaks the connection rests, so that those behind it have a turn on the next.
   */
  @Test
  void aLostConnectionEndsTheTurnOfAll() {
    Turns turns = failing(new SQLException("an I/O error occurred", "08006"));
    assertThatThrownBy(() -> take(turns)).hasMessageContaining("I/O");
    assertThat(turns.isDue()).isFalse();
  }

  @Test
  void aLostLeadEndsTheTurnOfAllAndIsNoFailure() {
    Turns turns = failing(new SQLException("does not lead any more", Failures.NOT_LEADING));
    assertThatThrownBy(() -> take(turns)).hasMessageContaining("lead");
    assertThat(turns.isDue()).isTrue();
  }

  /** So each has one, though the same one costs the lead every time that it has its own. */
  @Test
  void theTurnAfterALostLeadIsThatOfTheNext() throws SQLException {
    List<String> had = new ArrayList<>();
    Chore slow =
        new Doing(
            0,
            () -> {
              had.add("slow");
              throw new SQLException("does not lead any more", Failures.NOT_LEADING);
            });
    Chore quick =
        new Doing(
            0,
            () -> {
              had.add("quick");
              return Duration.ZERO;
            });
    Leading leading =
        new Leading(queue.engine().leadership(), new Identity(), () -> true, announced);
    try (Connection connection = queue.connect()) {
      leading.held(connection);
      Circle circle = new Circle(List.of(slow, quick), leading, announced);
      assertThatThrownBy(() -> circle.round(connection)).hasMessageContaining("lead");
      assertThatThrownBy(() -> circle.round(connection)).hasMessageContaining("lead");
    }
    assertThat(had).containsExactly("slow", "quick", "slow");
  }
}
