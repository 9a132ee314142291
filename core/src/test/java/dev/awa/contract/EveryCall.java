package dev.awa.contract;

import dev.awa.Action;
import dev.awa.AuditEntry;
import dev.awa.AuditFilter;
import dev.awa.AuditNote;
import dev.awa.AwaException;
import dev.awa.Enqueued;
import dev.awa.Job;
import dev.awa.JobChange;
import dev.awa.JobFilter;
import dev.awa.KindChange;
import dev.awa.RawJson;
import dev.awa.StatsFilter;
import dev.awa.Unique;
import dev.awa.client.Audit;
import dev.awa.client.Awa;
import dev.awa.client.DeadLetters;
import dev.awa.client.Jobs;
import dev.awa.client.JobsIn;
import dev.awa.client.Kinds;
import dev.awa.client.Operations;
import dev.awa.client.Queues;
import dev.awa.client.Roles;
import dev.awa.client.SavedViews;
import dev.awa.client.Schedules;
import dev.awa.client.Stats;
import dev.awa.client.Storage;
import dev.awa.client.Workers;
import dev.awa.schedule.Declaration;
import dev.awa.schedule.Schedule;
import dev.awa.support.TestQueue;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Every public call of the client that takes a connection of the data source. */
enum EveryCall {
  ENQUEUE("Awa.enqueue", 1, awa -> awa.enqueue(TestQueue.job("q", 1))),
  ENQUEUE_UNIQUE("Awa.enqueue", 1, awa -> awa.enqueue(unique(System.nanoTime()))),
  ENQUEUE_SEVERAL("Awa.enqueueAll", 2, awa -> awa.enqueueAll(jobs(2))),
  ENQUEUE_MANY("Awa.enqueueAll", 1001, awa -> awa.enqueueAll(jobs(1001))),
  COPY("Awa.copy", 3, awa -> awa.copy(jobs(3).iterator(), EveryCall::ignore)),
  IN_TRANSACTION(
      "Awa.inTransaction",
      1,
      awa -> awa.inTransaction(tx -> awa.enqueue(tx, TestQueue.job("q", 1)))),
  FROM_TRANSACTION(
      "Awa.fromTransaction",
      1,
      awa -> awa.fromTransaction(tx -> awa.enqueue(tx, TestQueue.job("q", 1)))),
  CHECK("Awa.check", 0, Awa::check),
  FIND("Jobs.find", 0, awa -> awa.jobs().find(1)),
  LIST("Jobs.list", 0, awa -> awa.jobs().list(JobFilter.newest(10))),
  PAGE("Jobs.page", 0, awa -> awa.jobs().page(JobFilter.newest(10))),
  LOG("Jobs.log", 0, awa -> awa.jobs().log(1)),
  ATTEMPTS("Jobs.attempts", 0, awa -> awa.jobs().attempts(1)),
  OUTPUTS("Jobs.outputs", 0, awa -> awa.jobs().outputs(1)),
  LIST_QUEUES("Queues.list", 0, awa -> awa.queues().list()),
  PAUSE("Queues.pause", 0, awa -> awa.queues().pause("paused", "test")),
  RESUME("Queues.resume", 0, awa -> awa.queues().resume("paused", "test")),
  PAUSE_FOR_A_WHILE(
      "Queues.pause",
      0,
      awa -> awa.queues().pause("paused", "test", "why", Instant.now().plusSeconds(60))),
  SET("Queues.set", 0, awa -> awa.queues().set("set", change -> change.concurrency(5), "test")),
  SHOW("Queues.show", 0, awa -> awa.queues().show("set")),
  HISTORY("Queues.history", 0, awa -> awa.queues().history("set", 10)),
  HEALTH("Awa.health", awa -> awa.health(Duration.ofSeconds(9))),
  KINDS("Kinds.list", 0, awa -> awa.kinds().list()),
  STATS_PER_KIND("Stats.perKind", awa -> awa.stats().perKind(lastHour())),
  STATS_OVER_TIME("Stats.overTime", awa -> awa.stats().overTime(lastHour(), Duration.ofMinutes(5))),
  STATS_DEPTH("Stats.depth", awa -> awa.stats().depth(lastHour(), Duration.ofMinutes(5))),
  STATS_DEPTHS(
      "Stats.depths", awa -> awa.stats().depths(List.of("q"), lastHour(), Duration.ofMinutes(5))),
  KINDS_SET("Kinds.settings", 0, awa -> awa.kinds().settings()),
  SET_KIND("Kinds.set", 0, awa -> awa.kinds().set("set", EveryCall::keep, "test")),
  SHOW_KIND("Kinds.show", 0, awa -> awa.kinds().show("set")),
  HISTORY_OF_KIND("Kinds.history", 0, awa -> awa.kinds().history("set", 10)),
  WORKERS("Workers.list", 0, awa -> awa.workers().list()),
  HANDLING("Workers.handling", 0, awa -> awa.workers().handling()),
  SPLIT("Queues.split", 0, awa -> awa.queues().split("split", 2, "test")),
  PURGE_QUEUE("Queues.purge", awa -> awa.queues().purge("none", "test")),
  PURGES("Queues.purges", 0, awa -> awa.queues().purges("none", 10)),
  DRAIN("Queues.drain", awa -> awa.queues().drain("none", "test")),
  MIGRATE("Awa.migrate", Awa::migrate),
  CANCEL("Jobs.cancel", awa -> awa.jobs().cancel(1, "test")),
  CANCEL_ALL("Jobs.cancelAll", awa -> awa.jobs().cancelAll(ofQueue("none"), "test")),
  EDIT("Jobs.edit", awa -> awa.jobs().edit(1, EveryCall::first)),
  FIND_IN("JobsIn.find", 0, awa -> ofMail(awa).find(1)),
  CANCEL_IN("JobsIn.cancel", awa -> ofMail(awa).cancel(1, "test")),
  EDIT_IN("JobsIn.edit", awa -> ofMail(awa).edit(1, EveryCall::first)),
  RETRY_IN("JobsIn.retry", awa -> ofMail(awa).retry(1, EveryCall::first)),
  MOVE_IN("JobsIn.move", awa -> ofMail(awa).move(1)),
  DELETE_IN("JobsIn.delete", awa -> ofMail(awa).delete(1)),
  DELETE("Jobs.delete", 0, awa -> awa.jobs().delete(Long.MAX_VALUE)),
  MOVE("DeadLetters.move", 0, awa -> awa.deadLetters().move(1)),
  RETRY("DeadLetters.retry", 0, awa -> awa.deadLetters().retry(1)),
  PURGE("DeadLetters.purge", 0, awa -> awa.deadLetters().purge(1)),
  MOVE_SOME("DeadLetters.move", 0, awa -> awa.deadLetters().move(List.of(1L, 2L))),
  RETRY_SOME("DeadLetters.retry", 0, awa -> awa.deadLetters().retry(List.of(1L, 2L))),
  PURGE_SOME("DeadLetters.purge", 0, awa -> awa.deadLetters().purge(List.of(1L, 2L))),
  DELETE_SOME("Jobs.delete", 0, awa -> awa.jobs().delete(List.of(Long.MAX_VALUE))),
  RETRY_ALL("DeadLetters.retryAll", awa -> awa.deadLetters().retryAll(JobFilter.all(10))),
  PURGE_ALL("DeadLetters.purgeAll", awa -> awa.deadLetters().purgeAll(JobFilter.all(10))),
  STATS("Queues.stats", awa -> awa.queues().stats("q")),
  STATS_OF_ALL("Queues.stats", awa -> awa.queues().stats(Duration.ofMinutes(1))),
  NAMES("Queues.names", awa -> awa.queues().names("", 10, Duration.ofSeconds(9))),
  DESCRIBED("Queues.described", awa -> awa.queues().described(Duration.ofSeconds(9))),
  READ("Queues.read", awa -> awa.queues().read(List.of("q"), Duration.ofSeconds(9))),
  RING("Storage.ring", awa -> awa.storage().ring(Duration.ofSeconds(9))),
  STATUS("Storage.status", awa -> awa.storage().status(10)),
  ROTATE("Storage.rotate", awa -> awa.storage().rotate()),
  PRUNE("Storage.prune", awa -> awa.storage().prune(Duration.ZERO, Storage.History.KEPT)),
  CHANGE("Storage.change", awa -> awa.storage().change(settings -> settings, "test")),
  HISTORY_OF_STORAGE("Storage.history", 0, awa -> awa.storage().history(10)),
  REBASE("Storage.rebase", awa -> awa.storage().rebase()),
  REBUILD(
      "Storage.rebuildTerminalCounters",
      awa -> awa.storage().rebuildTerminalCounters(Duration.ofSeconds(1))),
  LET_GO("Storage.letGoStrayKeys", awa -> awa.storage().letGoStrayKeys()),
  FIND_SCHEDULE("Schedules.find", 0, awa -> awa.schedules().find("none")),
  FIRES("Schedules.fires", 0, awa -> awa.schedules().fires("none")),
  SCHEDULE_HISTORY("Schedules.history", 0, awa -> awa.schedules().history("none", 9)),
  OWNERS("Schedules.owners", 0, awa -> awa.schedules().owners()),
  DELETE_SCHEDULE("Schedules.delete", 0, awa -> awa.schedules().delete("none", "me")),
  PREVIEW("Schedules.preview", 0, onNone(awa -> awa.schedules().preview("none", 1))),
  PAUSE_SCHEDULE("Schedules.pause", 0, onNone(awa -> awa.schedules().pause("none", "me", "why"))),
  RESUME_SCHEDULE("Schedules.resume", 0, onNone(awa -> awa.schedules().resume("none", "me"))),
  RETIRE("Schedules.retire", 0, onNone(awa -> awa.schedules().retire("none", "me"))),
  RESTORE("Schedules.restore", 0, onNone(awa -> awa.schedules().restore("none", "me"))),
  RETIRE_OWNER("Schedules.retireOwner", awa -> awa.schedules().retireOwner("none", "me")),
  RESTORE_OWNER("Schedules.restoreOwner", awa -> awa.schedules().restoreOwner("none", "me")),
  ADOPT("Schedules.adopt", 0, onNone(awa -> awa.schedules().adopt("none", "a", null, "me"))),
  TRIGGER("Schedules.trigger", onNone(awa -> awa.schedules().trigger("none", "me"))),
  DECLARE("Schedules.declare", awa -> awa.schedules().declare("shop", "1")),
  PLAN("Schedules.plan", awa -> awa.schedules().plan(Declaration.of("shop", "1", List.of()))),
  ADD("Schedules.add", awa -> awa.schedules().add("people", yearly(), "me")),
  LIST_SCHEDULES("Schedules.list", awa -> awa.schedules().list()),
  PAGE_OF_SCHEDULES("Schedules.page", 0, awa -> awa.schedules().page(null, "", 10)),
  SUBMIT(
      "Operations.submit",
      0,
      awa -> awa.operations().submit(ofQueue("none"), Action.cancel(), "me", "why")),
  STOP("Operations.stop", 0, awa -> awa.operations().stop(1, "me")),
  PREVIEW_OPERATION(
      "Operations.preview", 0, awa -> awa.operations().preview(ofQueue("none"), Action.cancel())),
  FIND_OPERATION("Operations.find", 0, awa -> awa.operations().find(1)),
  LIST_OPERATIONS("Operations.list", 0, awa -> awa.operations().list(10)),
  CREATE_ROLES("Roles.create", awa -> awa.roles().create("every_call_", false)),
  MY_ROLE("Roles.mine", 0, awa -> awa.roles().mine()),
  AUDIT("Audit.list", 0, awa -> awa.audit().list(AuditFilter.newest(10))),
  NOTE("Audit.note", 0, awa -> awa.audit().note(AuditNote.of("me", "test", AuditEntry.REFUSED))),
  LIST_VIEWS("SavedViews.list", 0, awa -> awa.savedViews().list()),
  FIND_VIEW("SavedViews.find", 0, awa -> awa.savedViews().find("none")),
  SAVE_VIEW("SavedViews.save", 0, awa -> awa.savedViews().save("mine", "queue:q", "me")),
  RENAME_VIEW("SavedViews.rename", 0, awa -> awa.savedViews().rename("none", "other")),
  DELETE_VIEW("SavedViews.delete", 0, awa -> awa.savedViews().delete("none")),
  IDLE("Operations.idle", awa -> awa.operations().idle(Duration.ofSeconds(9))),
  OVERDUE("Schedules.overdue", awa -> awa.schedules().overdue(Duration.ofSeconds(9)));

  /** These take no connection. */
  private static final Set<String> WITHOUT =
      Set.of(
          "Awa.audit",
          "Awa.deadLetters",
          "Awa.encrypting",
          "Awa.grants",
          "Awa.jobs",
          "Awa.kinds",
          "Awa.stats",
          "Awa.joining",
          "Awa.migrationScript",
          "Awa.schema",
          "Awa.operations",
          "Awa.preparing",
          "Awa.queues",
          "Awa.roles",
          "Awa.savedViews",
          "Awa.schedules",
          "Awa.storage",
          "Awa.validate",
          "Awa.waking",
          "DeadLetters.telling",
          "Awa.withoutNotifying",
          "Awa.workers",
          "Jobs.in",
          "Jobs.revealing",
          "Roles.script");

  /** Something done with a client. */
  interface Call {
    void on(Awa awa);
  }

  private final String method;
  private final boolean joins;
  private final int jobs;

  @SuppressWarnings("ImmutableEnumChecker") // a lambda that captures nothing
  private final Call call;

  /** One that joins a transaction, and brings so many jobs. */
  EveryCall(String method, int jobs, Call call) {
    this.method = method;
    this.joins = true;
    this.jobs = jobs;
    this.call = call;
  }

  /** One that needs a transaction of its own. */
  EveryCall(String method, Call call) {
    this.method = method;
    this.joins = false;
    this.jobs = 0;
    this.call = call;
  }

  boolean joins() {
    return joins;
  }

  int jobs() {
    return jobs;
  }

  String method() {
    return method;
  }

  void on(Awa awa) {
    call.on(awa);
  }

  private static Schedule yearly() {
    return Schedule.cron("yearly", "@yearly", TestQueue.job("q", 1));
  }

  /** There is no such schedule, which is told once the database was asked. */
  private static Call onNone(Call call) {
    return awa -> {
      try {
        call.on(awa);
      } catch (AwaException e) {
        if (!String.valueOf(e.getMessage()).startsWith("there is no schedule")) {
          throw e;
        }
      }
    };
  }

  private static JobsIn ofMail(Awa awa) {
    return awa.jobs().in(Set.of("mail"));
  }

  private static Job<RawJson> unique(long n) {
    return TestQueue.job("q", 1).withUnique(Unique.byText("key " + n));
  }

  private static List<Job<?>> jobs(int count) {
    List<Job<?>> jobs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      jobs.add(TestQueue.job("q", i));
    }
    return jobs;
  }

  private static StatsFilter lastHour() {
    return StatsFilter.last(Duration.ofHours(1)).withQueue("q");
  }

  private static JobFilter ofQueue(String queue) {
    return JobFilter.newest(10).withQueue(queue);
  }

  private static KindChange keep(KindChange change) {
    return change.keepFailed(Duration.ofDays(30));
  }

  private static JobChange first(JobChange change) {
    return change.priority(1);
  }

  private static void ignore(Enqueued answer) {}

  /** The methods that these calls call. */
  static Set<String> called() {
    Set<String> called = new TreeSet<>();
    Arrays.stream(values()).map(one -> one.method).forEach(called::add);
    return called;
  }

  /** The public methods that take a connection of the data source, by reflection. */
  static Set<String> callable() {
    Set<String> callable = new TreeSet<>();
    Stream.of(
            Audit.class,
            Awa.class,
            DeadLetters.class,
            Jobs.class,
            JobsIn.class,
            Kinds.class,
            Operations.class,
            Queues.class,
            Roles.class,
            SavedViews.class,
            Schedules.class,
            Storage.class,
            Stats.class,
            Workers.class)
        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
        .filter(method -> isPublic(method) && !takesConnection(method))
        .map(method -> method.getDeclaringClass().getSimpleName() + "." + method.getName())
        .filter(name -> !WITHOUT.contains(name))
        .forEach(callable::add);
    return callable;
  }

  private static boolean isPublic(Method method) {
    int modifiers = method.getModifiers();
    return Modifier.isPublic(modifiers) && !Modifier.isStatic(modifiers) && !method.isSynthetic();
  }

  private static boolean takesConnection(Method method) {
    return method.getParameterCount() > 0 && method.getParameterTypes()[0] == Connection.class;
  }
}
