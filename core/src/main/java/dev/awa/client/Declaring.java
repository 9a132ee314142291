package dev.awa.client;

import dev.awa.AwaException;
import dev.awa.Encryption;
import dev.awa.Handling;
import dev.awa.InvalidJobException;
import dev.awa.Job;
import dev.awa.ReadyTime;
import dev.awa.Unhandled;
import dev.awa.engine.Engine;
import dev.awa.engine.NewJob;
import dev.awa.engine.NewSchedule;
import dev.awa.engine.Schedules;
import dev.awa.engine.Schedules.Revision;
import dev.awa.engine.StorableText;
import dev.awa.engine.StorableTime;
import dev.awa.engine.Workers;
import dev.awa.schedule.Declaration;
import dev.awa.schedule.Schedule;
import dev.awa.schedule.SchedulePlan;
import dev.awa.schedule.SchedulePlan.Change;
import dev.awa.schedule.SchedulePlan.Verdict;
import dev.awa.schedule.StoredSchedule;
import dev.awa.schedule.Timing;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Decides what a declaration does, and does it. */
final class Declaring {
  private static final int CHUNK = 500;

  private final Schedules schedules;
  private final Workers workers;
  private final Producer producer;
  private final @Nullable Encryption encryption;

  Declaring(Engine engine, Producer producer, @Nullable Encryption encryption) {
    this.schedules = engine.schedules();
    this.workers = engine.workers();
    this.producer = producer;
    this.encryption = encryption;
  }

  /** What would be done. */
  SchedulePlan plan(Connection tx, Declaration declaration) throws SQLException {
    Map<String, NewSchedule> declared = checked(declaration, schedules.now(tx));
    List<Revision> revisions = schedules.revisions(tx, declaration.owner());
    boolean isNewest =
        revisions.isEmpty()
            || revisions.getFirst().revision().equals(declaration.revision())
            || revisions.stream()
                .noneMatch(other -> other.revision().equals(declaration.revision()));
    return decided(tx, declaration, declared, isNewest);
  }

  /** Does it, in a transaction that is READ COMMITTED. */
  SchedulePlan declare(Connection tx, Declaration declaration) throws SQLException {
    Map<String, NewSchedule> declared = checked(declaration, schedules.now(tx));
    String owner = declaration.owner();
    String revision = declaration.revision();
    boolean isNewest =
        schedules.declare(tx, owner, revision, declaration.grace(), List.copyOf(declared.keySet()));
    SchedulePlan plan = decided(tx, declaration, declared, isNewest);
    plan.of(Verdict.REFUSE).stream()
        .findFirst()
        .ifPresent(foreign -> {
          throw new AwaException(
              "schedule \"" + foreign.name() + "\": " + foreign.words() + ". Nothing was declared");
        });
    List<NewSchedule> written =
        plan.changes().stream()
            .filter(change -> change.verdict() == Verdict.ADD || change.verdict() == Verdict.CHANGE)
            .map(change -> declared.get(change.name()))
            .toList();
    return left(plan, put(tx, owner, owner + " " + revision, written));
  }

  /** The plan, as it was done: people have retired these schedules since it was made. */
  private static SchedulePlan left(SchedulePlan plan, Map<String, StoredSchedule> retired) {
    return new SchedulePlan(
        plan.owner(),
        plan.revision(),
        plan.changes().stream()
            .map(change ->
                retired.containsKey(change.name()) ? left(retired.get(change.name())) : change)
            .toList(),
        plan.unhandled());
  }

  private static Change left(StoredSchedule retired) {
    return new Change(retired.name(), Verdict.LEAVE, "retired by " + retired.retiredBy());
  }

  /** Makes one schedule of an owner, or changes it; one that is retired is refused. */
  Change add(Connection tx, String owner, Schedule schedule, String by) throws SQLException {
    StorableText.requireName("owner", owner);
    NewSchedule checked = checked(schedule, schedules.now(tx));
    Change done = new Change(checked.name(), Verdict.ADD, checked.expression());
    for (StoredSchedule there : schedules.named(tx, List.of(checked.name()))) {
      if (there.owner().equals(owner) && there.retiredAt() != null) {
        throw retired(there);
      }
      done = change(owner, checked, there, true);
    }
    for (StoredSchedule retired : put(tx, owner, by, List.of(checked)).values()) {
      throw retired(retired);
    }
    return done;
  }

  private static AwaException retired(StoredSchedule there) {
    return new AwaException(
        "schedule \""
            + there.name()
            + "\": "
            + (there.retiredBy() == null
                ? "was retired because its owner does not declare it any more"
                : "was retired by " + there.retiredBy())
            + ", and fires nothing until somebody brings it back: awa schedule restore. To begin"
            + " anew, awa schedule delete it first. Nothing was changed");
  }

  /** Answers those that people have retired, which are left as they are. */
  private Map<String, StoredSchedule> put(
      Connection tx, String owner, String by, List<NewSchedule> all) throws SQLException {
    Map<String, StoredSchedule> retired = new TreeMap<>();
    for (int from = 0; from < all.size(); from += CHUNK) {
      List<NewSchedule> some = all.subList(from, Math.min(all.size(), from + CHUNK));
      List<String> left = new ArrayList<>(some.stream().map(NewSchedule::name).toList());
      left.removeAll(schedules.put(tx, owner, by, some));
      for (StoredSchedule there : schedules.named(tx, left)) {
        if (!there.owner().equals(owner)) {
          throw foreign(there.name(), owner);
        }
        retired.put(there.name(), there);
      }
    }
    return retired;
  }

  private static AwaException foreign(String schedule, String owner) {
    return new AwaException(
        "schedule \""
            + schedule
            + "\": belongs to another owner than "
            + owner
            + "; give it to "
            + owner
            + " with: awa schedule adopt. Nothing was changed");
  }

  // --- what is declared ---

  private Map<String, NewSchedule> checked(Declaration declaration, Instant now) {
    StorableText.requireName("owner", declaration.owner());
    if (declaration.owner().equals(StoredSchedule.PEOPLE)) {
      throw new IllegalArgumentException(
          "owner: must not be \"people\", who own the schedules that are made by hand: what the"
              + " application does not declare would be retired");
    }
    StorableText.requireName("revision", declaration.revision());
    Map<String, NewSchedule> all = new TreeMap<>();
    for (Schedule schedule : declaration.schedules()) {
      if (all.put(schedule.name(), checked(schedule, now)) != null) {
        throw new IllegalArgumentException(
            "schedule \"" + schedule.name() + "\": is declared twice");
      }
    }
    return all;
  }

  private NewSchedule checked(Schedule schedule, Instant now) {
    StorableText.requireName("schedule", schedule.name());
    Timing timing = schedule.timing();
    return new NewSchedule(
        schedule.name(),
        timing.expression(),
        timing.zone().getId(),
        schedule.missed().toString(),
        schedule.overlap().word(),
        schedule.jitter(),
        stored("start", timing.start()),
        stored("end", timing.end()),
        checked(schedule.name(), schedule.job()),
        timing.next(now).map(fire -> fire.instant()).orElse(null));
  }

  /** As precise as the database stores it. */
  private static @Nullable Instant stored(String field, @Nullable Instant time) {
    return time == null ? null : StorableTime.require(field, time).truncatedTo(ChronoUnit.MICROS);
  }

  private NewJob checked(String name, Job<?> job) {
    try {
      if (!job.readyTime().equals(ReadyTime.NOW)) {
        throw new InvalidJobException(
            "runAt", job.readyTime(), "must not be given: the schedule says when");
      }
      if (job.unique() != null) {
        throw new InvalidJobException(
            "unique",
            job.unique(),
            "must not be given: overlap says what happens while an earlier job has not ended");
      }
      return producer.check(job);
    } catch (InvalidJobException e) {
      throw new InvalidJobException(
          "schedule \"" + name + "\", job." + e.field(), e.value(), e.rule());
    }
  }

  // --- what is to be done ---

  private SchedulePlan decided(
      Connection tx, Declaration declaration, Map<String, NewSchedule> declared, boolean isNewest)
      throws SQLException {
    Map<String, StoredSchedule> own = byName(all(tx, declaration.owner()));
    Map<String, StoredSchedule> stored = new HashMap<>(own);
    List<String> others =
        declared.keySet().stream().filter(name -> !own.containsKey(name)).toList();
    stored.putAll(byName(schedules.named(tx, others)));
    List<Change> changes = new ArrayList<>();
    for (NewSchedule schedule : declared.values()) {
      StoredSchedule there = stored.get(schedule.name());
      changes.add(
          there == null
              ? new Change(schedule.name(), Verdict.ADD, schedule.expression())
              : change(declaration.owner(), schedule, there, isNewest));
    }
    for (StoredSchedule other : own.values()) {
      if (other.retiredAt() == null && !declared.containsKey(other.name())) {
        changes.add(leftOut(declaration, other, isNewest));
      }
    }
    changes.sort(Comparator.comparing(Change::name));
    return new SchedulePlan(
        declaration.owner(), declaration.revision(), changes, unhandled(tx, declared));
  }

  private List<Unhandled> unhandled(Connection tx, Map<String, NewSchedule> declared)
      throws SQLException {
    Handling handling = Handling.of(workers.list(tx));
    return declared.values().stream()
        .map(NewSchedule::job)
        .flatMap(job -> handling.missing(job.queue(), job.kind(), 0).stream())
        .distinct()
        .toList();
  }

  private Change change(
      String owner, NewSchedule schedule, StoredSchedule there, boolean isNewest) {
    String name = schedule.name();
    if (!there.owner().equals(owner)) {
      return new Change(
          name,
          Verdict.REFUSE,
          "belongs to owner " + there.owner() + "; awa schedule adopt gives it to " + owner);
    }
    if (there.retiredBy() != null) {
      return new Change(name, Verdict.LEAVE, "retired by " + there.retiredBy());
    }
    if (!isNewest) {
      return new Change(name, Verdict.LEAVE, "a newer revision decides");
    }
    List<String> differences = Differences.of(schedule, there, encryption);
    if (there.retiredAt() != null) {
      return new Change(name, Verdict.CHANGE, "was retired, fires again");
    }
    return differences.isEmpty()
        ? new Change(name, Verdict.KEEP, "")
        : new Change(name, Verdict.CHANGE, String.join(", ", differences));
  }

  private static Map<String, StoredSchedule> byName(List<StoredSchedule> schedules) {
    return schedules.stream().collect(Collectors.toMap(StoredSchedule::name, Function.identity()));
  }

  private List<StoredSchedule> all(Connection tx, String owner) throws SQLException {
    List<StoredSchedule> all = new ArrayList<>();
    List<StoredSchedule> some;
    do {
      some = schedules.list(tx, all.isEmpty() ? "" : all.getLast().name(), owner, CHUNK);
      all.addAll(some);
    } while (some.size() == CHUNK);
    return all;
  }

  private static Change leftOut(Declaration declaration, StoredSchedule other, boolean isNewest) {
    if (!isNewest) {
      return new Change(other.name(), Verdict.LEAVE, "a newer revision decides");
    }
    return declaration.grace() == null
        ? new Change(other.name(), Verdict.LEAVE, "not declared, and kept")
        : new Change(
            other.name(),
            Verdict.RETIRE,
            "after " + declaration.grace() + ", unless another revision that lives declares it");
  }
}
