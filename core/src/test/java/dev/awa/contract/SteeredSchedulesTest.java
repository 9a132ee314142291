package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.Action;
import dev.awa.AwaException;
import dev.awa.Health.Check;
import dev.awa.Health.Status;
import dev.awa.JobFilter;
import dev.awa.client.Schedules;
import dev.awa.engine.Lead;
import dev.awa.schedule.Overlap;
import dev.awa.schedule.Schedule;
import dev.awa.schedule.StoredSchedule;
import dev.awa.schedule.StoredSchedule.State;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.PGConnection;

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
          .hasMessageContaining("schedule \"a\" is used by process " + pid(tx) + " (")
          .hasMessageContaining("55P03");
      schedules.pause("b", "you", "why");
      assertThat(state("b")).isEqualTo(State.PAUSED);
      tx.rollback();
    }
  }

  /** Whoever has locked one is named, whatever is asked for meanwhile. */
  static Stream<Consumer<Schedules>> calls() {
    return Stream.of(
        all -> all.resume("a", "you"),
        all -> all.trigger("a", "you"),
        all -> all.retire("a", "you"),
        all -> all.restore("a", "you"),
        all -> all.adopt("a", "bank", null, "you"),
        all -> all.delete("a", "you"),
        all -> all.retireOwner("shop", "you"),
        all -> all.declare("shop", "2", daily("a").withZone("Asia/Tokyo")));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void whoHoldsAScheduleIsNamed(Consumer<Schedules> call) throws SQLException {
    schedules.declare("shop", "1", daily("a"));
    try (Connection tx = queue.connect()) {
      tx.setAutoCommit(false);
      schedules.pause(tx, "a", "me", "why");
      assertThatThrownBy(() -> call.accept(schedules))
          .isInstanceOf(AwaException.class)
          .hasMessageContaining("schedule \"a\" is used by process " + pid(tx) + " (")
          .hasMessageContaining("55P03");
      tx.rollback();
    }
  }

  private static long pid(Connection connection) throws SQLException {
    return connection.unwrap(PGConnection.class).getBackendPID();
  }

  // --- its history ---

  private List<String> history(String name) {
    return schedules.history(name, 1000).stream()
        .map(one -> one.by() + ": " + one.setting() + " " + one.before() + " -> " + one.after())
        .toList();
  }

  @Test
  void whatWasDoneToAScheduleIsInItsHistory() throws SQLException {
    schedules.declare("shop", "1", daily("a"));
    schedules.pause("a", "jo", "too loud");
    schedules.resume("a", "mo");
    schedules.resume("a", "mo");
    long job = schedules.trigger("a", "jo").id();
    schedules.retire("a", "jo");
    schedules.restore("a", "mo");
    schedules.retireOwner("shop", "jo");
    schedules.restoreOwner("shop", "mo");
    schedules.adopt("a", StoredSchedule.PEOPLE, null, "jo");
    schedules.add(StoredSchedule.PEOPLE, daily("a").withZone("Asia/Tokyo"), "mo");
    assertThat(schedules.delete("a", "jo")).isTrue();
    assertThat(schedules.find("a")).isEmpty();
    List<String> history = history("a");
    assertThat(history.reversed().subList(1, history.size()))
        .containsExactly(
            "jo: paused null -> until resumed, too loud",
            "mo: paused until resumed, too loud -> null",
            "jo: triggered null -> job " + job,
            "jo: retired null -> by hand",
            "mo: retired by hand -> null",
            "jo: retired null -> by hand",
            "mo: retired by hand -> null",
            "jo: owner shop -> people",
            "mo: version 1 -> 2",
            "jo: deleted null -> it was 0 3 * * *, Asia/Tokyo, of owner people");
    assertThat(history.getLast()).endsWith(": version null -> 1");
    assertThat(schedules.history("a", 2)).hasSize(2);
    assertThat(history("b")).isEmpty();
    assertThatThrownBy(() -> schedules.history("a", 0)).hasMessageContaining("limit: must be 1");
  }

  @Test
  void whatNobodyDeclaresAnyMoreIsRetiredByTheLeader() throws SQLException {
    schedules.declare("shop", "1", daily("a"), daily("b"));
    schedules.declare("shop", "2", daily("a"));
    anHourLater();
    assertThat(history("b").getFirst()).isEqualTo("leader: retired null -> not declared any more");
    schedules.declare("shop", "3", daily("a"), daily("b"));
    assertThat(history("b").subList(0, 2))
        .anyMatch(one -> one.endsWith(": retired not declared any more -> null"));
    assertThat(history("a")).hasSize(1);
  }

  @Test
  void aTriggerThatMeetsAJobIsInTheHistoryToo() throws SQLException {
    schedules.declare("shop", "1", daily("a").withOverlap(Overlap.SKIP));
    long job = schedules.trigger("a", "jo").id();
    assertThat(schedules.trigger("a", "mo").duplicate()).isTrue();
    assertThat(history("a").getFirst())
        .isEqualTo("mo: triggered null -> job " + job + " has not ended");
  }

  @Test
  void theHistoryOfADeletedScheduleGoesWhenItsTimeIsOver() throws SQLException {
    schedules.declare("shop", "1", daily("gone"), daily("again"), daily("stays"));
    schedules.delete("gone", "jo");
    schedules.delete("again", "jo");
    schedules.retire("stays", "jo");
    queue.sql("UPDATE awa.setting_changes SET changed_at = changed_at - interval '3000 days'");
    schedules.add(StoredSchedule.PEOPLE, daily("again"), "mo");
    purgeHistory();
    assertThat(history("gone")).isEmpty();
    assertThat(history("again")).containsExactly("mo: version null -> 1");
    assertThat(history("stays")).as("it is there").hasSize(2);
  }

  private void purgeHistory() throws SQLException {
    queue.with(tx -> {
      Lead lead = queue.engine().leadership().lead(tx, 1, Duration.ofHours(1)).mine().orElseThrow();
      return queue.engine().history().purge(tx, lead, 1000);
    });
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

  @Test
  void whoSteersByStatementsAndNamesNobodyIsTheRoleOfTheSession() throws SQLException {
    schedules.declare("shop", "1", daily("a"));
    queue.sql("SELECT awa.retire_schedule('a', NULL)");
    schedules.declare("shop", "2", daily("a"));
    assertThat(state("a")).as("a person has retired it").isEqualTo(State.RETIRED);
    queue.sql("SELECT awa.restore_schedule('a', NULL)");
    queue.sql("SELECT awa.pause_schedule('a', NULL, 'why')");
    assertThat(queue.texts("SELECT paused_by FROM awa.schedules WHERE paused_by = session_user"))
        .hasSize(1);
    for (String refused :
        List.of(
            "awa.pause_schedule('a', NULL, NULL)",
            "awa.pause_schedule('a', '', 'why')",
            "awa.retire_schedule('a', '')",
            "awa.retire_owner('shop', '')",
            "awa.adopt_schedule('a', '', NULL, NULL)")) {
      assertThatThrownBy(() -> queue.sql("SELECT " + refused))
          .as(refused)
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("must be 1 to");
    }
  }

  private Check zones() {
    return check("time_zones");
  }

  private Check check(String name) {
    return queue.awa().health(Duration.ofSeconds(9)).checks().stream()
        .filter(check -> check.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aScheduleThatShouldHaveFiredIsFoundByTheHealthCheck() throws SQLException {
    schedules.declare("shop", "1", daily("a"));
    assertThat(check("schedules").status()).isEqualTo(Status.UP);
    queue.sql("UPDATE awa.schedules SET due_at = clock_timestamp() - interval '75 s'");
    assertThat(check("schedules").status()).isEqualTo(Status.DEGRADED);
    assertThat(check("schedules").words())
        .matches("a schedule should have fired 7[5-9] s ago: nobody leads, .*");
    schedules.pause("a", "me", "why");
    assertThat(check("schedules").status()).as("it is not to fire").isEqualTo(Status.UP);
  }

  @Test
  void ofManyQueuesWithoutAWorkerTheHealthCheckNamesTwenty() throws SQLException {
    for (int i = 100; i < 122; i++) {
      queue.awa().enqueue(TestQueue.job("q" + i, 1));
    }
    assertThat(check("queues").status()).isEqualTo(Status.DEGRADED);
    assertThat(check("queues").words()).endsWith(", q118, q119 and 2 more");
  }

  @Test
  void anOperationThatStandsStillIsFoundByTheHealthCheck() throws SQLException {
    long id =
        queue
            .awa()
            .operations()
            .submit(JobFilter.newest(1).withQueue("q"), Action.cancel(), "me", "why");
    assertThat(check("operations").status()).isEqualTo(Status.UP);
    queue.sql("UPDATE awa.operations SET moved_at = clock_timestamp() - interval '301 s'");
    assertThat(check("operations").status()).isEqualTo(Status.DEGRADED);
    assertThat(check("operations").words()).startsWith("an operation has not moved for 30");
    queue.awa().operations().stop(id, "me");
    assertThat(check("operations").status()).isEqualTo(Status.UP);
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
