package dev.awa.client;

import static dev.awa.JobState.AVAILABLE;
import static dev.awa.JobState.RETRYABLE;
import static dev.awa.JobState.RUNNING;
import static dev.awa.JobState.SCHEDULED;

import dev.awa.AwaException;
import dev.awa.CancelVerdict;
import dev.awa.JobFilter;
import dev.awa.JobState;
import dev.awa.engine.Engine;
import dev.awa.engine.Failures;
import dev.awa.engine.Jobs.Cancelled;
import dev.awa.engine.Jobs.Place;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Cancels the jobs of a queue that have not finished, in batches. */
final class Cancelling {
  /** So often a job is looked for that moves from place to place. */
  static final int TRIES = 100;

  private static final int BATCH = 1000;

  /** After so many running jobs that could not be cancelled it gives up: each takes 2 s. */
  private static final int REFUSALS = 5;

  private final Engine engine;
  private final Database database;
  private final JobFilter filter;
  private final String reason;

  Cancelling(Engine engine, Database database, JobFilter filter, String reason) {
    this.engine = engine;
    this.database = database;
    this.filter = filter;
    this.reason = reason;
  }

  /** Tries until the job is found where it was looked for. */
  static <T> T tried(long id, String what, Supplier<Optional<T>> attempt) {
    for (int i = 0; i < TRIES; i++) {
      Optional<T> verdict = attempt.get();
      if (verdict.isPresent()) {
        return verdict.get();
      }
    }
    throw moved(id, what);
  }

  static AwaException moved(long id, String what) {
    return new AwaException(
        "job " + id + " could not be " + what + ": it moved whenever it was found; try again");
  }

  /** First those that wait, then those that run; how many. */
  long all() {
    long cancelled = 0;
    for (JobState state : List.of(SCHEDULED, RETRYABLE, AVAILABLE, RUNNING)) {
      if (filter.state() == null || filter.state() == state) {
        cancelled += some(state, filter.limit() - cancelled);
      }
    }
    return cancelled;
  }

  private long some(JobState state, long limit) {
    return state == RUNNING ? cancelRunning(limit) : cancelWaiting(state, limit);
  }

  /** Each batch goes on where the one before came to. */
  private long cancelWaiting(JobState state, long limit) {
    long cancelled = 0;
    Optional<Place> next = Optional.of(Place.BEGIN);
    while (next.isPresent() && cancelled < limit) {
      int batch = (int) Math.min(BATCH, limit - cancelled);
      Place after = next.get();
      Cancelled done =
          database.readCommitted(
              "cancel jobs",
              tx -> engine.jobs().cancelWaiting(tx, filter, state, after, batch, reason));
      cancelled += done.jobs();
      next = done.next();
    }
    return cancelled;
  }

  /** All on one connection, each in a transaction of its own. */
  private long cancelRunning(long limit) {
    Map<Long, SQLException> refused = new LinkedHashMap<>();
    long cancelled =
        limit <= 0
            ? 0
            : database.apart("cancel running jobs", tx -> cancelRunning(tx, limit, refused));
    for (SQLException first : refused.values()) {
      throw new AwaException(
          String.format(
              Locale.ROOT,
              "%d running jobs were cancelled, %d could not be, job %d first: %s",
              cancelled,
              refused.size(),
              refused.keySet().iterator().next(),
              Database.failed("cancel a job", first).getMessage()),
          first);
    }
    return cancelled;
  }

  private long cancelRunning(Connection connection, long limit, Map<Long, SQLException> refused)
      throws SQLException {
    long cancelled = 0;
    long before = -1;
    while (cancelled < limit && cancelled > before) {
      before = cancelled;
      for (long id : Database.readCommitted(connection, tx -> engine.jobs().running(tx, filter))) {
        if (cancelled < limit && !refused.containsKey(id) && isCancelled(connection, id, refused)) {
          cancelled++;
        }
      }
    }
    return cancelled;
  }

  /** One whose worker somebody keeps does not stop the others, unless there are several. */
  private boolean isCancelled(Connection connection, long id, Map<Long, SQLException> refused)
      throws SQLException {
    try {
      for (int i = 0; i < TRIES; i++) {
        Optional<CancelVerdict> verdict =
            Database.readCommitted(connection, tx -> engine.jobs().cancel(tx, id, reason));
        if (verdict.isPresent()) {
          return verdict.get() == CancelVerdict.CANCELLED;
        }
      }
      throw moved(id, "cancelled");
    } catch (SQLException e) {
      if (!Failures.isBlocked(e) || refused.size() >= REFUSALS) {
        throw e;
      }
      refused.put(id, e);
      return false;
    }
  }
}
