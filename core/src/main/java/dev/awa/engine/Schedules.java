package dev.awa.engine;

import dev.awa.Enqueued;
import dev.awa.schedule.ScheduleFire;
import dev.awa.schedule.ScheduleOwner;
import dev.awa.schedule.StoredSchedule;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Jobs that are enqueued by time: what is declared of them, and their fires. */
public final class Schedules {
  private final Sql due;
  private final Sql walk;
  private final Sql nextDue;
  private final Sql fire;
  private final Sql trigger;
  private final Sql pause;
  private final Sql resume;
  private final Sql retire;
  private final Sql restore;
  private final Sql adopt;
  private final Sql delete;
  private final Sql declare;
  private final Sql put;
  private final Sql retireUndeclared;
  private final Sql find;
  private final Sql named;
  private final Sql list;
  private final Sql fires;
  private final Sql overdue;
  private final Sql revisions;
  private final Sql owners;
  private final Sql ownedRevisions;
  private final Sql retiring;

  Schedules(String schema) {
    due = Sql.of(schema, "schedules/due.sql");
    walk = Sql.of(schema, "schedules/walk.sql");
    nextDue = Sql.of(schema, "schedules/next_due.sql");
    fire = Sql.of(schema, "schedules/fire_schedules.sql");
    trigger = Sql.of(schema, "schedules/trigger_schedule.sql");
    pause = Sql.of(schema, "schedules/pause_schedule.sql");
    resume = Sql.of(schema, "schedules/resume_schedule.sql");
    retire = Sql.of(schema, "schedules/retire_schedule.sql");
    restore = Sql.of(schema, "schedules/restore_schedule.sql");
    adopt = Sql.of(schema, "schedules/adopt_schedule.sql");
    delete = Sql.of(schema, "schedules/delete_schedule.sql");
    declare = Sql.of(schema, "schedules/declare_revision.sql");
    put = Sql.of(schema, "schedules/put_schedules.sql");
    retireUndeclared = Sql.of(schema, "schedules/retire_undeclared.sql");
    find = Sql.of(schema, "schedules/find.sql");
    named = Sql.of(schema, "schedules/named.sql");
    list = Sql.of(schema, "schedules/list.sql");
    fires = Sql.of(schema, "schedules/fires.sql");
    overdue = Sql.of(schema, "schedules/overdue.sql");
    revisions = Sql.of(schema, "schedules/revisions.sql");
    owners = Sql.of(schema, "schedules/owners.sql");
    ownedRevisions = Sql.of(schema, "schedules/owned_revisions.sql");
    retiring = Sql.of(schema, "schedules/retiring.sql");
  }

  // --- firing ---

  /** The schedules that are to be looked at by now, at most {@code limit}, from an instant on. */
  public List<DueSchedule> due(Connection tx, @Nullable Instant from, int limit)
      throws SQLException {
    return due.list(tx, DueSchedule::read, text(from), limit);
  }

  /** The next schedules after a name that may fire, whenever they are due. */
  public List<DueSchedule> walk(Connection tx, String after, int limit) throws SQLException {
    return walk.list(tx, DueSchedule::read, after, limit);
  }

  /** How long until a schedule is due, from an instant on; empty when none is. */
  public Optional<Duration> untilDue(Connection tx, @Nullable Instant from) throws SQLException {
    return nextDue.one(
        tx,
        row -> {
          Instant at = instant(row, "due_at");
          return at == null
              ? Optional.<Duration>empty()
              : Optional.of(Duration.between(some(row, "now"), at));
        },
        text(from));
  }

  /** The database's time. */
  public Instant now(Connection tx) throws SQLException {
    return nextDue.one(tx, row -> some(row, "now"), "infinity");
  }

  private static String text(@Nullable Instant from) {
    return from == null ? "-infinity" : from.toString();
  }

  /**
   * A fire that was asked for, and what became of it.
   *
   * @param jobId its job, or the job that is in the way
   */
  public record Fired(
      String schedule, Instant plannedAt, long jobId, ScheduleFire.Outcome outcome) {}

  /**
   * What a call that fires has done.
   *
   * @param settled the schedules that were as they had been read; the others were left alone
   */
  public record Done(Set<String> settled, List<Fired> fires) {}

  /** Settles schedules that were read as due, and fires them; all or nothing. */
  public Done fire(Connection tx, Lead lead, List<Settlement> settlements) throws SQLException {
    Set<String> settled = new HashSet<>();
    List<Fired> fires = new ArrayList<>();
    call(
        tx,
        lead,
        settlements,
        row -> {
          String outcome = row.getString("outcome");
          if (outcome.equals("settled")) {
            return settled.add(row.getString("schedule"));
          }
          return fires.add(fired(row, outcome));
        });
    return new Done(settled, fires);
  }

  private void call(Connection tx, Lead lead, List<Settlement> settlements, Sql.Row<Boolean> answer)
      throws SQLException {
    List<Settlement.Firing> firings =
        settlements.stream().flatMap(settlement -> settlement.firings().stream()).toList();
    fire.list(
        tx,
        answer,
        lead.workerId(),
        lead.term(),
        Columns.strings(settlements, s -> s.schedule().name()),
        settlements.stream().mapToLong(s -> s.schedule().version()).toArray(),
        Columns.strings(settlements, s -> s.schedule().firedThrough().toString()),
        Columns.strings(settlements, s -> s.through().toString()),
        Columns.strings(settlements, s -> Columns.text(s.due())),
        Columns.strings(firings, firing -> firing.fire().schedule()),
        Columns.strings(firings, firing -> firing.fire().plannedAt().toString()),
        Columns.strings(firings, Settlement.Firing::facts),
        Columns.strings(firings, firing -> Columns.text(firing.runAt())));
  }

  private static Fired fired(ResultSet row, String outcome) throws SQLException {
    return new Fired(
        row.getString("schedule"),
        some(row, "planned_at"),
        row.getLong("job_id"),
        ScheduleFire.Outcome.valueOf(outcome.toUpperCase(Locale.ROOT)));
  }

  /** Fires a schedule now; empty when there is none of this name. */
  public Optional<Enqueued> trigger(Connection tx, String name, String by) throws SQLException {
    return trigger.first(
        tx, row -> new Enqueued(row.getLong("job_id"), row.getBoolean("duplicate")), name, by);
  }

  // --- steering: each answers whether there is such a schedule ---

  public boolean pause(Connection tx, String name, String by, String reason) throws SQLException {
    return pause.one(tx, row -> row.getBoolean(1), name, by, reason);
  }

  public boolean resume(Connection tx, String name, String by) throws SQLException {
    return resume.one(tx, row -> row.getBoolean(1), name, by);
  }

  public boolean retire(Connection tx, String name, String by) throws SQLException {
    return retire.one(tx, row -> row.getBoolean(1), name, by);
  }

  public boolean restore(Connection tx, String name, String by) throws SQLException {
    return restore.one(tx, row -> row.getBoolean(1), name, by);
  }

  public boolean delete(Connection tx, String name, String by) throws SQLException {
    return delete.one(tx, row -> row.getBoolean(1), name, by);
  }

  /** Gives a schedule another owner; answers who owned it before. */
  public Optional<String> adopt(
      Connection tx, String name, String owner, @Nullable String from, String by)
      throws SQLException {
    return adopt.one(tx, row -> Optional.ofNullable(row.getString(1)), name, owner, from, by);
  }

  // --- declaring ---

  /** Notes what a revision declares; answers whether it is the newest of its owner. */
  public boolean declare(
      Connection tx, String owner, String revision, @Nullable Duration grace, List<String> names)
      throws SQLException {
    return declare.one(
        tx, row -> row.getBoolean(1), owner, revision, grace, names.toArray(String[]::new));
  }

  /** Makes or changes schedules of an owner; answers the names of those that were written. */
  public List<String> put(Connection tx, String owner, String by, List<NewSchedule> schedules)
      throws SQLException {
    return put.list(tx, row -> row.getString(1), owner, by, NewSchedule.json(schedules));
  }

  /** Retires what no living revision declares; answers the names. */
  public List<String> retireUndeclared(Connection tx, Lead lead) throws SQLException {
    return retireUndeclared.list(tx, row -> row.getString(1), lead.workerId(), lead.term());
  }

  /** What a revision of an owner declares. */
  public record Revision(String revision, Instant since, Instant seenAt, List<String> names) {}

  /** The revisions of an owner, the newest first. */
  public List<Revision> revisions(Connection tx, String owner) throws SQLException {
    return revisions.list(
        tx,
        row ->
            new Revision(
                row.getString("revision"),
                some(row, "since"),
                some(row, "seen_at"),
                List.of((String[]) row.getArray("names").getArray())),
        owner);
  }

  /** Who owns schedules, by name, what their revisions declare, and what will be retired. */
  public List<ScheduleOwner> owners(Connection tx) throws SQLException {
    Map<String, List<ScheduleOwner.Revision>> declared = new HashMap<>();
    ownedRevisions.list(
        tx,
        row ->
            declared
                .computeIfAbsent(row.getString("owner"), owner -> new ArrayList<>())
                .add(
                    new ScheduleOwner.Revision(
                        row.getString("revision"),
                        some(row, "since"),
                        some(row, "seen_at"),
                        List.of((String[]) row.getArray("names").getArray()),
                        instant(row, "ends_at"))));
    Map<String, List<ScheduleOwner.Retiring>> leaving = new HashMap<>();
    retiring.list(
        tx,
        row ->
            leaving
                .computeIfAbsent(row.getString("owner"), owner -> new ArrayList<>())
                .add(new ScheduleOwner.Retiring(row.getString("name"), some(row, "retires_at"))));
    return owners.list(
        tx,
        row -> {
          String owner = row.getString("owner");
          return new ScheduleOwner(
              owner,
              Sql.duration(row, "grace"),
              row.getLong("schedules"),
              row.getLong("retired"),
              declared.getOrDefault(owner, List.of()),
              leaving.getOrDefault(owner, List.of()));
        });
  }

  // --- looking ---

  /** A schedule by its name. */
  public Optional<StoredSchedule> find(Connection tx, String name) throws SQLException {
    return find.first(tx, Schedules::stored, name);
  }

  /** Those of some names that there are. */
  public List<StoredSchedule> named(Connection tx, List<String> names) throws SQLException {
    return named.list(tx, Schedules::stored, (Object) names.toArray(String[]::new));
  }

  /** The next schedules after a name, of one owner or of all. */
  public List<StoredSchedule> list(Connection tx, String after, @Nullable String owner, int limit)
      throws SQLException {
    return list.list(tx, Schedules::stored, after, owner, owner, limit);
  }

  /** The newest fires of a schedule. */
  public List<ScheduleFire> fires(Connection tx, String name, int limit) throws SQLException {
    return fires.list(tx, row -> fire(row, ""), name, limit);
  }

  /** For how long the schedule has been due that is overdue longest; zero when none is. */
  public Duration overdue(Connection tx) throws SQLException {
    return overdue.one(tx, row -> Sql.some(row, "overdue"));
  }

  private static StoredSchedule stored(ResultSet row) throws SQLException {
    return new StoredSchedule(
        row.getString("name"),
        StoredSchedule.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getString("owner"),
        row.getString("expression"),
        row.getString("zone"),
        row.getString("missed"),
        row.getString("overlap"),
        Sql.some(row, "jitter_seconds"),
        instant(row, "starts_at"),
        instant(row, "ends_at"),
        row.getString("kind"),
        row.getString("queue"),
        row.getInt("priority"),
        row.getInt("max_attempts"),
        row.getString("args"),
        row.getString("ext"),
        row.getLong("version"),
        some(row, "changed_at"),
        row.getString("changed_by"),
        some(row, "fired_through"),
        instant(row, "next_at"),
        Sql.some(row, "overdue_seconds"),
        instant(row, "waiting_at"),
        instant(row, "paused_at"),
        row.getString("paused_by"),
        row.getString("paused_reason"),
        instant(row, "retired_at"),
        row.getString("retired_by"),
        instant(row, "last_planned_at") == null ? null : fire(row, "last_"));
  }

  private static ScheduleFire fire(ResultSet row, String prefix) throws SQLException {
    return new ScheduleFire(
        some(row, prefix + "planned_at"),
        some(row, prefix + "fired_at"),
        row.getLong(prefix + "job_id"),
        ScheduleFire.Outcome.valueOf(row.getString(prefix + "outcome").toUpperCase(Locale.ROOT)));
  }

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  static Instant some(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
