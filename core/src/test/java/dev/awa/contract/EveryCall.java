package dev.awa.contract;

import dev.awa.AwaException;
import dev.awa.Enqueued;
import dev.awa.Job;
import dev.awa.JobChange;
import dev.awa.JobFilter;
import dev.awa.RawJson;
import dev.awa.Unique;
import dev.awa.client.Awa;
import dev.awa.client.DeadLetters;
import dev.awa.client.Jobs;
import dev.awa.client.Kinds;
import dev.awa.client.Queues;
import dev.awa.client.Schedules;
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
  WORKERS("Workers.list", 0, awa -> awa.workers().list()),
  SPLIT("Queues.split", 0, awa -> awa.queues().split("split", 2)),
  PURGE_QUEUE("Queues.purge", awa -> awa.queues().purge("none", "test")),
  DRAIN("Queues.drain", awa -> awa.queues().drain("none", "test")),
  MIGRATE("Awa.migrate", Awa::migrate),
  CANCEL("Jobs.cancel", awa -> awa.jobs().cancel(1, "test")),
  CANCEL_ALL("Jobs.cancelAll", awa -> awa.jobs().cancelAll(ofQueue("none"), "test")),
  EDIT("Jobs.edit", awa -> awa.jobs().edit(1, EveryCall::first)),
  DELETE("Jobs.delete", 0, awa -> awa.jobs().delete(Long.MAX_VALUE)),
  MOVE("DeadLetters.move", 0, awa -> awa.deadLetters().move(1)),
  RETRY("DeadLetters.retry", 0, awa -> awa.deadLetters().retry(1)),
  PURGE("DeadLetters.purge", 0, awa -> awa.deadLetters().purge(1)),
  RETRY_ALL("DeadLetters.retryAll", awa -> awa.deadLetters().retryAll(JobFilter.all(10))),
  PURGE_ALL("DeadLetters.purgeAll", awa -> awa.deadLetters().purgeAll(JobFilter.all(10))),
  STATS("Queues.stats", awa -> awa.queues().stats("q")),
  NAMES("Queues.names", awa -> awa.queues().names("", 10, Duration.ofSeconds(9))),
  READ("Queues.read", awa -> awa.queues().read(List.of("q"), Duration.ofSeconds(9))),
  RING("Storage.ring", awa -> awa.storage().ring(Duration.ofSeconds(9))),
  STATUS("Storage.status", awa -> awa.storage().status(10)),
  ROTATE("Storage.rotate", awa -> awa.storage().rotate()),
  PRUNE("Storage.prune", awa -> awa.storage().prune(Duration.ZERO, Storage.History.KEPT)),
  CHANGE("Storage.change", awa -> awa.storage().change(settings -> settings)),
  REBASE("Storage.rebase", awa -> awa.storage().rebase()),
  REBUILD(
      "Storage.rebuildTerminalCounters",
      awa -> awa.storage().rebuildTerminalCounters(Duration.ofSeconds(1))),
  LET_GO("Storage.letGoStrayKeys", awa -> awa.storage().letGoStrayKeys()),
  FIND_SCHEDULE("Schedules.find", 0, awa -> awa.schedules().find("none")),
  FIRES("Schedules.fires", 0, awa -> awa.schedules().fires("none")),
  DELETE_SCHEDULE("Schedules.delete", 0, awa -> awa.schedules().delete("none")),
  PREVIEW("Schedules.preview", 0, onNone(awa -> awa.schedules().preview("none", 1))),
  PAUSE_SCHEDULE("Schedules.pause", 0, onNone(awa -> awa.schedules().pause("none", "me", "why"))),
  RESUME_SCHEDULE("Schedules.resume", 0, onNone(awa -> awa.schedules().resume("none", "me"))),
  RETIRE("Schedules.retire", 0, onNone(awa -> awa.schedules().retire("none", "me"))),
  RESTORE("Schedules.restore", 0, onNone(awa -> awa.schedules().restore("none", "me"))),
  ADOPT("Schedules.adopt", 0, onNone(awa -> awa.schedules().adopt("none", "a", null, "me"))),
  TRIGGER("Schedules.trigger", onNone(awa -> awa.schedules().trigger("none", "me"))),
  DECLARE("Schedules.declare", awa -> awa.schedules().declare("shop", "1")),
  PLAN("Schedules.plan", awa -> awa.schedules().plan(Declaration.of("shop", "1", List.of()))),
  ADD("Schedules.add", awa -> awa.schedules().add("people", yearly(), "me")),
  LIST_SCHEDULES("Schedules.list", awa -> awa.schedules().list()),
  OVERDUE("Schedules.overdue", awa -> awa.schedules().overdue(Duration.ofSeconds(9)));

  /** These take no connection. */
  private static final Set<String> WITHOUT =
      Set.of(
          "Awa.deadLetters",
          "Awa.encrypting",
          "Awa.grants",
          "Awa.jobs",
          "Awa.kinds",
          "Awa.joining",
          "Awa.migrationScript",
          "Awa.preparing",
          "Awa.queues",
          "Awa.schedules",
          "Awa.storage",
          "Awa.validate",
          "Awa.waking",
          "Awa.withoutNotifying",
          "Awa.workers",
          "Jobs.revealing");

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

  private static JobFilter ofQueue(String queue) {
    return JobFilter.newest(10).withQueue(queue);
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
            Awa.class,
            DeadLetters.class,
            Jobs.class,
            Kinds.class,
            Queues.class,
            Schedules.class,
            Storage.class,
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
