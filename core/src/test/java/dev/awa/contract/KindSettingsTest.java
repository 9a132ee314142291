package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.awa.KindChange;
import dev.awa.Overwritten;
import dev.awa.QueueSetting;
import dev.awa.QueueSettings;
import dev.awa.SettingChange;
import dev.awa.client.Kinds;
import dev.awa.lab.Eventually;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** For how long a kind is kept can be set: partly, by several people, with words for refusals. */
@Tag("every-postgres")
final class KindSettingsTest {
  private final TestQueue queue = TestQueue.create();

  private Kinds kinds() {
    return queue.awa().kinds();
  }

  private static KindChange days(KindChange change, int days) {
    return change.keepFailed(Duration.ofDays(days));
  }

  @Test
  void aChangeIsPartialAndKeptInTheHistoryOfTheKind() throws SQLException {
    kinds().set("k", change -> change.keepDeadLetters(Duration.ofDays(90)), "jo");
    assertThat(kinds().set("k", change -> days(change, 30), "mo"))
        .extracting(Overwritten::setting, Overwritten::before, Overwritten::after)
        .containsExactly(tuple(QueueSetting.KEEP_FAILED, null, Duration.ofDays(30)));
    queue.awa().queues().set("k", change -> change.concurrency(5), "queue of the same name");
    queue.sql("SELECT awa.set_kind('k', '{\"keep_dead_letters\": null}', 'al')");
    QueueSettings left = QueueSettings.of(Map.of(QueueSetting.KEEP_FAILED, Duration.ofDays(30)));
    assertThat(kinds().show("k").settings()).isEqualTo(left);
    assertThat(kinds().settings()).isEqualTo(Map.of("k", left));
    assertThat(kinds().show("k").changes()).extracting(SettingChange::by).containsExactly("mo");
    assertThat(kinds().history("k", 10))
        .extracting(SettingChange::by, SettingChange::setting)
        .containsExactly(
            tuple("al", "keep_dead_letters"),
            tuple("mo", "keep_failed"),
            tuple("jo", "keep_dead_letters"));
  }

  @Test
  void whatAKindDoesNotHaveIsRefusedWithWords() {
    assertThatThrownBy(
            () -> kinds().set("k", change -> change.reset(QueueSetting.KEEP_COMPLETED), "jo"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("setting: must be keep_failed or keep_dead_letters, got keep_completed");
    refusedBySql("{\"keep_completed\": 0}", "must be one of keep_failed, keep_dead_letters");
    refusedBySql("{\"keep_failed\": \"-1 day\"}", "keep_failed: must be 0 s to 315360000 s");
    assertThat(kinds().settings()).isEmpty();
  }

  private void refusedBySql(String changes, String words) {
    assertThatThrownBy(() -> queue.sql("SELECT awa.set_kind('k', ?::jsonb, 'jo')", changes))
        .isInstanceOf(SQLException.class)
        .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("AW001"))
        .hasMessageContaining(words);
  }

  /** One after the other has the row; the second is told of the first, not of what it saw. */
  @Test
  void ofTwoPeopleAtOnceTheSecondIsToldWhatItOverwrote() throws Exception {
    List<Overwritten> second = new CopyOnWriteArrayList<>();
    try (Connection tx = queue.begin()) {
      kinds().set(tx, "k", change -> days(change, 4), "first");
      Thread other =
          Thread.ofPlatform()
              .start(() -> second.addAll(kinds().set("k", change -> days(change, 5), "second")));
      Eventually.holds(
          "the second waits",
          () ->
              queue.number(
                      "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                          + " AND datname = current_database()")
                  == 1);
      tx.commit();
      other.join();
    }
    assertThat(second)
        .extracting(Overwritten::before, Overwritten::after, Overwritten::setBy)
        .containsExactly(tuple(Duration.ofDays(4), Duration.ofDays(5), "first"));
  }
}
