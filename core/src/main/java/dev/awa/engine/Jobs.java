package dev.awa.engine;

import dev.awa.AttemptOutput;
import dev.awa.CancelVerdict;
import dev.awa.Deleted;
import dev.awa.Edited;
import dev.awa.JobCursor;
import dev.awa.JobFilter;
import dev.awa.JobPage;
import dev.awa.JobProgress;
import dev.awa.JobState;
import dev.awa.LogLine;
import dev.awa.StoredJob;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads jobs, wherever they are; cancels, changes and deletes them. */
public final class Jobs {
  private final Sql find;
  private final Sql list;
  private final Sql listEnded;
  private final Sql outputs;
  private final Sql log;
  private final Sql cancel;
  private final Sql cancelWaiting;
  private final Sql cancelDeferred;
  private final Sql running;
  private final Sql edit;
  private final Sql delete;
  private final Sql hold;

  Jobs(String schema) {
    find = Sql.of(schema, "jobs/find.sql");
    list = Sql.of(schema, "jobs/list.sql");
    listEnded = Sql.of(schema, "jobs/list_ended.sql");
    outputs = Sql.of(schema, "jobs/outputs.sql");
    log = Sql.of(schema, "jobs/log.sql");
    cancel = Sql.of(schema, "cancel/cancel.sql");
    cancelWaiting = Sql.of(schema, "cancel/cancel_waiting.sql");
    cancelDeferred = Sql.of(schema, "cancel/cancel_deferred.sql");
    running = Sql.of(schema, "jobs/running.sql");
    edit = Sql.of(schema, "edit/edit.sql");
    delete = Sql.of(schema, "jobs/delete.sql");
    hold = Sql.of(schema, "jobs/hold.sql");
  }

  /** Keeps the logs from being emptied; first thing in a transaction that looks as of one time. */
  public void hold(Connection tx) throws SQLException {
    hold.update(tx);
  }

  /** A job by its id. */
  public Optional<StoredJob> find(Connection tx, long id) throws SQLException {
    return find.first(tx, Jobs::stored, id);
  }

  /** A page of jobs, newest first. */
  public JobPage list(Connection tx, JobFilter filter) throws SQLException {
    return filter.isByEnd() ? listEnded(tx, filter) : listById(tx, filter);
  }

  private JobPage listById(Connection tx, JobFilter filter) throws SQLException {
    Pages page = new Pages(filter);
    list.list(
        tx,
        row -> {
          long next = row.getLong("next");
          return page.read(row, row.wasNull() ? null : JobCursor.of(next));
        },
        FilterJson.of(filter),
        id(filter.olderThan()),
        id(filter.newerThan()),
        filter.limit());
    return page.page();
  }

  private JobPage listEnded(Connection tx, JobFilter filter) throws SQLException {
    Pages page = new Pages(filter);
    JobCursor older = filter.olderThan();
    JobCursor newer = filter.newerThan();
    listEnded.list(
        tx,
        row -> {
          Instant next = instant(row, "next_time");
          return page.read(row, next == null ? null : JobCursor.of(next, row.getLong("next_id")));
        },
        FilterJson.of(filter),
        time(older),
        id(older),
        time(newer),
        id(newer),
        filter.limit());
    return page.page();
  }

  private static @Nullable Long id(@Nullable JobCursor cursor) {
    return cursor == null ? null : Long.valueOf(cursor.id());
  }

  private static @Nullable Instant time(@Nullable JobCursor cursor) {
    return cursor == null ? null : cursor.finishedAt();
  }

  /** What the attempts of a job printed, oldest first. */
  public List<AttemptOutput> outputs(Connection tx, long id) throws SQLException {
    return outputs.list(
        tx,
        row ->
            new AttemptOutput(
                row.getInt("attempt"),
                row.getInt("run_no"),
                row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                row.getString("output")),
        id);
  }

  /** The last lines of the log of a job's attempts, oldest first. */
  public List<LogLine> log(Connection tx, long id, int limit) throws SQLException {
    return log.list(
            tx,
            row ->
                new LogLine(
                    row.getInt("attempt"),
                    row.getInt("run_no"),
                    Columns.instant(row, "at"),
                    row.getString("text")),
            id,
            limit)
        .reversed();
  }

  /**
   * One try to cancel a job, in a transaction of its own; empty when the job was on its way from
   * one place to another: try again.
   */
  public Optional<CancelVerdict> cancel(Connection tx, long id, String reason) throws SQLException {
    String answer = cancel.one(tx, row -> row.getString(1), id, reason);
    return answer.equals("moving")
        ? Optional.empty()
        : Optional.of(CancelVerdict.valueOf(answer.toUpperCase(Locale.ROOT)));
  }

  /**
   * One try to change a job that waits, in a transaction of its own; empty when the job was on its
   * way from one place to another: try again.
   */
  public Optional<Edited> edit(Connection tx, long id, Changed changed) throws SQLException {
    return edit(tx, id, changed, null);
  }

  /** The same of a job of some queues; one of another queue is refused with 40001; null: any. */
  public Optional<Edited> edit(
      Connection tx, long id, Changed changed, @Nullable Collection<String> queues)
      throws SQLException {
    String[] of = queues == null ? null : queues.toArray(String[]::new);
    String answer =
        edit.one(tx, row -> row.getString(1), id, changed.change(), changed.args(), (Object) of);
    return answer.equals("moving")
        ? Optional.empty()
        : Optional.of(Edited.valueOf(answer.toUpperCase(Locale.ROOT)));
  }

  /** Deletes a job that has finished. */
  public Deleted delete(Connection tx, long id) throws SQLException {
    return Deleted.valueOf(delete.one(tx, row -> row.getString(1), id).toUpperCase(Locale.ROOT));
  }

  /** How far a cancellation of many has come: the last run or job that it looked at. */
  public record Place(int lane, String xid, long jobId) {
    /** Before all. */
    public static final Place BEGIN = new Place(0, "0", 0);
  }

  /**
   * What a step of a cancellation did.
   *
   * @param next where the next step begins; empty when all was looked at
   */
  public record Cancelled(int jobs, Optional<Place> next) {}

  /**
   * A step of a cancellation: up to {@code limit} jobs of a queue, and a kind if one is named, that
   * wait in one state (available, scheduled or retryable) and come after a place.
   */
  public Cancelled cancelWaiting(
      Connection tx, JobFilter filter, JobState state, Place after, int limit, String reason)
      throws SQLException {
    return state == JobState.AVAILABLE
        ? cancelWaiting.one(
            tx,
            row -> cancelled(row, row.getString("xid"), row.getLong("job_id")),
            filter.queue(),
            filter.kind(),
            after.lane(),
            after.xid(),
            after.jobId(),
            limit,
            reason)
        : cancelDeferred.one(
            tx,
            row -> cancelled(row, "0", row.getLong("job_id")),
            filter.queue(),
            filter.kind(),
            state.word(),
            after.lane(),
            after.jobId(),
            limit,
            reason);
  }

  private static Cancelled cancelled(ResultSet row, String xid, long jobId) throws SQLException {
    int jobs = row.getInt("cancelled");
    int lane = row.getInt("lane");
    return new Cancelled(
        jobs, row.wasNull() ? Optional.empty() : Optional.of(new Place(lane, xid, jobId)));
  }

  /** The jobs of a queue, and a kind if one is named, that run. */
  public List<Long> running(Connection tx, JobFilter filter) throws SQLException {
    return running.list(tx, row -> row.getLong(1), filter.queue(), filter.kind());
  }

  static StoredJob stored(ResultSet row) throws SQLException {
    return new StoredJob(
        row.getLong("id"),
        row.getString("kind"),
        row.getString("queue"),
        JobState.of(row.getString("state")),
        row.getInt("priority"),
        row.getInt("attempt"),
        row.getInt("max_attempts"),
        row.getInt("run_no"),
        row.getString("args"),
        row.getString("ext"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        instant(row, "run_at"),
        instant(row, "finished_at"),
        row.getString("reason"),
        row.getBoolean("dead_letter"),
        progress(row));
  }

  private static @Nullable JobProgress progress(ResultSet row) throws SQLException {
    double percent = row.getDouble("progress_percent");
    if (row.wasNull()) {
      return null;
    }
    String message = row.getString("progress_message");
    Instant at = instant(row, "progress_at");
    return new JobProgress(
        Math.clamp(percent, 0, 100), // a row may have been written past the engine
        message == null ? "" : message,
        at == null ? Instant.EPOCH : at);
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
