package dev.awa.client;

import dev.awa.AwaException;
import dev.awa.Encryption;
import dev.awa.InvalidJobException;
import dev.awa.Job;
import dev.awa.ReadyTime;
import dev.awa.engine.NewJob;
import dev.awa.engine.NewSchedule;
import dev.awa.engine.Schedules;
import dev.awa.engine.Schedules.Revision;
import dev.awa.engine.StorableText;
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
  private final Producer producer;
  private final @Nullable Encryption encryption;

  Declaring(Schedules schedules, Producer producer, @Nullable Encryption encryption) {
    this.schedules = schedules;
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
    put(tx, owner, owner + " " + revision, written);
    return plan;
  }

  /** Makes one schedule of an owner, or changes it. */
  boolean add(Connection tx, String owner, Schedule schedule, String by) throws SQLException {
    StorableText.requireName("owner", owner);
    put(tx, owner, by, List.of(checked(schedule, schedules.now(tx))));
    return true;
  }

  private void put(Connection tx, String owner, String by, List<NewSchedule> all)
      throws SQLException {
    for (int from = 0; from < all.size(); from += CHUNK) {
      List<NewSchedule> some = all.subList(from, Math.min(all.size(), from + CHUNK));
      List<String> written = schedules.put(tx, owner, by, some);
      for (NewSchedule schedule : some) {
        if (!written.contains(schedule.name())) {
          throw new AwaException(
              "schedule \""
                  + schedule.name()
                  + "\": belongs to another owner than "
                  + owner
                  + "; give it to "
                  + owner
                  + " with: awa schedule adopt. Nothing was changed");
        }
      }
    }
  }

  // --- what is declared ---

  private Map<String, NewSchedule> checked(Declaration declaration, Instant now) {
    StorableText.requireName("owner", declaration.owner());
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
        stored(timing.start()),
        stored(timing.end()),
        checked(schedule.name(), schedule.job()),
        timing.next(now).map(fire -> fire.instant()).orElse(null));
  }

  /** As precise as the database stores it. */
  private static @Nullable Instant stored(@Nullable Instant time) {
    return time == null ? null : time.truncatedTo(ChronoUnit.MICROS);
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
    return new SchedulePlan(declaration.owner(), declaration.revision(), changes);
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
