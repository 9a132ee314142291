package dev.awa.client;

import dev.awa.AwaException;
import dev.awa.Duty;
import dev.awa.Encryption;
import dev.awa.Enqueued;
import dev.awa.SettingChange;
import dev.awa.cron.Fire;
import dev.awa.engine.Engine;
import dev.awa.engine.StorableText;
import dev.awa.engine.StorableTime;
import dev.awa.schedule.Declaration;
import dev.awa.schedule.Schedule;
import dev.awa.schedule.ScheduleFire;
import dev.awa.schedule.ScheduleOwner;
import dev.awa.schedule.SchedulePlan;
import dev.awa.schedule.StoredSchedule;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Declares, looks at and steers schedules: jobs that are enqueued by time.
 *
 * <p>The worker that leads fires what is due. Each planned time is fired once, whatever leaders,
 * crashes and clocks do: the job and the note that the time is settled are one transaction.
 *
 * <p>To declare needs the rights of {@link Duty#WORKER} or {@link Duty#OPERATOR}, to steer those of
 * {@link Duty#OPERATOR}; both wait 2 s at most for somebody who changes the same schedule in a
 * transaction that stays open. In the caller's transaction a schedule can be paused, resumed,
 * triggered, retired and restored; until it ends the schedule does not fire, and others who steer
 * it wait. A declaration has a transaction of its own: all processes of an application would wait
 * for it.
 */
public final class Schedules {
  private static final int MOST_PREVIEWED = 1000;
  private static final int MOST_LISTED = 10_000;
  private static final int MOST_CHANGES = 1000;

  private final Engine engine;
  private final Database database;
  private final Database writing;
  private final Steering steering;
  private final Declaring declaring;

  Schedules(Engine engine, Database database, Producer producer, @Nullable Encryption encryption) {
    this.engine = engine;
    this.database = database.as(Duty.READER);
    this.writing = database.as(Duty.OPERATOR);
    this.steering = new Steering(engine, writing, null);
    this.declaring = new Declaring(engine, producer, encryption);
  }

  // --- declaring ---

  /**
   * Declares all schedules that a revision of an application has. Call it when the application
   * starts, in each of its processes, and again from time to time: it is quick when nothing
   * changes. All or nothing.
   *
   * @return what was done, schedule by schedule
   * @throws dev.awa.InvalidJobException when a job breaks a rule; names the schedule
   * @throws IllegalArgumentException when a name is none, or is there twice
   * @throws AwaException when a schedule belongs to another owner; when somebody else changes one
   *     of the schedules, pauses it for instance, in a transaction that stays open for longer than
   *     2 s: then nothing is declared, so declare again
   */
  public SchedulePlan declare(Declaration declaration) {
    return writing
        .as(Duty.WORKER)
        .readCommitted("declare schedules", tx -> declaring.declare(tx, declaration));
  }

  /** The same with a grace time of ten minutes: {@link Declaration#of}. */
  public SchedulePlan declare(String owner, String revision, Schedule... schedules) {
    return declare(Declaration.of(owner, revision, List.of(schedules)));
  }

  /** What {@link #declare(Declaration)} would do now. Changes nothing. */
  public SchedulePlan plan(Declaration declaration) {
    return database.readCommitted("plan a declaration", tx -> declaring.plan(tx, declaration));
  }

  /**
   * Makes a schedule by hand, or changes one of the same owner: all of it, not only what differs
   * from a new one.
   *
   * @param owner who owns it: {@link StoredSchedule#PEOPLE}, unless an application shall declare it
   *     from its next deployment on
   * @param by who does so, for people
   * @return whether it is new, and what is other than before, in words
   * @throws AwaException when it belongs to another owner, or is retired: {@link #restore} or
   *     {@link #delete} it first
   */
  public SchedulePlan.Change add(String owner, Schedule schedule, String by) {
    StorableText.requireName("by", by);
    return writing.readCommitted("add a schedule", tx -> declaring.add(tx, owner, schedule, by));
  }

  // --- looking ---

  /** A schedule by its name. */
  public Optional<StoredSchedule> find(String name) {
    StorableText.requireName("schedule", name);
    return database
        .call("find a schedule", tx -> engine.schedules().find(tx, name))
        .map(ScheduleLooks::shown);
  }

  /** All schedules by name, retired ones too. */
  public List<StoredSchedule> list() {
    return list(null);
  }

  /**
   * Those of an owner, by name.
   *
   * @param owner null for all
   */
  public List<StoredSchedule> list(@Nullable String owner) {
    return database.readCommitted(
        "list schedules", tx -> ScheduleLooks.all(engine.schedules(), tx, owner));
  }

  /**
   * A page of the same: the schedules whose names follow one, in the order of the database. Who
   * goes on from the last name of a page sees each schedule once that is there all the time.
   *
   * @param owner null for all
   * @param after the last name of the page before; "" for the first page
   * @param limit how many at most, 1 to 10,000
   * @throws IllegalArgumentException when the limit is out of its range, or the name can't be one
   */
  public List<StoredSchedule> page(@Nullable String owner, String after, int limit) {
    if (!after.isEmpty()) {
      StorableText.requireName("after", after);
    }
    if (limit < 1 || limit > MOST_LISTED) {
      throw new IllegalArgumentException("limit: must be 1 to " + MOST_LISTED + ", got " + limit);
    }
    return database
        .call("list schedules", tx -> engine.schedules().list(tx, after, owner, limit))
        .stream()
        .map(ScheduleLooks::shown)
        .toList();
  }

  /**
   * Who owns schedules, by name: what the revisions of each declare, when these were declared last,
   * and what will be retired when. So it tells whether a deployment has come to its end.
   */
  public List<ScheduleOwner> owners() {
    return database.call("list owners of schedules", engine.schedules()::owners);
  }

  /** The newest fires of a schedule, the newest first; the last hundred are kept. */
  public List<ScheduleFire> fires(String name) {
    StorableText.requireName("schedule", name);
    return database.call("look at fires", tx -> engine.schedules().fires(tx, name, 100));
  }

  /**
   * What was done to a schedule, the newest first. The newest thousand changes are kept; of a
   * schedule that was deleted, for as long as {@link dev.awa.StorageSettings#keepAudit} says.
   *
   * <p>The settings: {@code paused}, with the reason; {@code retired}, by hand or because nobody
   * declared it any more (then {@code leader} has done so); {@code owner}, when it was adopted;
   * {@code version}, when it was made, or declared otherwise; {@code triggered}, with the job;
   * {@code deleted}.
   *
   * @param limit how many at most, 1 to 1000
   * @return none when there never was such a schedule
   * @throws IllegalArgumentException when the limit is out of its range, or the name is not 1 to
   *     200 characters that can be stored
   */
  public List<SettingChange> history(String name, int limit) {
    StorableText.requireName("schedule", name);
    if (limit < 1 || limit > MOST_CHANGES) {
      throw new IllegalArgumentException("limit: must be 1 to " + MOST_CHANGES + ", got " + limit);
    }
    return database.call(
        "list changes of a schedule", tx -> engine.allSchedules().changes(tx, name, limit));
  }

  /**
   * The next planned times of a schedule, whether or not it is paused or retired. Each says whether
   * a change of clocks shifts it.
   *
   * @param count at most so many, 1 to 1000
   * @throws IllegalArgumentException when the count is out of range
   * @throws AwaException when there is no such schedule, or this JVM does not know its zone
   */
  public List<Fire> preview(String name, int count) {
    requirePreviewed(count);
    StoredSchedule schedule = find(name).orElseThrow(() -> Steering.missing(name));
    Instant now = database.call("look at the time", engine.schedules()::now);
    Instant settled = schedule.firedThrough();
    return schedule.timing().fires(settled.isAfter(now) ? settled : now, count);
  }

  /**
   * The same from another time on: what it does at a change of clocks, or did a year ago.
   *
   * @param after the planned times after this one
   */
  public List<Fire> preview(String name, Instant after, int count) {
    requirePreviewed(count);
    StorableTime.require("after", after);
    return find(name).orElseThrow(() -> Steering.missing(name)).timing().fires(after, count);
  }

  private static void requirePreviewed(int count) {
    if (count < 1 || count > MOST_PREVIEWED) {
      throw new IllegalArgumentException("count: must be 1 to 1000, got " + count);
    }
  }

  /**
   * For how long the schedule has been due that is overdue longest: milliseconds while a worker
   * leads, growing while none does or while a schedule can't be fired.
   *
   * @param within how long the database may take, 1 ms and more
   * @return zero when none is overdue
   * @throws IllegalArgumentException when the time is out of its range
   * @throws AwaException when the database takes longer
   */
  public Duration overdue(Duration within) {
    return database.within(
        "look for schedules that are overdue",
        within,
        look -> look.at(engine.schedules()::overdue));
  }

  // --- steering ---

  /**
   * Pauses a schedule until {@link #resume}. What is planned meanwhile is not made up for. A
   * declaration does not end the pause.
   *
   * @param by who does so, for people
   * @param reason why, 1 to 1000 characters
   * @throws AwaException when there is no such schedule
   */
  public void pause(String name, String by, String reason) {
    steering.pause(name, by, reason);
  }

  /** The same in the caller's transaction. */
  public void pause(Connection tx, String name, String by, String reason) {
    steering.in(tx).pause(name, by, reason);
  }

  /**
   * Lets a paused schedule go on, from now on. It also brings back one that a wrong clock has
   * settled far into the future; planned times that were fired are not fired again.
   *
   * @throws AwaException when there is no such schedule
   */
  public void resume(String name, String by) {
    steering.resume(name, by);
  }

  /** The same in the caller's transaction. */
  public void resume(Connection tx, String name, String by) {
    steering.in(tx).resume(name, by);
  }

  /**
   * Fires a schedule now, also one that is paused; its planned times stay as they are.
   *
   * @return the job: a new one, or, where the schedule lets no two overlap, the one that has not
   *     ended
   * @throws AwaException when there is no such schedule
   */
  public Enqueued trigger(String name, String by) {
    return steering.trigger(name, by);
  }

  /** The same in the caller's transaction: the job is there if and only if that commits. */
  public Enqueued trigger(Connection tx, String name, String by) {
    return steering.in(tx).trigger(name, by);
  }

  /**
   * Deletes a schedule and the notes of its fires; its jobs stay, and so does its {@link #history}
   * for a while. An application that still declares it makes it anew.
   *
   * @param by who does so, for people
   * @return whether there was one
   */
  public boolean delete(String name, String by) {
    StorableText.requireName("schedule", name);
    StorableText.requireName("by", by);
    return writing.call("delete a schedule", tx -> engine.schedules().delete(tx, name, by));
  }

  /**
   * Gives a schedule another owner.
   *
   * @param owner the new owner
   * @param from who must own it now; null: whoever does
   * @return who owned it before
   * @throws AwaException when there is no such schedule, or another than {@code from} owns it
   */
  public String adopt(String name, String owner, @Nullable String from, String by) {
    StorableText.requireName("schedule", name);
    StorableText.requireName("owner", owner);
    StorableText.requireName("by", by);
    return writing
        .call("adopt a schedule", tx -> engine.schedules().adopt(tx, name, owner, from, by))
        .orElseThrow(() ->
            from == null
                ? Steering.missing(name)
                : new AwaException("there is no schedule \"" + name + "\" of owner " + from));
  }

  /**
   * Retires a schedule: it fires nothing, and stays to be looked at. No declaration brings it back.
   *
   * @throws AwaException when there is no such schedule
   */
  public void retire(String name, String by) {
    steering.retire(name, by);
  }

  /** The same in the caller's transaction. */
  public void retire(Connection tx, String name, String by) {
    steering.in(tx).retire(name, by);
  }

  /**
   * Brings a retired schedule back. What was planned meanwhile is not made up for.
   *
   * @throws AwaException when there is no such schedule
   */
  public void restore(String name, String by) {
    steering.restore(name, by);
  }

  /** The same in the caller's transaction. */
  public void restore(Connection tx, String name, String by) {
    steering.in(tx).restore(name, by);
  }

  /**
   * Retires all schedules of an owner, each as {@link #retire(String, String)} does: an application
   * that is shut down, or must not run for a while. One that the application declares for the first
   * time afterwards is not retired.
   *
   * @return the names of those that were not retired yet
   */
  public List<String> retireOwner(String owner, String by) {
    return steering.retireOwner(owner, by);
  }

  /**
   * Brings back those schedules of an owner that people have retired, one by one or all. Those that
   * no revision declares any more stay retired.
   *
   * @return their names
   */
  public List<String> restoreOwner(String owner, String by) {
    return steering.restoreOwner(owner, by);
  }
}
