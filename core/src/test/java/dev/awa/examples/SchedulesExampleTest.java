package dev.awa.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Job;
import dev.awa.client.Awa;
import dev.awa.schedule.Declaration;
import dev.awa.schedule.Overlap;
import dev.awa.schedule.Schedule;
import dev.awa.schedule.SchedulePlan;
import dev.awa.schedule.StoredSchedule;
import dev.awa.support.TestQueue;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The calls of docs/how-to/schedules.md. */
final class SchedulesExampleTest {
  record Report(String of) {}

  record CleanUp() {}

  private final Awa awa = TestQueue.create().awa();

  @Test
  void schedulesAreDeclaredAndPlanned() {
    awa.schedules()
        .declare(
            "shop", // the owner: this application
            "2026-11-29", // the revision: what is deployed
            Schedule.cron("nightly-report", "0 3 * * *", Job.of(new Report("day")))
                .withZone("Europe/Berlin")
                .withOverlap(Overlap.SKIP),
            Schedule.every("clean-up", Duration.ofMinutes(5), Job.of(new CleanUp())));
    assertThat(awa.schedules().list())
        .extracting(StoredSchedule::kind)
        .containsExactly("clean_up", "report");
    List<Schedule> schedules = List.of();
    SchedulePlan plan = awa.schedules().plan(Declaration.of("shop", "2026-11-30", schedules));
    plan.of(SchedulePlan.Verdict.RETIRE).forEach(change -> System.out.println(change.name()));
    assertThat(plan.changes()).hasSize(2);
  }
}
