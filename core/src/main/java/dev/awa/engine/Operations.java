package dev.awa.engine;

import static dev.awa.engine.Columns.instant;

import dev.awa.Action;
import dev.awa.JobFilter;
import dev.awa.Stopped;
import dev.awa.StoredOperation;
import dev.awa.StoredOperation.Counts;
import dev.awa.StoredOperation.Note;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Things that are done to many jobs, chunk by chunk. */
public final class Operations {
  private final Sql submit;
  private final Sql stop;
  private final Sql preview;
  private final Sql work;
  private final Sql atWork;
  private final Sql find;
  private final Sql list;
  private final Sql idle;

  Operations(String schema) {
    submit = Sql.of(schema, "operations/submit_operation.sql");
    stop = Sql.of(schema, "operations/stop_operation.sql");
    preview = Sql.of(schema, "operations/preview_operation.sql");
    work = Sql.of(schema, "operations/work_operation.sql");
    atWork = Sql.of(schema, "operations/at_work.sql");
    find = Sql.of(schema, "operations/find.sql");
    list = Sql.of(schema, "operations/list.sql");
    idle = Sql.of(schema, "operations/idle.sql");
  }

  /**
   * Submits an operation; answers its id.
   *
   * @param expected how many jobs were counted; null: nobody counted
   */
  public long submit(
      Connection tx,
      JobFilter filter,
      Action action,
      String by,
      String reason,
      @Nullable Long expected)
      throws SQLException {
    return submit.one(
        tx,
        row -> row.getLong(1),
        FilterJson.ofMany(filter),
        action.verb().word(),
        by,
        reason,
        Changed.of(action.change()).change(),
        expected);
  }

  /** Stops an operation. */
  public Stopped stop(Connection tx, long id, String by) throws SQLException {
    return Stopped.valueOf(stop.one(tx, row -> row.getString(1), id, by).toUpperCase(Locale.ROOT));
  }

  /**
   * Some of the jobs that an operation would treat.
   *
   * @param jobs how many these are
   * @param sample the ids of the first ten
   * @param next after which id there may be others; empty when there are none
   */
  public record Meant(long jobs, List<Long> sample, Optional<Long> next) {}

  /** Counts the jobs that an operation would treat, from an id on; looks at so many at most. */
  public Meant preview(Connection tx, JobFilter filter, Action action, long after, int most)
      throws SQLException {
    return preview.one(
        tx,
        row -> {
          long jobs = row.getLong("jobs");
          List<Long> sample = List.of((Long[]) row.getArray("sample").getArray());
          long next = row.getLong("next");
          return new Meant(jobs, sample, row.wasNull() ? Optional.empty() : Optional.of(next));
        },
        FilterJson.ofMany(filter),
        action.verb().word(),
        Changed.of(action.change()).change(),
        after,
        most);
  }

  /** An operation that has not ended. */
  public record AtWork(long id, Action.Verb verb) {}

  /** Those that have not ended and come after an id, the oldest first. */
  public List<AtWork> atWork(Connection tx, long after, int limit) throws SQLException {
    return atWork.list(
        tx,
        row -> new AtWork(row.getLong("id"), Action.Verb.of(row.getString("action"))),
        after,
        limit);
  }

  /**
   * What a chunk did.
   *
   * @param ended whether the operation is done with it
   * @param counts how many jobs got which verdict
   * @param kept how many jobs somebody keeps from it, or moved meanwhile
   * @param held for how long claims may have waited for it
   */
  public record Chunk(boolean ended, Counts counts, long kept, Duration held) {}

  /**
   * Treats the next jobs of an operation, in a transaction of its own; empty when the operation has
   * ended, or another is at it.
   *
   * @param refused null; or why the next job alone is left out: "" puts it off
   */
  public Optional<Chunk> work(
      Connection tx, Lead lead, long id, int limit, @Nullable String refused) throws SQLException {
    return work.first(
        tx,
        row ->
            new Chunk(
                row.getBoolean("ended"),
                counts(row),
                row.getLong("kept"),
                Duration.of(row.getLong("held_us"), ChronoUnit.MICROS)),
        lead.workerId(),
        lead.term(),
        id,
        limit,
        refused);
  }

  private static Counts counts(ResultSet row) throws SQLException {
    return new Counts(
        row.getLong("changed"),
        row.getLong("too_late"),
        row.getLong("duplicates"),
        row.getLong("failed"));
  }

  /** An operation by its id. */
  public Optional<StoredOperation> find(Connection tx, long id) throws SQLException {
    return find.first(tx, Operations::stored, id);
  }

  /** The newest operations with an id below another. */
  public List<StoredOperation> list(Connection tx, long below, int limit) throws SQLException {
    return list.list(tx, Operations::stored, below, limit);
  }

  /** For how long the operation has not moved that stands still longest; zero when none is. */
  public Duration idle(Connection tx) throws SQLException {
    return idle.one(tx, row -> Sql.some(row, "idle"));
  }

  private static StoredOperation stored(ResultSet row) throws SQLException {
    long expected = row.getLong("expected");
    Long counted = row.wasNull() ? null : Long.valueOf(expected);
    OffsetDateTime ended = row.getObject("ended_at", OffsetDateTime.class);
    return new StoredOperation(
        row.getLong("id"),
        Action.Verb.of(row.getString("action")),
        StoredOperation.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getString("filter"),
        row.getString("change"),
        row.getString("reason"),
        row.getString("submitted_by"),
        instant(row, "submitted_at"),
        row.getString("stopped_by"),
        instant(row, "moved_at"),
        ended == null ? null : ended.toInstant(),
        counts(row),
        counted,
        row.getDouble("percent"),
        row.getInt("to_look_at_again"),
        Sql.some(row, "idle_seconds"),
        notes(row.getString("notes")));
  }

  private static List<Note> notes(String json) {
    List<Note> notes = new ArrayList<>();
    for (Object one : (List<?>) Objects.requireNonNull(PlainJson.read(json))) {
      Map<?, ?> note = (Map<?, ?>) Objects.requireNonNull(one);
      notes.add(
          new Note(
              ((Number) Objects.requireNonNull(note.get("job"))).longValue(),
              String.valueOf(note.get("verdict")),
              String.valueOf(note.get("why"))));
    }
    return notes;
  }
}
