package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.awa.AwaException;
import dev.awa.InvalidJobException;
import dev.awa.Job;
import dev.awa.Outcome;
import dev.awa.PlannedFire;
import dev.awa.RawJson;
import dev.awa.Unique;
import dev.awa.client.Schedules;
import dev.awa.engine.Lead;
import dev.awa.event.Event;
import dev.awa.event.ScheduleFired;
import dev.awa.lab.Eventually;
import dev.awa.schedule.Declaration;
import dev.awa.schedule.Missed;
import dev.awa.schedule.Overlap;
import dev.awa.schedule.Schedule;
import dev.awa.schedule.ScheduleOwner;
import dev.awa.schedule.ScheduleOwner.Retiring;
import dev.awa.schedule.ScheduleOwner.Revision;
import dev.awa.schedule.SchedulePlan;
import dev.awa.schedule.SchedulePlan.Verdict;
import dev.awa.schedule.StoredSchedule;
import dev.awa.schedule.StoredSchedule.State;
import dev.awa.support.TestQueue;
import dev.awa.worker.Worker;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Schedules are declared, belong to their owners, are looked at, and fire. */
@Tag("every-postgres")
final class SchedulesTest extends WorkerCase {
  private static final Job<RawJson> JOB = TestQueue.job("q", 1);
  private static final String DAILY = "0 3 * * *";

  private final Schedules schedules = queue.awa().schedules();

  @Test
  void schedulesAreReadInPages() {
    schedules.declare("shop", "1", daily("a"), daily("b"), daily("d"));
    schedules.add(StoredSchedule.PEOPLE, daily("c"), "me");
    assertThat(names(schedules.page(null, "", 2))).containsExactly("a", "b");
    assertThat(names(schedules.page(null, "b", 2))).containsExactly("c", "d");
    assertThat(names(schedules.page("shop", "b", 2))).containsExactly("d");
    assertThat(schedules.page(null, "d", 2)).isEmpty();
    assertThatThrownBy(() -> schedules.page(null, "", 10_001)).hasMessageContaining("10000");
    assertThatThrownBy(() -> schedules.page(null, "a\0b", 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<String> names(List<StoredSchedule> some) {
    return some.stream().map(StoredSchedule::name).toList();
  }

  private static Schedule daily(String name) {
    return Schedule.cron(name, DAILY, JOB);
  }

  private StoredSchedule stored(String name) {
    return schedules.find(name).orElseThrow();
  }

  private static List<String> names(SchedulePlan plan, Verdict verdict) {
    return plan.of(verdict).stream().map(SchedulePlan.Change::name).toList();
  }

  private List<String> retireUndeclared() throws SQLException {
    return queue.with(tx -> {
      Lead lead = queue.engine().leadership().lead(tx, 1, Duration.ofHours(1)).mine().orElseThrow();
      return queue.engine().schedules().retireUndeclared(tx, lead);
    });
  }

  /** As if so much time had passed since everything was declared. */
  private void pass(String interval) throws SQLException {
    queue.sql(
        "UPDATE awa.schedule_revisions SET since = since - ?::interval, seen_at = seen_at -"
            + " ?::interval",
        interval,
        interval);
    queue.sql("UPDATE awa.schedules SET changed_at = changed_at - ?::interval", interval);
  }

  // --- firing ---

  @Test
  void aWorkerFiresWhatIsDueAndItsHandlerKnowsWhichFireItIs() throws Exception {
    Queue<PlannedFire> seen = new ConcurrentLinkedQueue<>();
    Queue<Event> fired = new ConcurrentLinkedQueue<>();
    schedules.declare(
        "shop", "1", Schedule.every("tick", Duration.ofSeconds(1), JOB).withZone("Asia/Tokyo"));
    Worker.Builder builder =
        worker((args, context) -> {
          seen.add(context.job().fire());
          return Outcome.complete();
        });
    try (Worker worker = builder.listen(ScheduleFired.class, fired::add).start()) {
      assertThat(worker).isNotNull();
      Eventually.holds("three fires", () -> seen.size() >= 3);
    }
    List<Instant> planned = seen.stream().map(PlannedFire::plannedAt).toList();
    assertThat(planned).isSorted().doesNotHaveDuplicates();
    PlannedFire fire = seen.element();
    assertThat(fire.schedule()).isEqualTo("tick");
    assertThat(fire.zone()).isEqualTo("Asia/Tokyo");
    assertThat(fire.plannedLocal())
        .isEqualTo(fire.plannedAt().atZone(ZoneId.of("Asia/Tokyo")).toLocalDateTime());
    assertThat(fired).hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void twoWorkersFireEachPlannedTimeOnce() throws Exception {
    schedules.declare("shop", "1", Schedule.every("tick", Duration.ofSeconds(1), JOB));
    try (Worker one = worker((args, context) -> Outcome.complete()).start();
        Worker other = worker((args, context) -> Outcome.complete()).start()) {
      assertThat(one).isNotSameAs(other);
      Eventually.holds("it fires", () -> schedules.fires("tick").size() >= 2);
      queue.sql("UPDATE awa.leadership SET expires_at = '-infinity'"); // another may take it
      int before = schedules.fires("tick").size();
      Eventually.holds("it fires on", () -> schedules.fires("tick").size() >= before + 2);
    }
    assertThat(
            queue.number(
                "SELECT count(*) - count(DISTINCT ext #>> '{schedule,planned_at}') FROM awa.jobs"))
        .isZero();
    assertThat(queue.number("SELECT count(*) FROM awa.jobs"))
        .isEqualTo(queue.number("SELECT count(*) FROM awa.schedule_fires"));
  }

  @Test
  void theRulesOfThisJvmDecideWhenALeaderBegins() throws Exception {
    schedules.declare("shop", "1", daily("daily"));
    Instant right = stored("daily").nextAt();
    queue.sql("UPDATE awa.schedules SET due_at = due_at + interval '1 hour'");
    try (Worker worker = worker((args, context) -> Outcome.complete()).start()) {
      assertThat(worker).isNotNull();
      Eventually.holds("looked up", () -> right.equals(stored("daily").nextAt()));
    }
  }

  // --- declaring ---

  @Test
  void aDeclarationAddsChangesAndKeeps() {
    SchedulePlan first = schedules.declare("shop", "1", daily("a"), daily("b"));
    assertThat(names(first, Verdict.ADD)).containsExactly("a", "b");
    SchedulePlan again = schedules.declare("shop", "1", daily("a"), daily("b"));
    assertThat(names(again, Verdict.KEEP)).containsExactly("a", "b");
    assertThat(stored("a").version()).isEqualTo(1);
    SchedulePlan changed =
        schedules.declare("shop", "1", daily("a").withZone("Asia/Tokyo"), daily("b"));
    assertThat(names(changed, Verdict.CHANGE)).containsExactly("a");
    assertThat(changed.changes().getFirst().words()).isEqualTo("zone UTC -> Asia/Tokyo");
    assertThat(stored("a").version()).isEqualTo(2);
    assertThat(stored("a").changedBy()).isEqualTo("shop 1");
  }

  @Test
  void everyPartOfAScheduleComesBackAsItWasDeclared() {
    Schedule whole =
        Schedule.cron(
                "whole", "30 0 3 1 JAN ?", JOB.withPriority(1).withMaxAttempts(3).withTags("t"))
            .withZone("America/New_York")
            .withMissed(Missed.catchUp(7))
            .withOverlap(Overlap.QUEUE_ONE)
            .withJitter(Duration.ofMillis(1500))
            .withStart(Instant.parse("2020-01-01T00:00:00.123456789Z"))
            .withEnd(Instant.parse("2999-01-01T00:00:00Z"));
    schedules.declare("shop", "1", whole);
    assertThat(names(schedules.declare("shop", "1", whole), Verdict.KEEP)).hasSize(1);
    StoredSchedule stored = stored("whole");
    assertThat(stored.expression()).isEqualTo("30 0 3 1 1 *");
    assertThat(stored.missed()).isEqualTo("catch_up 7");
    assertThat(stored.overlap()).isEqualTo("queue_one");
    assertThat(stored.jitter()).isEqualTo(Duration.ofMillis(1500));
    assertThat(stored.priority()).isEqualTo(1);
    assertThat(stored.maxAttempts()).isEqualTo(3);
    assertThat(stored.state()).isEqualTo(State.ACTIVE);
  }

  @Test
  void aPlanChangesNothingAndSaysWhatWouldBeDone() {
    schedules.declare("shop", "1", daily("stays"), daily("goes"), daily("changes"));
    Declaration next =
        Declaration.of(
            "shop",
            "2",
            List.of(daily("stays"), daily("comes"), daily("changes").withOverlap(Overlap.SKIP)));
    SchedulePlan plan = schedules.plan(next);
    assertThat(names(plan, Verdict.ADD)).containsExactly("comes");
    assertThat(names(plan, Verdict.CHANGE)).containsExactly("changes");
    assertThat(names(plan, Verdict.RETIRE)).containsExactly("goes");
    assertThat(names(plan, Verdict.KEEP)).containsExactly("stays");
    assertThat(schedules.find("comes")).isEmpty();
    assertThat(schedules.declare(next).changes()).isEqualTo(plan.changes());
  }

  // --- owners and revisions ---

  @Test
  void anOwnerTouchesNothingOfAnother() throws SQLException {
    schedules.declare("shop", "1", daily("a"));
    assertThatThrownBy(() -> schedules.declare("billing", "1", daily("b"), daily("a")))
        .isInstanceOf(AwaException.class)
        .hasMessageContaining("schedule \"a\": belongs to owner shop");
    assertThat(schedules.find("b")).as("all or nothing").isEmpty();
    schedules.declare("billing", "1", daily("b"));
    pass("1 day");
    assertThat(retireUndeclared()).isEmpty();
    assertThat(schedules.adopt("a", "billing", "shop", "jo")).isEqualTo("shop");
    schedules.declare("billing", "1", daily("b"), daily("a"));
    assertThat(schedules.list("billing")).hasSize(2);
    assertThatThrownBy(() -> schedules.adopt("a", "x", "shop", "jo"))
        .hasMessageContaining("no schedule \"a\" of owner shop");
  }

  @Test
  void twoRevisionsOfARollingDeploymentLeaveEachOthersSchedules() throws SQLException {
    schedules.declare("shop", "1", daily("both"), daily("old"));
    pass("30 days");
    schedules.declare("shop", "2", daily("both").withOverlap(Overlap.SKIP), daily("new"));
    assertThat(retireUndeclared()).as("within the grace").isEmpty();
    SchedulePlan restarted = schedules.declare("shop", "1", daily("both"), daily("old"));
    assertThat(names(restarted, Verdict.LEAVE)).as("the newer decides").hasSize(3);
    assertThat(stored("both").overlap()).isEqualTo("skip");
    pass("11 minutes");
    assertThat(retireUndeclared()).containsExactly("old");
    assertThat(stored("old").state()).isEqualTo(State.RETIRED);
    assertThat(stored("old").retiredBy()).isNull();
    assertThat(stored("new").state()).isEqualTo(State.ACTIVE);
    pass("30 days");
    assertThat(retireUndeclared()).as("the newest stays, seen or not").isEmpty();
  }

  private ScheduleOwner owner(String name) {
    return schedules.owners().stream()
        .filter(one -> one.owner().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void anOwnerTellsWhatIsDeclaredAndWhatWillBeRetiredWhen() throws SQLException {
    schedules.add("people", daily("by hand"), "me");
    schedules.declare("shop", "1", daily("both"), daily("old"));
    assertThat(schedules.owners())
        .extracting(ScheduleOwner::owner, ScheduleOwner::schedules)
        .containsExactly(tuple("people", 1L), tuple("shop", 2L));
    assertThat(owner("people").grace()).isNull();
    assertThat(owner("people").revisions()).isEmpty();
    assertThat(owner("shop").revisions().getFirst().endsAt()).as("alone").isNull();
    pass("1 day");
    schedules.declare("shop", "2", daily("both"), daily("new"));

    ScheduleOwner shop = owner("shop");
    Duration grace = Objects.requireNonNull(shop.grace());
    assertThat(shop.revisions()).extracting(Revision::revision).containsExactly("2", "1");
    Revision newer = shop.revisions().getFirst();
    Revision older = shop.revisions().getLast();
    assertThat(newer.names()).containsExactlyInAnyOrder("both", "new");
    assertThat(newer.endsAt()).isNull();
    assertThat(older.endsAt()).isEqualTo(newer.since().plus(grace));
    assertThat(shop.retiring())
        .containsExactly(new Retiring("old", Objects.requireNonNull(older.endsAt())));

    schedules.declare("shop", "1", daily("both"), daily("old")); // it is still at work
    older = owner("shop").revisions().getLast();
    assertThat(older.endsAt()).isEqualTo(older.seenAt().plus(grace));
    pass("11 minutes");
    assertThat(owner("shop").retiring())
        .extracting(Retiring::name)
        .containsExactlyElementsOf(retireUndeclared());
    shop = owner("shop");
    assertThat(shop.retiring()).isEmpty();
    assertThat(shop.revisions()).hasSize(1);
    assertThat(shop).returns(2L, ScheduleOwner::schedules).returns(1L, ScheduleOwner::retired);
  }

  @Test
  void anOwnerTellsThatARevisionEndsByARollbackAndThatNothingIsRetired() throws SQLException {
    schedules.declare("shop", "1", daily("a"));
    pass("1 day");
    schedules.declare("shop", "2", daily("b"));
    pass("11 minutes");
    schedules.declare("shop", "1", daily("a"));
    assertThat(owner("shop").revisions().getFirst().endsAt())
        .as("the newer, which nobody declares any more")
        .isNotNull();
    schedules.declare(Declaration.of("keeps", "1", List.of(daily("c"))).keeping());
    schedules.declare(Declaration.of("keeps", "2", List.of()).keeping());
    pass("100 days");
    assertThat(owner("keeps").retiring()).isEmpty();
    assertThat(owner("keeps").revisions()).extracting(Revision::endsAt).containsOnlyNulls();
  }

  @Test
  void theFirstDeclarationRetiresNothingWithinTheGrace() throws SQLException {
    schedules.add("shop", daily("by hand"), "jo");
    pass("30 days");
    schedules.declare("shop", "1", daily("a"));
    assertThat(retireUndeclared()).as("somebody may look at the plan").isEmpty();
    pass("11 minutes");
    assertThat(retireUndeclared()).containsExactly("by hand");
  }

  @Test
  void whatSomebodyHoldsIsRetiredLaterAndKeepsNobodyWaiting() throws SQLException {
    schedules.declare("shop", "1", daily("held"), daily("free"));
    pass("30 days");
    schedules.declare("shop", "2");
    pass("11 minutes");
    try (Connection person = queue.begin()) {
      TestQueue.sql(person, "SELECT FROM awa.schedules WHERE name = 'held' FOR UPDATE");
      TestQueue.sql(person, "SELECT FROM awa.schedule_revisions FOR UPDATE");
      assertThat(retireUndeclared()).as("revision 1 lives on").isEmpty();
      person.rollback();
      TestQueue.sql(person, "SELECT FROM awa.schedules WHERE name = 'held' FOR UPDATE");
      assertThat(retireUndeclared()).containsExactly("free");
      person.rollback();
    }
    assertThat(retireUndeclared()).containsExactly("held");
  }

  @Test
  void afterARollbackTheOlderRevisionDecidesAgain() throws SQLException {
    schedules.declare("shop", "1", daily("a"));
    pass("1 day");
    schedules.declare("shop", "2", daily("a").withOverlap(Overlap.SKIP));
    pass("5 minutes");
    schedules.declare("shop", "1", daily("a"));
    assertThat(stored("a").overlap()).isEqualTo("skip");
    pass("6 minutes");
    schedules.declare("shop", "1", daily("a")); // it goes on declaring, the other does not
    pass("6 minutes");
    schedules.declare("shop", "1", daily("a"));
    retireUndeclared();
    schedules.declare("shop", "1", daily("a"));
    assertThat(stored("a").overlap()).isEqualTo("allow");
  }

  @Test
  void whatIsNotDeclaredAnyMoreIsKeptIfTheOwnerSaysSo() throws SQLException {
    schedules.declare(Declaration.of("shop", "1", List.of(daily("a"))).keeping());
    SchedulePlan plan = schedules.declare(Declaration.of("shop", "2", List.of()).keeping());
    assertThat(names(plan, Verdict.LEAVE)).containsExactly("a");
    pass("100 days");
    assertThat(retireUndeclared()).isEmpty();
  }

  @Test
  void aScheduleThatWasRetiredForWantOfADeclarationComesBackWithOne() throws SQLException {
    schedules.declare("shop", "1", daily("a"));
    schedules.declare("shop", "2");
    pass("11 minutes");
    assertThat(retireUndeclared()).containsExactly("a");
    assertThatThrownBy(() -> schedules.add("shop", daily("a"), "me"))
        .hasMessageContaining("its owner does not declare it any more");
    schedules.declare("shop", "3", daily("a"));
    assertThat(stored("a").state()).isEqualTo(State.ACTIVE);
  }

  @Test
  void whatAPersonHasRetiredStaysSoUntilAPersonRestoresIt() {
    schedules.declare("shop", "1", daily("a"));
    schedules.retire("a", "jo");
    SchedulePlan plan = schedules.declare("shop", "2", daily("a"));
    assertThat(names(plan, Verdict.LEAVE)).containsExactly("a");
    assertThat(plan.changes().getFirst().words()).isEqualTo("retired by jo");
    assertThat(stored("a").state()).isEqualTo(State.RETIRED);
    assertThatThrownBy(() -> schedules.add("shop", daily("a"), "me"))
        .hasMessageContaining("schedule \"a\": was retired by jo")
        .hasMessageContaining("awa schedule restore");
    assertThat(stored("a").state()).isEqualTo(State.RETIRED);
    schedules.restore("a", "jo");
    assertThat(stored("a").state()).isEqualTo(State.ACTIVE);
  }

  /** The declaration has seen the schedule before, and waits to change it. */
  @Test
  void aPersonWhoRetiresAScheduleDuringADeclarationHasTheLastWord() throws Exception {
    schedules.declare("shop", "1", daily("a"), daily("b"));
    try (Connection tx = queue.connect();
        ExecutorService other = Executors.newSingleThreadExecutor()) {
      tx.setAutoCommit(false);
      schedules.retire(tx, "a", "jo");
      Future<SchedulePlan> declared =
          other.submit(() ->
              schedules.declare(
                  "shop",
                  "1",
                  daily("a").withZone("Asia/Tokyo"),
                  daily("b").withZone("Asia/Tokyo")));
      Eventually.holds("the declaration waits", () -> waiting() == 1);
      tx.commit();
      SchedulePlan plan = declared.get();
      assertThat(names(plan, Verdict.LEAVE)).containsExactly("a");
      assertThat(names(plan, Verdict.CHANGE)).containsExactly("b");
    }
    assertThat(stored("a").retiredBy()).isEqualTo("jo");
    assertThat(stored("a").zone()).isEqualTo("UTC");
  }

  private long waiting() throws SQLException {
    return queue.number(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
            + " AND datname = current_database()");
  }

  @Test
  void whatPeopleMakeIsNoApplicationsToRetire() throws SQLException {
    schedules.add(StoredSchedule.PEOPLE, daily("by hand"), "jo");
    pass("100 days");
    assertThat(retireUndeclared()).isEmpty();
    assertThatThrownBy(() -> schedules.add("shop", daily("by hand"), "jo"))
        .hasMessageContaining("belongs to another owner than shop");
    assertThatThrownBy(() -> schedules.declare(StoredSchedule.PEOPLE, "1", daily("theirs")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("owner: must not be \"people\"");
    assertThatThrownBy(() ->
            queue.sql("SELECT awa.declare_revision('people', '1', '10 min', ARRAY['theirs'])"))
        .hasMessageContaining("owner: must not be");
    pass("100 days");
    assertThat(retireUndeclared()).isEmpty();
    assertThat(stored("by hand").changedBy()).isEqualTo("jo");
    assertThat(schedules.delete("by hand", "jo")).isTrue();
    assertThat(schedules.delete("by hand", "jo")).isFalse();
  }

  // --- what is refused ---

  static Stream<Schedule> wrongSchedules() {
    return Stream.of(
        daily(""),
        daily("x".repeat(201)),
        daily("nul \0"),
        daily("a").withStart(Instant.parse("+10000-01-01T00:00:00Z")),
        daily("a").withEnd(Instant.MAX),
        daily("a").withStart(Instant.MIN),
        daily("a").withJob(JOB.withDelay(Duration.ofHours(1))),
        daily("a").withJob(JOB.withUnique(Unique.byArguments())),
        daily("a").withJob(JOB.withPriority(9)),
        daily("a").withJob(Job.of("k", new RawJson("{"))));
  }

  @ParameterizedTest
  @MethodSource("wrongSchedules")
  void aWrongScheduleIsRefusedBeforeAnythingIsWritten(Schedule wrong) {
    assertThatThrownBy(() -> schedules.declare("shop", "1", daily("good"), wrong))
        .isInstanceOfAny(InvalidJobException.class, IllegalArgumentException.class);
    assertThat(schedules.list()).isEmpty();
  }

  @Test
  void wrongTimesAreRefusedAtOnceAndSayWhatToWrite() {
    assertThatThrownBy(() -> Schedule.cron("a", "0 0 31 2 *", JOB))
        .isInstanceOf(AwaException.class);
    assertThatThrownBy(() -> Schedule.cron("a", "*".repeat(1_000_000), JOB))
        .isInstanceOf(AwaException.class);
    assertThatThrownBy(() -> daily("a").withZone("UTC+2")).isInstanceOf(AwaException.class);
    assertThatThrownBy(() -> Schedule.every("a", Duration.ZERO, JOB))
        .hasMessageContaining("1 s to 3650 days");
    assertThatThrownBy(() -> Schedule.every("a", Duration.ofMillis(1500), JOB))
        .hasMessageContaining("whole seconds");
    assertThatThrownBy(() -> Missed.catchUp(1001)).hasMessageContaining("1 to 1000");
    assertThatThrownBy(() -> daily("a").withJitter(Duration.ofDays(2)))
        .hasMessageContaining("0 to 1 day");
    assertThatThrownBy(() -> daily("a").withStart(Instant.MAX).withEnd(Instant.EPOCH))
        .hasMessageContaining("after the start");
    assertThatThrownBy(() -> schedules.declare("shop", "1", daily("a"), daily("a")))
        .hasMessageContaining("declared twice");
  }

  @Test
  void aScheduleThatIsNotThereIsSaidToBeMissing() {
    assertThatThrownBy(() -> schedules.pause("none", "jo", "why"))
        .hasMessageContaining("there is no schedule \"none\"");
    assertThatThrownBy(() -> schedules.trigger("none", "jo")).hasMessageContaining("none");
    assertThatThrownBy(() -> schedules.preview("none", 1)).hasMessageContaining("none");
    assertThat(schedules.find("none")).isEmpty();
  }

  @Test
  void maskedArgumentsAreNotShown() {
    Job<RawJson> secret = Job.of("k", new RawJson("{\"card\": \"1234\"}")).withMasked("card");
    schedules.declare("shop", "1", daily("a").withJob(secret));
    assertThat(stored("a").args()).contains("***").doesNotContain("1234");
    assertThat(names(schedules.declare("shop", "1", daily("a").withJob(secret)), Verdict.KEEP))
        .hasSize(1);
  }
}
