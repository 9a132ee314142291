package dev.awa.client;

import dev.awa.Handling;
import dev.awa.Health;
import dev.awa.Health.Check;
import dev.awa.Health.Status;
import dev.awa.KnownWorker;
import dev.awa.StepTrouble;
import dev.awa.Unhandled;
import dev.awa.cron.Zones;
import dev.awa.engine.AllSchedules;
import dev.awa.engine.Engine;
import dev.awa.engine.Queues.Unserved;
import dev.awa.engine.Ring;
import dev.awa.engine.Storage.Vitals;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks how a queue fares. */
final class HealthLook {
  /** A leader promotes each second. */
  private static final Duration LATE = Duration.ofSeconds(10);

  /** A leader rescues within seconds. */
  private static final Duration LONG_DEAD = Duration.ofMinutes(1);

  /** What fails for shorter is mostly a restart of the database. */
  private static final Duration LONG_FAILING = Duration.ofMinutes(1);

  /** Somebody may keep a job from an operation for a while; see the alert of the same. */
  private static final Duration LONG_IDLE = Duration.ofMinutes(5);

  private static final int FULL = Ring.SLOTS - 2;
  private static final int LANES = 1000;
  private static final int NAMED = 20;

  private final Engine engine;

  HealthLook(Engine engine) {
    this.engine = engine;
  }

  Health on(Connection connection) throws SQLException {
    Vitals vitals = engine.storage().vitals(connection);
    Unserved unserved = engine.queues().unserved(connection, "", LANES);
    List<Check> checks = new ArrayList<>();
    checks.add(new Check("database", Status.UP, "answers"));
    checks.add(
        new Check(
            "schema",
            Status.UP,
            "\"" + engine.schema() + "\", version " + engine.migrations().version()));
    checks.add(leader(vitals));
    checks.add(
        check("workers", vitals.alive() > 0, vitals.alive() + " alive", "no worker is alive"));
    checks.add(rescue(vitals));
    checks.add(promotion(vitals));
    checks.add(schedules(engine.schedules().overdue(connection)));
    checks.add(operations(engine.operations().idle(connection)));
    checks.add(
        check(
            "ring",
            vitals.used() < FULL,
            vitals.used() + " of " + Ring.SLOTS + " slots in use",
            vitals.used()
                + " of "
                + Ring.SLOTS
                + " slots in use: segments are not emptied; awa storage status says why"));
    checks.add(queues(unserved.queues()));
    List<KnownWorker> workers = engine.workers().list(connection);
    checks.add(handlers(connection, workers));
    checks.add(steps(workers));
    checks.add(zones(engine.allSchedules().zones(connection)));
    return Health.of(checks);
  }

  private static Check check(String name, boolean isGood, String good, String bad) {
    return new Check(name, isGood ? Status.UP : Status.DEGRADED, isGood ? good : bad);
  }

  private static Check leader(Vitals vitals) {
    return check(
        "leader",
        vitals.led(),
        vitals.leader() == null ? "somebody who is no worker" : String.valueOf(vitals.leader()),
        "nobody leads: nothing is promoted, rescued or emptied; start a worker, awa maintain, or"
            + " call awa tick");
  }

  private static Check rescue(Vitals vitals) {
    Duration deadFor = vitals.deadFor();
    String words = vitals.dead() + " dead workers wait for their rescue";
    return check("rescue", !isOver(deadFor, LONG_DEAD), words, words + ", for " + seconds(deadFor));
  }

  private static Check promotion(Vitals vitals) {
    Duration late = vitals.late();
    return check(
        "promotion",
        !isOver(late, LATE),
        "no deferred job is late",
        "a deferred job is due for " + seconds(late) + " and not in its queue yet");
  }

  private static Check schedules(Duration overdue) {
    return check(
        "schedules",
        !isOver(overdue, LATE),
        "no schedule is overdue",
        "a schedule should have fired "
            + seconds(overdue)
            + " ago: nobody leads, or it can't be fired; awa schedule list says which");
  }

  private static Check operations(Duration idle) {
    return check(
        "operations",
        !isOver(idle, LONG_IDLE),
        "no operation stands still",
        "an operation has not moved for "
            + seconds(idle)
            + ": nobody leads, or somebody keeps its jobs from it; awa operation list says which");
  }

  private static String seconds(@Nullable Duration time) {
    return time == null ? "some time" : time.toSeconds() + " s";
  }

  private static boolean isOver(@Nullable Duration time, Duration most) {
    return time != null && time.compareTo(most) > 0;
  }

  private static Check queues(List<String> unserved) {
    return check(
        "queues",
        unserved.isEmpty(),
        "every queue with waiting jobs has a worker, or is paused",
        "jobs wait in queues on which no worker works: " + some(unserved, ", "));
  }

  /** The first of them: there may be thousands. */
  private static String some(List<String> all, String between) {
    String first = String.join(between, all.subList(0, Math.min(all.size(), NAMED)));
    return all.size() > NAMED ? first + " and " + (all.size() - NAMED) + " more" : first;
  }

  /** Of jobs that were put back; others whose kind nobody handles have not been claimed yet. */
  private Check handlers(Connection connection, List<KnownWorker> workers) throws SQLException {
    Handling handling = Handling.of(workers);
    List<String> unhandled =
        engine.queues().putBack(connection).stream()
            .flatMap(one -> handling.missing(one.queue(), one.kind(), one.jobs()).stream())
            .map(Unhandled::words)
            .toList();
    return check(
        "handlers",
        unhandled.isEmpty(),
        "no job waits whose kind no living worker handles",
        some(unhandled, "; "));
  }

  private static Check steps(List<KnownWorker> workers) {
    List<String> failing =
        workers.stream()
            .filter(KnownWorker::alive)
            .flatMap(worker ->
                worker.troubles().stream()
                    .filter(trouble -> isLong(trouble, worker))
                    .map(trouble -> words(worker, trouble)))
            .toList();
    return check(
        "steps",
        failing.isEmpty(),
        "no step of a worker fails for longer than a minute",
        some(failing, "; "));
  }

  /** Again and again, for long. Both times are the database's. */
  private static boolean isLong(StepTrouble trouble, KnownWorker worker) {
    return trouble.failures() > 1 && trouble.since().isBefore(worker.beatAt().minus(LONG_FAILING));
  }

  private static String words(KnownWorker worker, StepTrouble trouble) {
    return "worker "
        + worker.name()
        + ": "
        + trouble.step()
        + " fails since "
        + trouble.since()
        + " ("
        + trouble.failures()
        + " times): "
        + trouble.error();
  }

  private static Check zones(List<AllSchedules.OddZone> odd) {
    return check(
        "time_zones",
        odd.isEmpty(),
        "rules of release "
            + Zones.release()
            + " here; all workers agree on the zones of schedules",
        some(odd.stream().map(zone -> "zone " + zone.zone() + ": " + zone.workers()).toList(), "; ")
            + ". They have different rules, so fires depend on which of them leads: give all of"
            + " them the same Java release");
  }
}
