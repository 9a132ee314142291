package dev.awa.engine;

import dev.awa.Action;
import dev.awa.AuditEntry;
import dev.awa.AuditFilter;
import dev.awa.AuditNote;
import dev.awa.Descriptor;
import dev.awa.Duty;
import dev.awa.Job;
import dev.awa.JobChange;
import dev.awa.JobFilter;
import dev.awa.JobProgress;
import dev.awa.JobState;
import dev.awa.KindChange;
import dev.awa.PlannedFire;
import dev.awa.QueueChange;
import dev.awa.QueueSettings;
import dev.awa.RawJson;
import dev.awa.StatsFilter;
import dev.awa.StoredJob;
import dev.awa.Unique;
import dev.awa.engine.Descriptors.What;
import dev.awa.engine.Ring.Generation;
import dev.awa.schedule.Declaration;
import dev.awa.schedule.Overlap;
import dev.awa.schedule.Schedule;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A life of jobs, workers and segments in which every statement of the engine occurs, and every way
 * for a job to end. Nothing is said of the answers; other tests do that.
 */
final class EveryStatement {
  private static final Duration LEASE = Duration.ofHours(1);
  private static final String QUEUE = "life";

  private final TestQueue queue;
  private final Engine engine;
  private long flushNo;

  EveryStatement(TestQueue queue) {
    this.queue = queue;
    this.engine = queue.engine();
  }

  /** Lives it. The queue goes on afterwards: its ring is empty, its workers are gone. */
  void live() throws SQLException {
    queue.awa().storage().change(settings -> settings.withKeepFailed(Duration.ofHours(1)), "test");
    queue.sql("UPDATE awa.storage_state SET rotate_after = '0', keep_history = '0'");
    queue.sql("UPDATE awa.storage_state SET keep_audit = '0'");
    try (Connection connection = queue.connect()) {
      enqueue(connection);
      long worker = work(connection);
      look(connection);
      engine.audit().note(connection, AuditNote.of("me", "test", AuditEntry.DONE));
      engine.audit().list(connection, AuditFilter.newest(1));
      engine.audit().list(connection, AuditFilter.newest(1).withTarget("job:17"));
      save(connection);
      cancel(connection);
      Lead lead = engine.leadership().lead(connection, worker, LEASE).mine().orElseThrow();
      maintain(connection, lead);
      measure(connection, lead);
      schedule(connection, lead);
      operate(connection, lead);
      rescue(connection, lead);
      empty(connection, lead);
      leave(connection, worker);
    }
    queue.awa().storage().rebase();
  }

  private void save(Connection connection) throws SQLException {
    engine.savedViews().save(connection, "mine", "queue:mail", "me");
    engine.savedViews().list(connection, null);
    engine.savedViews().rename(connection, "mine", "ours");
    engine.savedViews().delete(connection, "ours");
  }

  // --- jobs come, and run ---

  private void enqueue(Connection connection) throws SQLException {
    List<Job<RawJson>> plain = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      plain.add(TestQueue.job(QUEUE, i).withPriority(1 + i % 4));
    }
    queue.awa().enqueueAll(connection, plain);
    queue.awa().copy(connection, plain.iterator(), enqueued -> {});
    queue.awa().enqueue(connection, TestQueue.job(QUEUE, 1).withOrderingKey("key"));
    Job<RawJson> unique = TestQueue.job(QUEUE, 2).withUnique(Unique.byArguments());
    queue.awa().enqueueAll(connection, List.of(unique, unique, TestQueue.job(QUEUE, 3)));
    Job<RawJson> inPeriod = unique.withUnique(Unique.byText("a").oncePer(Duration.ofSeconds(1)));
    queue.awa().enqueue(connection, inPeriod.withDelay(Duration.ofHours(1)));
    queue.awa().enqueue(connection, TestQueue.job(QUEUE, 4).withDelay(Duration.ofMillis(1)));
    List<Job<RawJson>> many = new ArrayList<>();
    for (int i = 0; i <= ReadyLog.CHUNK; i++) {
      many.add(TestQueue.job("many", i).withUnique(Unique.byArguments()));
    }
    queue.awa().enqueueAll(connection, many);
    replace(connection);
    engine.uniqueKeys().holder(connection, TestQueue.checked(unique));
    TestQueue.texts(connection, "SELECT job_id FROM awa.enqueue('test', '{}', queue => 'life')");
    engine.readyLog().wake(connection, List.of(QUEUE));
    queue.awa().withoutNotifying().enqueue(connection, TestQueue.job(QUEUE, 5));
  }

  private void replace(Connection connection) throws SQLException {
    Job<RawJson> waits =
        TestQueue.job(QUEUE, 6)
            .withUnique(Unique.byText("waits").orReplace())
            .withDelay(Duration.ofMillis(1));
    queue.awa().enqueueAll(connection, List.of(waits, waits));
    List<Job<RawJson>> many = new ArrayList<>();
    for (int i = 0; i <= ReadyLog.CHUNK; i++) {
      many.add(waits);
    }
    queue.awa().enqueueAll(connection, many);
  }

  private long work(Connection connection) throws SQLException {
    Workers workers = engine.workers();
    Sleepers sleepers = engine.sleepers();
    long worker = queue.worker();
    workers.channel(connection);
    workers.holdLock(connection, worker);
    sleepers.say(connection, worker, Sleepers.Way.SLEEPS, List.of(QUEUE, ""));
    sleepers.asleep(connection, worker, List.of(QUEUE));
    sleepers.wakeMore(connection, QUEUE);
    sleepers.notifiersWaiting(connection);
    sleepers.noteWatching(connection);
    sleepers.passOn(connection, worker, new Sleepers.Call("1", QUEUE, worker));
    sleepers.wakeWaiting(connection);
    workers.runsWith(connection, worker, Map.of(QUEUE, QueueSettings.none()));
    workers.troubles(
        connection, worker, List.of(new Workers.Failing("step", Duration.ZERO, 1, "an error")));
    workers.beat(connection, worker, new Workers.Announcement(1, List.of((short) 0)));
    engine.claimLog().poll(connection, List.of(QUEUE));
    engine.deferredJobs().promote(connection, 100, null);
    engine.deferredJobs().unreadable(connection, 100, null);
    for (Ending ending : endings()) {
      flush(connection, worker, ending, claim(connection, worker, 10));
    }
    Claimed partly = claim(connection, worker, 10);
    report(connection, worker, partly);
    flush(connection, worker, TestQueue.completed(), some(partly, 0, 5));
    flush(connection, worker, TestQueue.completed(), partly); // half of it is stale
    engine.claimLog().settle(connection, TestQueue.request(worker, QUEUE, 10)); // it never came
    Claimed readable =
        engine.claimLog().claimReadable(connection, TestQueue.request(worker, QUEUE, 1));
    flush(
        connection,
        worker,
        engine
            .closureLog()
            .withoutUnreadable(connection, TestQueue.ended(readable, TestQueue.completed())));
    List<Flush.Ended> lost = TestQueue.ended(claim(connection, worker, 2), TestQueue.completed());
    engine.closureLog().settle(connection, new Flush(worker, ++flushNo, lost));
    flush(connection, worker, lost);
    engine.closureLog().deadLetters(connection, lost);
    engine.readyLog().summarize(connection);
    return worker;
  }

  private void report(Connection connection, long worker, Claimed claimed) throws SQLException {
    Claimed.Batch first = claimed.batches().getFirst();
    Report report =
        new Report(
            1,
            new JobProgress(1, "", Instant.EPOCH),
            new Report.Checkpoint("1"),
            List.of(new Report.Line(1, System.nanoTime(), "a line")));
    engine
        .reports()
        .report(
            connection,
            worker,
            List.of(new Report.OfRun(first.claim(), first.runs().getFirst(), report)));
  }

  private static List<Ending> endings() {
    Ending.Next later = new Ending.Next.Again(3_600_000_000L, JobState.SCHEDULED, 0);
    Ending.Next again = new Ending.Next.Again(0, JobState.RETRYABLE, 1);
    return List.of(
        TestQueue.completed(),
        new Ending(Closure.SNOOZED, later, null),
        new Ending(Closure.RETRIED, again, "an error"),
        new Ending(Closure.FAILED, new Ending.Next.Failed("enough"), "an error"),
        new Ending(Closure.CANCELLED, new Ending.Next.Cancelled("not wanted"), null));
  }

  private Claimed claim(Connection connection, long worker, int limit) throws SQLException {
    return engine.claimLog().claim(connection, TestQueue.request(worker, QUEUE, limit));
  }

  private static Claimed some(Claimed claimed, int from, int to) {
    Claimed.Batch first = claimed.batches().getFirst();
    List<Run> runs = first.runs().subList(from, Math.min(to, first.runs().size()));
    return new Claimed(claimed.status(), false, List.of(new Claimed.Batch(first.claim(), runs)));
  }

  private void flush(Connection connection, long worker, Ending ending, Claimed claimed)
      throws SQLException {
    List<Flush.Ended> ended = new ArrayList<>();
    TestQueue.ended(claimed, ending).forEach(run -> ended.add(run.with(ending, "printed")));
    flush(connection, worker, ended);
  }

  private void flush(Connection connection, long worker, List<Flush.Ended> ended)
      throws SQLException {
    engine.closureLog().flush(connection, new Flush(worker, ++flushNo, ended));
  }

  // --- people look, and cancel ---

  private void look(Connection connection) throws SQLException {
    engine.queues().list(connection);
    engine.queues().unserved(connection, "", 10);
    engine.queues().putBack(connection);
    engine.queues().names(connection, "", 10);
    engine.queues().isKnown(connection, QUEUE);
    engine.queues().read(connection, List.of(QUEUE, "other"));
    engine.queues().stats(connection, QUEUE);
    engine.queues().stripes(connection, List.of(QUEUE, "other"));
    engine.queues().lanes(connection, List.of(QUEUE));
    for (JobState state : JobState.values()) {
      engine.jobs().list(connection, JobFilter.newest(10).withState(state).withQueue(QUEUE));
    }
    engine.jobs().list(connection, JobFilter.newest(10).withDeadLettersOnly().withByEnd(true));
    long newest = engine.jobs().list(connection, JobFilter.newest(1)).jobs().getFirst().id();
    engine.jobs().find(connection, newest);
    engine.jobs().find(connection, 1);
    engine.jobs().outputs(connection, 1);
    engine.jobAttempts().of(connection, 1, "{}", List.of());
    engine.jobs().log(connection, 1, 10);
    queue.awa().storage().status(10);
    queue.awa().check();
    engine.rights().require(connection, Duty.WORKER);
    engine.roles().mine(connection);
    queue.sql("DELETE FROM awa.leadership"); // as a restore without rows leaves it
    queue.awa().migrate();
    engine.deaths().dead(connection);
    engine.deaths().isAnySilent(connection);
    engine.deaths().suspects(connection);
  }

  private void cancel(Connection connection) throws SQLException {
    long worker = queue.worker();
    claim(connection, worker, 3);
    JobFilter all = JobFilter.newest(1).withQueue(QUEUE);
    for (long running : engine.jobs().running(connection, all)) {
      engine.jobs().cancel(connection, running, "not wanted");
    }
    for (JobState state : List.of(JobState.AVAILABLE, JobState.SCHEDULED)) {
      JobFilter one = JobFilter.newest(1).withState(state).withQueue(QUEUE);
      long waiting = engine.jobs().list(connection, one).jobs().getFirst().id();
      engine.jobs().cancel(connection, waiting, "not wanted");
      engine.jobs().cancelWaiting(connection, all, state, Jobs.Place.BEGIN, 5, "not wanted");
    }
    for (JobState state : List.of(JobState.AVAILABLE, JobState.SCHEDULED)) {
      JobFilter one = JobFilter.newest(1).withState(state).withQueue(QUEUE);
      for (StoredJob waiting : engine.jobs().list(connection, one).jobs()) {
        engine.jobs().edit(connection, waiting.id(), Changed.of(JobChange.NONE.priority(1)));
      }
    }
    connection.setAutoCommit(false);
    engine.jobs().hold(connection); // a lock is for a transaction
    connection.commit();
    connection.setAutoCommit(true);
    Policies policies = engine.policies();
    policies.pause(connection, QUEUE, true, "me", "a reason", Instant.now().plusSeconds(60));
    policies.pause(connection, QUEUE, false, "me", null, null);
    policies.split(connection, QUEUE, 1, "me");
    policies.set(connection, QUEUE, QueueChange.nothing().concurrency(5), "me");
    policies.settings(connection, List.of(QUEUE));
    policies.policy(connection, QUEUE);
    policies.changes(connection, What.QUEUE, QUEUE, 10);
    policies.setKind(connection, "test", KindChange.nothing().keepFailed(Duration.ofDays(1)), "me");
    policies.kinds(connection, null);
    engine.workers().list(connection);
    engine.storage().vitals(connection);
    engine.deferredJobs().nextDue(connection);
    Descriptors.Said said = new Descriptors.Said(What.QUEUE, QUEUE, Descriptor.empty());
    engine.descriptors().declare(connection, List.of(said), "me");
    engine.descriptors().list(connection, What.QUEUE, QUEUE);
    queue.enqueue("purged", 2);
    engine.queues().purge(connection, "purged", "me");
    engine.queues().purges(connection, "purged", 10);
    engine.storage().changes(connection, 10);
    List<Long> dead =
        engine.deadLetters().after(connection, all, DeadLetters.Place.BEGIN, 10).ids();
    engine.deadLetters().after(connection, JobFilter.all(1), DeadLetters.Place.BEGIN, 1);
    engine.deadLetters().move(connection, List.of(1L));
    JobFilter done = JobFilter.newest(1).withState(JobState.COMPLETED);
    for (StoredJob one : engine.jobs().list(connection, done).jobs()) {
      engine.jobs().delete(connection, one.id());
    }
    engine.deadLetters().kinds(connection, dead);
    engine.deadLetters().purge(connection, dead.subList(0, 1));
    engine.deadLetters().retry(connection, dead.subList(0, 2));
  }

  // --- the leader keeps house ---

  private void maintain(Connection connection, Lead lead) throws SQLException {
    engine.queues().countWaiting(connection, lead, 0, 10, 1);
    engine.sleepers().notificationQueue(connection);
    engine.deaths().declareLost(connection, lead, 0, 10);
    queue.sql("UPDATE awa.finished_jobs SET finished_at = '2020-01-01'");
    engine.history().purge(connection, lead, 100);
    engine.uniqueKeys().letGoPeriods(connection, 100);
    engine.uniqueKeys().letGoGeneration(connection, lead, 0, 100);
    engine.uniqueKeys().letGoStrays(connection, null, 100);
    engine.queues().retireLanes(connection, lead, "1:1:", 100);
    engine.queues().reviveLanes(connection, lead);
    for (Generation generation : engine.ring().generations(connection)) {
      engine.closureLog().tally(connection, lead, generation, 0, 1, 1000);
      engine.closureLog().tallyLists(connection, lead, 0, 0, 1000);
      engine.closureLog().tallyStates(connection, lead, 1, 1000);
      engine.ring().unreadable(connection, generation);
    }
    queue.awa().queues().stats(QUEUE);
    queue.sql("UPDATE awa.storage_state SET counters_trusted_at = NULL");
    engine.queues().stats(connection, QUEUE);
    queue.awa().storage().rebuildTerminalCounters(Duration.ofSeconds(1));
  }

  /** What was measured is stored, summed up, and forgotten. */
  private void measure(Connection connection, Lead lead) throws SQLException {
    TimingLog timings = engine.timings();
    Measured measured = new Measured(new Measured.Pair(QUEUE, "test"));
    measured.waited(Duration.ofMillis(1));
    measured.ended(Measured.End.COMPLETED, Duration.ofMillis(2));
    timings.append(connection, List.of(measured));
    timings.sample(connection, lead, null, List.of(QUEUE));
    StatsFilter filter = StatsFilter.last(Duration.ofHours(1));
    timings.timings(connection, filter, null, TimingLog.Per.KIND);
    timings.depths(connection, filter.withQueue(QUEUE), Duration.ofMinutes(1));
    timings.depths(connection, filter, Duration.ofMinutes(1));
    timings.depths(connection, List.of(QUEUE), filter, Duration.ofMinutes(1));
    queue.sql("UPDATE awa.timings SET slot = awa.timing_slot(0, clock_timestamp() + '1 minute')");
    timings.fold(connection, lead, 10);
    timings.fold(connection, lead, 10);
    queue.sql(
        "UPDATE awa.timings SET at = '2020-01-01',"
            + " slot = awa.timing_slot(3, clock_timestamp() + '30 days')");
    queue.sql(
        "UPDATE awa.depths SET at = '2020-01-01',"
            + " slot = awa.depth_slot(clock_timestamp() + '12 hours')");
    timings.fold(connection, lead, 10);
    timings.fold(connection, lead, 10);
  }

  /** One that is declared, fires, waits for its own job, is steered, and goes. */
  private void schedule(Connection connection, Lead lead) throws SQLException {
    dev.awa.client.Schedules client = queue.awa().schedules();
    Schedule schedule =
        Schedule.every("every", Duration.ofMinutes(1), TestQueue.job("scheduled", 1))
            .withOverlap(Overlap.QUEUE_ONE);
    client.declare("life", "1", schedule);
    client.plan(Declaration.of("life", "2", List.of()));
    client.add("people", Schedule.cron("cron", "0 3 * * *", TestQueue.job("scheduled", 1)), "me");
    Schedules schedules = engine.schedules();
    for (int i = 0; i < 2; i++) {
      queue.sql("UPDATE awa.schedules SET due_at = clock_timestamp()");
      DueSchedule due = schedules.due(connection, null, 1).getFirst();
      Instant planned = Instant.ofEpochSecond(i);
      PlannedFire fire = new PlannedFire(due.name(), planned, null, "UTC", null);
      List<Settlement.Firing> firings = List.of(new Settlement.Firing(fire, null));
      schedules.fire(
          connection, lead, List.of(new Settlement(due, due.firedThrough(), due.now(), firings)));
    }
    schedules.walk(connection, "", 10);
    schedules.untilDue(connection, null);
    schedules.overdue(connection);
    client.trigger("every", "me");
    client.pause("every", "me", "wait");
    client.resume("every", "me");
    client.retire("every", "me");
    client.restore("every", "me");
    client.retireOwner("life", "me");
    client.restoreOwner("life", "me");
    engine.allSchedules().zones(connection);
    client.fires("every");
    client.history("every", 10);
    client.list();
    client.owners();
    client.preview("every", 1);
    client.adopt("every", "people", null, "me");
    schedules.retireUndeclared(connection, lead);
    client.delete("every", "me");
    client.delete("cron", "me");
  }

  /** Each action, of jobs in each state in which it treats any. */
  private void operate(Connection connection, Lead lead) throws SQLException {
    long worker = queue.worker();
    queue.enqueue("operated", 9);
    for (int i = 0; i < 3; i++) {
      queue.awa().enqueue(TestQueue.job("operated", i).withDelay(Duration.ofHours(1)));
    }
    queue.claim(worker, "operated", 2);
    JobFilter all = JobFilter.newest(10).withQueue("operated");
    operate(connection, lead, all, Action.edit(change -> change.priority(1)));
    operate(connection, lead, all.withIds(List.of(1L)), Action.cancel());
    operate(connection, lead, all, Action.cancel());
    operate(connection, lead, all, Action.retry(change -> change.delay(Duration.ofHours(1))));
    operate(connection, lead, all, Action.cancel());
    operate(connection, lead, all, Action.retry());
    Claimed claimed = queue.claim(worker, "operated", 1);
    flush(connection, worker, TestQueue.completed(), claimed);
    operate(connection, lead, all, Action.moveToDeadLetters());
    operate(connection, lead, all.withTag("none"), Action.delete());
    operate(connection, lead, all, Action.delete());
    Operations operations = engine.operations();
    long stopped = operations.submit(connection, all, Action.delete(), "me", "a reason", null);
    operations.stop(connection, stopped, "me");
    operations.preview(connection, all, Action.cancel(), 0, 10);
    operations.atWork(connection, 0, 1);
    operations.find(connection, stopped);
    operations.idle(connection);
    operations.list(connection, Long.MAX_VALUE, 10);
  }

  private void operate(Connection connection, Lead lead, JobFilter filter, Action action)
      throws SQLException {
    Operations operations = engine.operations();
    long id = operations.submit(connection, filter, action, "me", "a reason", null);
    for (int i = 0; i < 3; i++) {
      operations.work(connection, lead, id, 1000, null);
    }
  }

  private void rescue(Connection connection, Lead lead) throws SQLException {
    long dies = queue.worker();
    queue.enqueue(QUEUE, 3);
    claim(connection, dies, 3);
    engine.deaths().keepers(connection, dies);
    engine.deaths().endKeeper(connection, lead, dies, null, new Deaths.Keeper(0, ""));
    queue.sql("UPDATE awa.beats SET beat_at = '2020-01-01' WHERE worker_id = ?", dies);
    for (Deaths.Suspect suspect : engine.deaths().suspects(connection)) {
      if (suspect.id() == dies) {
        engine.deaths().declareDead(connection, lead, suspect, Duration.ofSeconds(1));
      }
    }
    rescueAll(connection, lead, dies);
    engine.deaths().forget(connection, lead, dies);
  }

  private void rescueAll(Connection connection, Lead lead, long dead) throws SQLException {
    Rescue.Position from = Rescue.Position.START;
    List<Claim> claims = engine.claimLog().claimsOf(connection, dead, from);
    Ending.Next again = new Ending.Next.Again(0, JobState.RETRYABLE, 1);
    Ending ending = new Ending(Closure.RESCUED, again, "its worker died");
    Ending last = new Ending(Closure.RESCUED, new Ending.Next.Failed("crash_loop"), "again");
    List<Flush.Ended> ended = new ArrayList<>();
    for (Claimed.Batch batch : engine.claimLog().openRuns(connection, claims)) {
      batch
          .runs()
          .forEach(run ->
              ended.add(TestQueue.ended(batch.claim(), run, ended.isEmpty() ? last : ending)));
    }
    engine.closureLog().rescue(connection, lead, new Rescue(dead, ended));
    engine.closureLog().deadLetters(connection, ended);
  }

  /** A segment that is carried, and swept; others that are pruned. */
  private void empty(Connection connection, Lead lead) throws SQLException {
    long worker = queue.worker();
    queue.enqueue(QUEUE, 3);
    Claimed open = claim(connection, worker, 2);
    rotate(connection, lead);
    queue.awa().storage().rotate();
    engine.workers().beat(connection, worker, new Workers.Announcement(Long.MAX_VALUE, List.of()));
    engine.ring().carry(connection, lead, oldest(connection), Duration.ZERO);
    flush(connection, worker, TestQueue.completed(), open);
    flush(connection, worker, TestQueue.completed(), claim(connection, worker, 512));
    engine.ring().sweepCarry(connection, lead, 1000);
    rotate(connection, lead);
    while (engine.ring().generations(connection).size() > 2) {
      Generation oldest = oldest(connection);
      engine.ring().keepsHistoryFor(connection, oldest);
      queue.awa().storage().status(10);
      String drained = engine.ring().drained(connection, oldest).orElseThrow();
      queue.sql("DELETE FROM awa.beats WHERE announced_epoch < ?", Long.MAX_VALUE);
      Ring.Drained found =
          new Ring.Drained(drained, engine.ring().now(connection), Duration.ofSeconds(1));
      engine.ring().pruneServedSince(connection, lead, oldest, found, Duration.ZERO);
      Ring.Emptying answer = engine.ring().prune(connection, lead, oldest, drained, Duration.ZERO);
      if (answer != Ring.Emptying.PRUNED) {
        throw new IllegalStateException(oldest + " was not pruned: " + answer);
      }
      queue.enqueue(QUEUE, 1);
      flush(connection, worker, TestQueue.completed(), claim(connection, worker, 512));
    }
  }

  private void rotate(Connection connection, Lead lead) throws SQLException {
    engine.ring().rotate(connection, lead);
    engine.ring().publishHead(connection);
  }

  private Generation oldest(Connection connection) throws SQLException {
    return engine.ring().generations(connection).get(1);
  }

  private void leave(Connection connection, long worker) throws SQLException {
    engine.workers().releaseLock(connection, worker);
    engine.workers().leave(connection, worker);
    queue.sql("DELETE FROM awa.workers");
  }
}
