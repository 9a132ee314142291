package dev.awa.client;

import dev.awa.AwaException;
import dev.awa.Duty;
import dev.awa.Encryption;
import dev.awa.Enqueued;
import dev.awa.cron.Fire;
import dev.awa.engine.Engine;
import dev.awa.engine.MaskedArgs;
import dev.awa.engine.StorableText;
import dev.awa.schedule.Declaration;
import dev.awa.schedule.Schedule;
import dev.awa.schedule.ScheduleFire;
import dev.awa.schedule.SchedulePlan;
import dev.awa.schedule.StoredSchedule;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Declares, looks at and steers schedules: jobs that are enqueued by time.
 *
 * <p>The worker that leads fires what is due. Each planned time is fired once, whatever leaders,
 * crashes and clocks do: the job and the note that the time is settled are one transaction.
 *
 * <p>All calls have transactions of their own. To declare and to steer needs the rights of {@link
 * Duty#WORKER}; they wait 2 s at most for somebody who changes the same schedule in a transaction
 * that stays open.
 */
public final class Schedules {
  private static final int PAGE = 1000;
  private static final int MOST_PREVIEWED = 1000;

  private final Engine engine;
  private final Database database;
  private final Database steering;
  private final Declaring declaring;

  Schedules(Engine engine, Database database, Producer producer, @Nullable Encryption encryption) {
    this.engine = engine;
    this.database = database.as(Duty.READER);
    this.steering = database.as(Duty.WORKER);
    this.declaring = new Declaring(engine.schedules(), producer, encryption);
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
   * @throws AwaException when a schedule belongs to another owner
   */
  public SchedulePlan declare(Declaration declaration) {
    return steering.readCommitted("declare schedules", tx -> declaring.declare(tx, declaration));
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
   * Makes a schedule by hand, or changes one of the same owner.
   *
   * @param owner who owns it: {@link StoredSchedule#PEOPLE}, unless an application shall declare it
   *     from its next deployment on
   * @param by who does so, for people
   * @throws AwaException when it belongs to another owner
   */
  public void add(String owner, Schedule schedule, String by) {
    StorableText.requireName("by", by);
    steering.readCommitted("add a schedule", tx -> declaring.add(tx, owner, schedule, by));
  }

  // --- looking ---

  /** A schedule by its name. */
  public Optional<StoredSchedule> find(String name) {
    StorableText.requireName("schedule", name);
    return database
        .call("find a schedule", tx -> engine.schedules().find(tx, name))
        .map(Schedules::shown);
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
    return database.readCommitted("list schedules", tx -> all(tx, owner));
  }

  private List<StoredSchedule> all(Connection tx, @Nullable String owner) throws SQLException {
    List<StoredSchedule> all = new ArrayList<>();
    List<StoredSchedule> some;
    do {
      String after = all.isEmpty() ? "" : all.getLast().name();
      some = engine.schedules().list(tx, after, owner, PAGE);
      some.forEach(schedule -> all.add(shown(schedule)));
    } while (some.size() == PAGE);
    return all;
  }

  private static StoredSchedule shown(StoredSchedule schedule) {
    return schedule.showing(MaskedArgs.shown(schedule.args(), schedule.ext()));
  }

  /** The newest fires of a schedule, the newest first; the last hundred are kept. */
  public List<ScheduleFire> fires(String name) {
    StorableText.requireName("schedule", name);
    return database.call("look at fires", tx -> engine.schedules().fires(tx, name, 100));
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
    if (count < 1 || count > MOST_PREVIEWED) {
      throw new IllegalArgumentException("count: must be 1 to 1000, got " + count);
    }
    StoredSchedule schedule = find(name).orElseThrow(() -> missing(name));
    Instant now = database.call("look at the time", engine.schedules()::now);
    Instant settled = schedule.firedThrough();
    return schedule.timing().fires(settled.isAfter(now) ? settled : now, count);
  }

  private static AwaException missing(String name) {
    return new AwaException(
        "there is no schedule \"" + name + "\"; awa schedule list tells which there are");
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
    StorableText.requireReason("reason", reason);
    steer("pause", name, by, tx -> engine.schedules().pause(tx, name, by, reason));
  }

  /**
   * Lets a paused schedule go on, from now on. It also brings back one that a wrong clock has
   * settled far into the future; planned times that were fired are not fired again.
   *
   * @throws AwaException when there is no such schedule
   */
  public void resume(String name, String by) {
    steer("resume", name, by, tx -> engine.schedules().resume(tx, name, by));
  }

  /**
   * Fires a schedule now, also one that is paused; its planned times stay as they are.
   *
   * @return the job: a new one, or, where the schedule lets no two overlap, the one that has not
   *     ended
   * @throws AwaException when there is no such schedule
   */
  public Enqueued trigger(String name, String by) {
    StorableText.requireName("schedule", name);
    StorableText.requireName("by", by);
    return steering
        .readCommitted("trigger a schedule", tx -> engine.schedules().trigger(tx, name, by))
        .orElseThrow(() -> missing(name));
  }

  /**
   * Deletes a schedule and the notes of its fires; its jobs stay. An application that still
   * declares it makes it anew.
   *
   * @return whether there was one
   */
  public boolean delete(String name) {
    StorableText.requireName("schedule", name);
    return steering.call("delete a schedule", tx -> engine.schedules().delete(tx, name));
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
    return steering
        .call("adopt a schedule", tx -> engine.schedules().adopt(tx, name, owner, from, by))
        .orElseThrow(() ->
            from == null
                ? missing(name)
                : new AwaException("there is no schedule \"" + name + "\" of owner " + from));
  }

  /**
   * Retires a schedule: it fires nothing, and stays to be looked at. No declaration brings it back.
   *
   * @throws AwaException when there is no such schedule
   */
  public void retire(String name, String by) {
    steer("retire", name, by, tx -> engine.schedules().retire(tx, name, by));
  }

  /**
   * Brings a retired schedule back. What was planned meanwhile is not made up for.
   *
   * @throws AwaException when there is no such schedule
   */
  public void restore(String name, String by) {
    steer("restore", name, by, tx -> engine.schedules().restore(tx, name, by));
  }

  private void steer(String verb, String name, String by, Database.Call<Boolean> call) {
    StorableText.requireName("schedule", name);
    StorableText.requireName("by", by);
    if (!steering.call(verb + " a schedule", call)) {
      throw missing(name);
    }
  }
}
