package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.AwaException;
import dev.awa.Health.Check;
import dev.awa.Health.Status;
import dev.awa.client.Schedules;
import dev.awa.engine.Lead;
import dev.awa.schedule.Schedule;
import dev.awa.schedule.StoredSchedule;
import dev.awa.schedule.StoredSchedule.State;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Schedules are steered in the caller's transaction, and an owner's all at once. */
@Tag("every-postgres")
final class SteeredSchedulesTest {
  private final TestQueue queue = TestQueue.create();
  private final Schedules schedules = queue.awa().schedules();

  private static Schedule daily(String name) {
    return Schedule.cron(name, "0 3 * * *", TestQueue.job("q", 1)).withZone("Europe/Berlin");
  }

  private State state(String name) {
    return schedules.find(name).map(StoredSchedule::state).orElseThrow();
  }

  private long jobs() throws SQLException {
    return queue.number("SELECT count(*) FROM awa.jobs");
  }

  @Test
  void whatIsDoneInTheCallersTransactionComesWithItsCommit() throws SQLException {
    schedules.declare("shop", "1", daily("a"));
    try (Connection tx = queue.connect()) {
      tx.setAutoCommit(false);
      schedules.pause(tx, "a", "me", "why");
      schedules.trigger(tx, "a", "me");
      assertThat(state("a")).isEqualTo(State.ACTIVE);
      assertThat(jobs()).isZero();
      tx.rollback();
      assertThat(state("a")).isEqualTo(State.ACTIVE);
      assertThat(jobs()).isZero();

      schedules.pause(tx, "a", "me", "why");
      schedules.trigger(tx, "a", "me");
      tx.commit();
      assertThat(state("a")).isEqualTo(State.PAUSED);
      assertThat(jobs()).isEqualTo(1);
      schedules.resume(tx, "a", "me");
      schedules.retire(tx, "a", "me");
      tx.commit();
      assertThat(state("a")).isEqualTo(State.RETIRED);
      schedules.restore(tx, "a", "me");
      tx.commit();
      assertThat(state("a")).isEqualTo(State.ACTIVE);
      assertThatThrownBy(() -> schedules.pause(tx, "none", "me", "why"))
          .isInstanceOf(AwaException.class)
          .hasMessageContaining("there is no schedule \"none\"");
      assertThat(tx.isValid(1)).as("the transaction goes on").isTrue();
      tx.rollback();
    }
  }

  @Test
  void aScheduleInAnOpenTransactionHoldsUpNoOther() throws SQLException {
    schedules.declare("shop", "1", daily("a"), daily("b"));
    queue.sql("UPDATE awa.schedules SET due_at = clock_timestamp(), fired_through = '2026-01-01'");
    try (Connection tx = queue.connect()) {
      tx.setAutoCommit(false);
      schedules.pause(tx, "a", "me", "why");
      assertThatThrownBy(() -> schedules.pause("a", "you", "why"))
          .isInstanceOf(AwaException.class)
          .hasMessageContaining("55P03");
      schedules.pause("b", "you", "why");
      assertThat(state("b")).isEqualTo(State.PAUSED);
      tx.rollback();
    }
  }

  @Test
  void anOwnerIsRetiredAndRestoredAsAWhole() throws SQLException {
    schedules.declare("shop", "1", daily("a"), daily("b"), daily("c"), daily("d"));
    schedules.declare("bank", "1", daily("other"));
    schedules.retire("a", "jo");
    schedules.pause("b", "jo", "why");
    schedules.declare("shop", "2", daily("a"), daily("b"), daily("c"));
    anHourLater();
    assertThat(state("d")).isEqualTo(State.RETIRED);

    assertThat(schedules.retireOwner("shop", "me")).containsExactly("b", "c");
    assertThat(schedules.list("shop"))
        .extracting(StoredSchedule::state)
        .containsOnly(State.RETIRED);
    assertThat(state("other")).isEqualTo(State.ACTIVE);
    schedules.declare("shop", "3", daily("a"), daily("b"), daily("c"), daily("new"));
    assertThat(state("c")).as("no declaration brings it back").isEqualTo(State.RETIRED);
    assertThat(state("new")).isEqualTo(State.ACTIVE);

    assertThat(schedules.restoreOwner("shop", "me")).containsExactly("a", "b", "c");
    assertThat(state("b")).isEqualTo(State.PAUSED);
    assertThat(state("c")).isEqualTo(State.ACTIVE);
    assertThat(state("d")).as("nobody declares it any more").isEqualTo(State.RETIRED);
    assertThat(schedules.retireOwner("nobody", "me")).isEmpty();
  }

  /** What was declared an hour ago and is declared no more is retired. */
  private void anHourLater() throws SQLException {
    queue.sql(
        "UPDATE awa.schedule_revisions SET since = since - interval '1 hour',"
            + " seen_at = seen_at - interval '1 hour'");
    queue.sql("UPDATE awa.schedules SET changed_at = changed_at - interval '1 hour'");
    queue.with(tx -> {
      Lead lead = queue.engine().leadership().lead(tx, 1, Duration.ofHours(1)).mine().orElseThrow();
      return queue.engine().schedules().retireUndeclared(tx, lead);
    });
  }

  @Test
  void whatIsDeclaredNoMoreIsNotRestoredWithItsOwner() throws SQLException {
    schedules.declare("shop", "1", daily("a"), daily("gone"));
    assertThat(schedules.retireOwner("shop", "me")).containsExactly("a", "gone");
    schedules.declare("shop", "2", daily("a"));
    anHourLater();
    schedules.declare("shop", "2", daily("a"));
    anHourLater();
    assertThat(schedules.restoreOwner("shop", "me")).containsExactly("a");
    assertThat(state("gone")).isEqualTo(State.RETIRED);
  }

  private Check zones() {
    return queue.awa().health(Duration.ofSeconds(9)).checks().stream()
        .filter(check -> check.name().equals("time_zones"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void workersWithOtherRulesForAZoneOfAScheduleAreFound() throws SQLException {
    long one = queue.worker();
    long other = queue.worker();
    assertThat(queue.awa().workers().list().getFirst().zoneRelease()).matches("20[0-9]{2}[a-z]");
    queue.sql(
        "UPDATE awa.workers SET zone_release = '2020z', zones = zones ||"
            + " '{\"Europe/Berlin\": \"1\", \"Asia/Tokyo\": \"1\"}' WHERE id = ?",
        other);
    assertThat(zones().status()).as("no schedule uses it").isEqualTo(Status.UP);
    schedules.declare("shop", "1", daily("a"));
    assertThat(zones().status()).isEqualTo(Status.DEGRADED);
    assertThat(zones().words())
        .startsWith("zone Europe/Berlin: ")
        .contains("has release 2020z")
        .doesNotContain("Tokyo");
    queue.sql("UPDATE awa.workers SET zones = zones - 'Europe/Berlin' WHERE id = ?", other);
    assertThat(zones().status()).as("one does not know it").isEqualTo(Status.DEGRADED);
    queue.sql("UPDATE awa.workers SET zones = NULL WHERE id = ?", one);
    assertThat(zones().status()).as("one says nothing").isEqualTo(Status.UP);
  }
}
