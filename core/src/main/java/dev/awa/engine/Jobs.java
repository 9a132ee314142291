package dev.awa.engine;

import dev.awa.AttemptOutput;
import dev.awa.CancelVerdict;
import dev.awa.JobFilter;
import dev.awa.JobState;
import dev.awa.StoredJob;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads jobs, wherever they are. */
public final class Jobs {
  private final Sql find;
  private final Sql list;
  private final Sql outputs;
  private final Sql cancel;
  private final Sql cancelWaiting;
  private final Sql cancelDeferred;
  private final Sql running;

  Jobs(String schema) {
    find = Sql.of(schema, "jobs/find.sql");
    list = Sql.of(schema, "jobs/list.sql");
    outputs = Sql.of(schema, "jobs/outputs.sql");
    cancel = Sql.of(schema, "jobs/cancel.sql");
    cancelWaiting = Sql.of(schema, "jobs/cancel_waiting.sql");
    cancelDeferred = Sql.of(schema, "jobs/cancel_deferred.sql");
    running = Sql.of(schema, "jobs/running.sql");
  }

  /** A job by its id. */
  public Optional<StoredJob> find(Connection tx, long id) throws SQLException {
    return find.first(tx, Jobs::stored, id);
  }

  /** Jobs, newest first. */
  public List<StoredJob> list(Connection tx, JobFilter filter) throws SQLException {
    String state = filter.state() == null ? null : filter.state().word();
    return list.list(
        tx,
        Jobs::stored,
        state,
        state,
        filter.queue(),
        filter.queue(),
        filter.kind(),
        filter.kind(),
        filter.limit());
  }

  /** What the attempts of a job printed, oldest first. */
  public List<AttemptOutput> outputs(Connection tx, long id) throws SQLException {
    return outputs.list(
        tx,
        row ->
            new AttemptOutput(
                row.getInt(1),
                row.getInt(2),
                row.getObject(3, OffsetDateTime.class).toInstant(),
                row.getString(4)),
        id);
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
   * Cancels up to {@code limit} jobs of a queue, and a kind if one is named, that wait in one
   * state: available, scheduled or retryable. Answers how many; zero when there are none.
   */
  public int cancelWaiting(
      Connection tx, JobFilter filter, JobState state, int limit, String reason)
      throws SQLException {
    return state == JobState.AVAILABLE
        ? cancelWaiting.one(tx, row -> row.getInt(1), filter.queue(), filter.kind(), limit, reason)
        : cancelDeferred.one(
            tx, row -> row.getInt(1), filter.queue(), filter.kind(), state.word(), limit, reason);
  }

  /** The jobs of a queue, and a kind if one is named, that run. */
  public List<Long> running(Connection tx, JobFilter filter) throws SQLException {
    return running.list(tx, row -> row.getLong(1), filter.queue(), filter.kind());
  }

  private static StoredJob stored(ResultSet row) throws SQLException {
    return new StoredJob(
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        JobState.of(row.getString(4)),
        row.getInt(5),
        row.getInt(6),
        row.getInt(7),
        row.getInt(8),
        row.getString(9),
        row.getString(10),
        row.getObject(11, OffsetDateTime.class).toInstant(),
        instant(row, 12),
        instant(row, 13),
        row.getString(14));
  }

  private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
