package dev.awa.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Job;
import dev.awa.JobFilter;
import dev.awa.RawJson;
import dev.awa.StoredJob;
import dev.awa.engine.Claimed;
import dev.awa.engine.DueSchedule;
import dev.awa.engine.Lead;
import dev.awa.event.Event;
import dev.awa.event.FireSkipped;
import dev.awa.event.FiresMissed;
import dev.awa.event.ScheduleFailed;
import dev.awa.event.ScheduleFired;
import dev.awa.schedule.Missed;
import dev.awa.schedule.Overlap;
import dev.awa.schedule.Schedule;
import dev.awa.schedule.ScheduleFire;
import dev.awa.schedule.StoredSchedule;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What schedules fire when time passes, is lost, or goes back. */
final class FiringTest {
  private static final Duration LEASE = Duration.ofHours(1);
  private static final Job<RawJson> JOB = TestQueue.job("q", 1);

  private final TestQueue queue = TestQueue.create();
  private final List<Event> events = new ArrayList<>();
  private final Firing firing = new Firing(queue.engine(), events::add);
  private Connection connection;
  private Lead lead;

  @BeforeEach
  void lead() throws SQLException {
    connection = queue.connect();
    lead = queue.engine().leadership().lead(connection, 1, LEASE).mine().orElseThrow();
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private void declare(Schedule... schedules) {
    queue.awa().schedules().declare("shop", "1", schedules);
  }

  /** As if so much time had passed. */
  private void pass(String interval) throws SQLException {
    queue.sql(
        "UPDATE awa.schedules SET fired_through = fired_through - ?::interval,"
            + " due_at = due_at - ?::interval, waiting_at = waiting_at - ?::interval",
        interval,
        interval,
        interval);
    // by a detour, so that no two rows meet on their way
    queue.sql(
        "UPDATE awa.schedule_fires SET planned_at = planned_at - ?::interval"
            + " - interval '9999999 hours'",
        interval);
    queue.sql("UPDATE awa.schedule_fires SET planned_at = planned_at + interval '9999999 hours'");
  }

  private int fire() throws SQLException {
    return firing.fireDue(connection, lead);
  }

  private List<StoredJob> jobs() {
    return queue.awa().jobs().list(JobFilter.newest(1000).withQueue("q")).reversed();
  }

  private List<ScheduleFire> fires(String name) {
    return queue.awa().schedules().fires(name);
  }

  private StoredSchedule stored(String name) {
    return queue.awa().schedules().find(name).orElseThrow();
  }

  private <E extends Event> List<E> events(Class<E> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  @Test
  void aScheduleFiresAtItsTimeAndNotBefore() throws SQLException {
    declare(Schedule.cron("daily", "0 3 * * *", JOB).withZone("Europe/Berlin"));
    assertThat(fire()).isZero();
    pass("1 day");
    assertThat(fire()).isEqualTo(1);
    assertThat(fire()).as("once").isZero();
    StoredSchedule daily = stored("daily");
    assertThat(daily.nextAt()).isAfter(Instant.now());
    ScheduleFire last = Objects.requireNonNull(daily.last());
    assertThat(last.outcome()).isEqualTo(ScheduleFire.Outcome.ENQUEUED);
    assertThat(last.plannedAt()).isEqualTo(daily.firedThrough());
    StoredJob job = jobs().getFirst();
    assertThat(job.id()).isEqualTo(last.jobId());
    assertThat(job.ext())
        .isEqualTo(
            "{\"schedule\":{\"name\":\"daily\",\"planned_at\":\""
                + last.plannedAt()
                + "\",\"planned_local\":\""
                + last.plannedAt().toString().substring(0, 10)
                + "T03:00\",\"zone\":\"Europe/Berlin\"}}");
    ScheduleFired fired = events(ScheduleFired.class).getFirst();
    assertThat(fired.jobId()).isEqualTo(job.id());
    assertThat(fired.late()).isBetween(Duration.ZERO, Duration.ofDays(1));
  }

  @Test
  void whatTheJobCarriesStaysAsItWasWritten() throws SQLException {
    declare(Schedule.every("s", Duration.ofSeconds(1), JOB.withTags("a}", "b").withPriority(3)));
    pass("1 second");
    fire();
    assertThat(jobs().getFirst().ext()).startsWith("{\"tags\":[\"a}\",\"b\"],\"schedule\":{");
    assertThat(jobs().getFirst().priority()).isEqualTo(3);
  }

  // --- outages ---

  @Test
  void afterAnOutageTheLastPlannedTimeIsFiredOnce() throws SQLException {
    declare(Schedule.every("s", Duration.ofMinutes(1), JOB));
    pass("1 hour");
    assertThat(fire()).isEqualTo(1);
    assertThat(events(FiresMissed.class)).hasSize(1);
    assertThat(events(FiresMissed.class).getFirst().times()).isBetween(58, 60);
    assertThat(fires("s").getFirst().plannedAt()).isAfter(Instant.now().minusSeconds(61));
    assertThat(fire()).isZero();
  }

  @Test
  void whatWasMissedIsToldByTheLeaderThatSettlesIt() throws SQLException {
    declare(Schedule.cron("s", "0 0 1 1 *", JOB).withMissed(Missed.skip()));
    pass("366 days");
    try (Connection person = queue.begin()) {
      TestQueue.sql(person, "SELECT FROM awa.schedules FOR UPDATE");
      assertThat(fire()).isZero();
      assertThat(events).isEmpty();
      person.rollback();
    }
    assertThat(fire()).isZero();
    assertThat(events(FiresMissed.class)).hasSize(1);
    assertThat(fire()).isZero();
    assertThat(events(FiresMissed.class)).hasSize(1);
  }

  @Test
  void afterAnOutageNothingIsFiredByTheRuleToSkip() throws SQLException {
    declare(Schedule.cron("s", "0 0 1 1 *", JOB).withMissed(Missed.skip()));
    pass("366 days");
    assertThat(fire()).isZero();
    assertThat(events(FiresMissed.class)).hasSize(1);
    assertThat(fires("s")).isEmpty();
    declare(Schedule.every("s", Duration.ofSeconds(1), JOB).withMissed(Missed.skip()));
    pass("2 seconds");
    assertThat(fire()).as("a little late is not missed").isEqualTo(1);
  }

  @Test
  void afterAnOutageSoManyTimesAreCaughtUpWith() throws SQLException {
    declare(Schedule.every("s", Duration.ofMinutes(1), JOB).withMissed(Missed.catchUp(5)));
    pass("1 hour");
    assertThat(fire()).isEqualTo(5);
    List<Instant> planned = fires("s").stream().map(ScheduleFire::plannedAt).toList();
    for (int i = 1; i < planned.size(); i++) {
      assertThat(planned.get(i)).isEqualTo(planned.get(i - 1).minusSeconds(60));
    }
    assertThat(jobs()).extracting(StoredJob::id).isSorted();
    assertThat(fires("s").getFirst().jobId()).isEqualTo(jobs().getLast().id());
    assertThat(fire()).isZero();
  }

  @Test
  void whatIsTooMuchForOneCallIsFiredByTheNext() throws SQLException {
    RawJson large = new RawJson("\"" + "x".repeat(1000 * 1000) + "\"");
    declare(
        Schedule.every("s", Duration.ofMinutes(1), JOB.withArgs(large))
            .withMissed(Missed.catchUp(20)));
    pass("1 hour");
    assertThat(fire()).as("eight of a megabyte").isEqualTo(8);
    assertThat(fire()).isEqualTo(8);
    assertThat(fire()).isEqualTo(4);
    assertThat(fires("s")).hasSize(20);
    assertThat(fires("s").stream().map(ScheduleFire::plannedAt).distinct()).hasSize(20);
  }

  // --- clocks ---

  @Test
  void aClockThatGoesBackRepeatsNothing() throws SQLException {
    declare(Schedule.every("s", Duration.ofMinutes(1), JOB));
    pass("5 minutes");
    assertThat(fire()).isEqualTo(1);
    pass("-1 hour"); // what was fired lies an hour ahead now
    assertThat(fire()).isZero();
    assertThat(stored("s").nextAt()).isAfter(Instant.now().plus(Duration.ofMinutes(50)));
    pass("1 hour");
    assertThat(fire()).isZero();
    pass("1 minute");
    assertThat(fire()).isEqualTo(1);
  }

  @Test
  void aScheduleThatAWrongClockSettledGoesOnWhenItIsResumed() throws SQLException {
    declare(Schedule.every("s", Duration.ofSeconds(1), JOB));
    pass("3 seconds");
    fire();
    pass("-100 days");
    assertThat(fire()).isZero();
    queue.awa().schedules().resume("s", "jo");
    pass("1 second");
    int again = fire();
    List<Instant> planned = fires("s").stream().map(ScheduleFire::plannedAt).toList();
    assertThat(planned).doesNotHaveDuplicates().hasSize(1 + again);
  }

  @Test
  void whatWasFiredIsNotFiredAgainWhateverTheScheduleSays() throws SQLException {
    declare(Schedule.every("s", Duration.ofMinutes(1), JOB));
    pass("5 minutes");
    assertThat(fire()).isEqualTo(1);
    // somebody sets it back
    queue.sql(
        "UPDATE awa.schedules SET fired_through = fired_through - interval '1 second',"
            + " due_at = clock_timestamp()");
    assertThat(fire()).isZero();
    assertThat(jobs()).hasSize(1);
  }

  @Test
  void aRestoredBackupRepeatsNoFireThatItKnows() throws SQLException {
    declare(Schedule.every("s", Duration.ofMinutes(1), JOB).withMissed(Missed.catchUp(100)));
    pass("10 minutes");
    assertThat(fire()).isEqualTo(10);
    queue.sql("CREATE TABLE public.schedules AS SELECT * FROM awa.schedules");
    queue.sql("CREATE TABLE public.fires AS SELECT * FROM awa.schedule_fires");
    List<Instant> known = fires("s").stream().map(ScheduleFire::plannedAt).toList();
    queue.sql("DELETE FROM awa.schedules");
    queue.sql("INSERT INTO awa.schedules SELECT * FROM public.schedules");
    queue.sql("INSERT INTO awa.schedule_fires SELECT * FROM public.fires");
    queue.sql("UPDATE awa.schedules SET due_at = clock_timestamp()");
    events.clear();
    fire();
    assertThat(events(ScheduleFired.class).stream().map(ScheduleFired::plannedAt))
        .doesNotContainAnyElementsOf(known);
  }

  // --- leaders ---

  @Test
  void leadersThatFireAtOnceFireEachTimeOnce() throws Exception {
    Schedule[] many = new Schedule[50];
    for (int i = 0; i < many.length; i++) {
      many[i] = Schedule.every("s" + i, Duration.ofSeconds(1), JOB);
    }
    declare(many);
    long until = System.nanoTime() + Duration.ofSeconds(4).toNanos();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<Integer>> leaders = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        leaders.add(
            threads.submit(() -> {
              int fired = 0;
              Firing own = new Firing(queue.engine(), event -> {});
              try (Connection mine = queue.connect()) {
                while (System.nanoTime() < until) {
                  fired += own.fireDue(mine, lead);
                }
              }
              return fired;
            }));
      }
      int fired = 0;
      for (Future<Integer> leader : leaders) {
        fired += leader.get();
      }
      assertThat(fired).isGreaterThan(50);
      assertThat(queue.number("SELECT count(*) FROM awa.schedule_fires")).isEqualTo(fired);
    }
    assertThat(queue.number("SELECT count(*) FROM awa.jobs"))
        .isEqualTo(queue.number("SELECT count(*) FROM awa.schedule_fires"));
  }

  @Test
  void ofTwoLeadersThatReadTheSameOneFires() throws SQLException {
    declare(Schedule.every("s", Duration.ofMinutes(1), JOB));
    pass("1 minute");
    List<DueSchedule> read = queue.engine().schedules().due(connection, null, 10);
    assertThat(firing.fire(connection, lead, read)).isEqualTo(1);
    assertThat(firing.fire(connection, lead, read)).isZero();
    assertThat(jobs()).hasSize(1);
  }

  @Test
  void aLeaderThatDiesBetweenFireAndMarkHasDoneNothing() throws SQLException {
    declare(Schedule.every("s", Duration.ofMinutes(1), JOB));
    pass("1 minute");
    try (Connection dying = queue.begin()) {
      List<DueSchedule> read = queue.engine().schedules().due(dying, null, 10);
      assertThat(firing.fire(dying, lead, read)).isEqualTo(1);
      assertThat(fire()).as("the row is locked, nobody waits").isZero();
      dying.rollback();
    }
    assertThat(fire()).isEqualTo(1);
    assertThat(jobs()).hasSize(1);
  }

  @Test
  void aChangeBetweenLookAndFireIsLookedAtAgain() throws SQLException {
    declare(Schedule.every("s", Duration.ofMinutes(1), JOB));
    pass("1 minute");
    List<DueSchedule> read = queue.engine().schedules().due(connection, null, 10);
    declare(Schedule.every("s", Duration.ofMinutes(1), JOB.withPriority(1)));
    assertThat(firing.fire(connection, lead, read)).isZero();
    assertThat(fire()).isEqualTo(1);
    assertThat(jobs().getFirst().priority()).isEqualTo(1);
  }

  @Test
  void aScheduleThatCanNotBeFiredFailsAlone() throws SQLException {
    declare(
        Schedule.every("bad zone", Duration.ofMinutes(1), JOB),
        Schedule.every("bad args", Duration.ofMinutes(1), JOB),
        Schedule.every("bad start", Duration.ofMinutes(1), JOB),
        Schedule.every("good", Duration.ofMinutes(1), JOB));
    queue.sql("UPDATE awa.schedules SET zone = 'Mars/Olympus' WHERE name = 'bad zone'");
    queue.sql("UPDATE awa.schedules SET queue = repeat('q', 300) WHERE name = 'bad args'");
    queue.sql("UPDATE awa.schedules SET starts_at = 'infinity' WHERE name = 'bad start'");
    pass("1 minute");
    assertThat(fire()).isEqualTo(1);
    assertThat(events(ScheduleFailed.class))
        .extracting(ScheduleFailed::schedule)
        .containsExactlyInAnyOrder("bad zone", "bad args", "bad start");
    assertThat(fire()).as("put off").isZero();
    assertThat(events(ScheduleFailed.class)).hasSize(3);
    queue.sql("UPDATE awa.schedules SET zone = 'UTC'");
    pass("1 minute");
    assertThat(fires("bad zone")).isEmpty();
    fire();
    assertThat(fires("bad zone")).hasSize(1);
  }

  // --- overlap ---

  @Test
  void aFireIsSkippedWhileAnEarlierJobHasNotEnded() throws SQLException {
    declare(Schedule.every("s", Duration.ofMinutes(1), JOB).withOverlap(Overlap.SKIP));
    pass("1 minute");
    assertThat(fire()).isEqualTo(1);
    pass("1 minute");
    assertThat(fire()).isZero();
    long first = jobs().getFirst().id();
    assertThat(events(FireSkipped.class)).extracting(FireSkipped::jobId).containsExactly(first);
    assertThat(fires("s").getFirst().outcome()).isEqualTo(ScheduleFire.Outcome.SKIPPED);
    complete();
    pass("1 minute");
    assertThat(fire()).isEqualTo(1);
  }

  @Test
  void oneFireWaitsForAnEarlierJobAndOthersAreSkipped() throws SQLException {
    declare(Schedule.every("s", Duration.ofMinutes(1), JOB).withOverlap(Overlap.QUEUE_ONE));
    pass("1 minute");
    fire();
    pass("1 minute");
    assertThat(fire()).isZero();
    Instant waiting = Objects.requireNonNull(stored("s").waitingAt());
    assertThat(events(FireSkipped.class)).isEmpty();
    pass("1 minute");
    assertThat(fire()).isZero();
    assertThat(stored("s").waitingAt()).as("the first stays").isEqualTo(waiting.minusSeconds(60));
    assertThat(events(FireSkipped.class)).hasSize(1);
    complete();
    queue.sql("UPDATE awa.schedules SET due_at = clock_timestamp()");
    assertThat(fire()).isEqualTo(1);
    assertThat(stored("s").waitingAt()).isNull();
    assertThat(jobs()).hasSize(2);
    assertThat(fires("s").stream().filter(f -> f.plannedAt().equals(waiting.minusSeconds(60))))
        .singleElement()
        .extracting(ScheduleFire::outcome)
        .isEqualTo(ScheduleFire.Outcome.ENQUEUED);
  }

  @Test
  void aFireThatWaitedIsFiredOnceWhenTheScheduleAllowsOverlapsByThen() throws SQLException {
    Schedule schedule = Schedule.every("s", Duration.ofHours(1), JOB);
    declare(schedule.withOverlap(Overlap.QUEUE_ONE));
    pass("1 hour");
    fire();
    pass("1 hour");
    fire();
    assertThat(stored("s").waitingAt()).isNotNull();
    declare(schedule.withMissed(Missed.catchUp(150)));
    pass("150 hours"); // so the note of the fire that waited is not kept
    assertThat(fire()).isEqualTo(151);
    assertThat(stored("s").waitingAt()).isNull();
    queue.sql("UPDATE awa.schedules SET due_at = clock_timestamp()");
    assertThat(fire()).isZero();
    assertThat(jobs()).hasSize(152);
  }

  private void complete() throws SQLException {
    long worker = queue.worker();
    Claimed claimed = queue.claim(worker, "q", 10);
    queue.flush(worker, 1, TestQueue.ended(claimed, TestQueue.completed()));
  }

  // --- bounds ---

  @Test
  void nothingIsPlannedBeforeTheStartAndFromTheEndOn() throws SQLException {
    Instant now = Instant.now();
    declare(
        Schedule.every("later", Duration.ofSeconds(1), JOB).withStart(now.plusSeconds(3600)),
        Schedule.every("over", Duration.ofSeconds(1), JOB).withEnd(now.minusSeconds(3600)));
    pass("10 seconds");
    queue.sql("UPDATE awa.schedules SET due_at = clock_timestamp()");
    assertThat(fire()).isZero();
    assertThat(stored("later").state()).isEqualTo(StoredSchedule.State.ACTIVE);
    assertThat(stored("later").nextAt()).isBetween(now.plusSeconds(3600), now.plusSeconds(3602));
    assertThat(stored("over").state()).isEqualTo(StoredSchedule.State.ENDED);
    assertThat(stored("over").nextAt()).isNull();
  }

  @Test
  void jitterPutsJobsOffByAsMuchEachTime() throws SQLException {
    declare(Schedule.every("s", Duration.ofHours(1), JOB).withJitter(Duration.ofHours(20)));
    pass("1 hour");
    fire();
    StoredJob job = jobs().getFirst();
    Duration off = Duration.between(fires("s").getFirst().plannedAt(), job.runAt());
    assertThat(off).isBetween(Duration.ZERO, Duration.ofHours(20));
    queue.sql("DELETE FROM awa.schedule_fires");
    pass("1 second");
    queue.sql("UPDATE awa.schedules SET fired_through = fired_through - interval '1 hour'");
    queue.sql("UPDATE awa.schedules SET due_at = clock_timestamp()");
    fire();
    assertThat(jobs().getLast().runAt()).isEqualTo(job.runAt());
  }

  @Test
  void theNewestHundredFiresAreKept() throws SQLException {
    declare(Schedule.every("s", Duration.ofSeconds(1), JOB).withMissed(Missed.catchUp(250)));
    pass("300 seconds");
    assertThat(fire()).isEqualTo(250);
    assertThat(fires("s")).hasSize(100);
    assertThat(queue.number("SELECT count(*) FROM awa.schedule_fires")).isEqualTo(100);
    assertThat(fires("s").getFirst().plannedAt()).isEqualTo(stored("s").firedThrough());
  }

  // --- steering ---

  @Test
  void aPausedScheduleFiresNothingAndMakesUpForNothing() throws SQLException {
    declare(Schedule.every("s", Duration.ofMinutes(1), JOB).withMissed(Missed.catchUp(10)));
    queue.awa().schedules().pause("s", "jo", "the provider is down");
    pass("1 hour");
    assertThat(fire()).isZero();
    StoredSchedule paused = stored("s");
    assertThat(paused.state()).isEqualTo(StoredSchedule.State.PAUSED);
    assertThat(paused.pausedReason()).isEqualTo("the provider is down");
    declare(Schedule.every("s", Duration.ofMinutes(2), JOB));
    assertThat(stored("s").state()).as("a deployment ends no pause").isEqualTo(paused.state());
    queue.awa().schedules().resume("s", "jo");
    assertThat(fire()).isZero();
    pass("2 minutes");
    assertThat(fire()).isEqualTo(1);
  }

  @Test
  void aScheduleIsFiredByHandWithoutChangingItsTimes() throws SQLException {
    declare(Schedule.cron("s", "0 0 1 1 *", JOB).withOverlap(Overlap.SKIP));
    Instant before = stored("s").firedThrough();
    long id = queue.awa().schedules().trigger("s", "jo").id();
    assertThat(stored("s").firedThrough()).isEqualTo(before);
    assertThat(jobs()).extracting(StoredJob::id).containsExactly(id);
    assertThat(jobs().getFirst().ext()).contains("\"triggered_by\"", "\"jo\"");
    assertThat(fires("s").getFirst().outcome()).isEqualTo(ScheduleFire.Outcome.TRIGGERED);
    assertThat(queue.awa().schedules().trigger("s", "jo").duplicate()).isTrue();
  }
}
