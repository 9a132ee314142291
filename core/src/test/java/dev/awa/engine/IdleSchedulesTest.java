package dev.awa.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.PlannedFire;
import dev.awa.schedule.Overlap;
import dev.awa.schedule.Schedule;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ten thousand schedules that are not due cost a look nothing; nothing was ever analyzed. */
@Tag("every-postgres")
final class IdleSchedulesTest {
  private static final int IDLE = 10_000;

  private final TestQueue queue = TestQueue.create();
  private final Schedules schedules = queue.engine().schedules();

  @BeforeEach
  void fill() throws SQLException {
    queue
        .awa()
        .schedules()
        .declare(
            "shop",
            "1",
            Schedule.every("due", Duration.ofMinutes(1), TestQueue.job("q", 1))
                .withOverlap(Overlap.SKIP));
    queue.sql(
        "INSERT INTO awa.schedules (name, owner, expression, zone, missed, overlap, due_at, kind,"
            + " queue, priority, max_attempts, changed_by, args, ext)"
            + " SELECT 'idle ' || i, 'people', '0 0 1 1 *', 'UTC', 'once', 'allow',"
            + " clock_timestamp() + make_interval(secs => 3600 + i), 'k', 'q', 2, 25, 'me', '{}',"
            + " '{}' FROM generate_series(1, ?) AS i",
        IDLE);
  }

  private interface Step {
    void on(Connection tx) throws SQLException;
  }

  private void assertFewRows(int most, Step step) throws SQLException {
    Plans plans = Plans.of(queue, step::on);
    List<Plans.Scan> scans =
        plans.scans().stream().filter(scan -> scan.table().startsWith("schedule")).toList();
    assertThat(scans).isNotEmpty();
    assertThat(scans.stream().mapToDouble(Plans.Scan::rows).sum())
        .as(() -> scans.stream().map(plans::text).distinct().toList().toString())
        .isLessThanOrEqualTo(most);
  }

  @Test
  void ofALookForWhatIsDue() throws SQLException {
    assertFewRows(0, tx -> assertThat(schedules.due(tx, null, 500)).isEmpty());
    assertFewRows(1, tx -> assertThat(schedules.untilDue(tx, null)).isPresent());
    assertFewRows(0, tx -> assertThat(schedules.overdue(tx)).isZero());
  }

  @Test
  void ofAFire() throws SQLException {
    queue.sql("UPDATE awa.schedules SET due_at = clock_timestamp() WHERE name = 'due'");
    Lead lead =
        queue.with(tx ->
            queue.engine().leadership().lead(tx, 1, Duration.ofHours(1)).mine().orElseThrow());
    assertFewRows(
        12,
        tx -> {
          DueSchedule due = schedules.due(tx, null, 500).getFirst();
          PlannedFire fire = new PlannedFire("due", due.now(), null, "UTC", null);
          List<Settlement.Firing> firings = List.of(new Settlement.Firing(fire, null));
          Settlement settlement = new Settlement(due, due.now(), due.now(), firings);
          assertThat(schedules.fire(tx, lead, List.of(settlement)).fires()).hasSize(1);
        });
  }

  @Test
  void ofALookAtOne() throws SQLException {
    assertFewRows(2, tx -> assertThat(schedules.find(tx, "idle 7")).isPresent());
  }
}
