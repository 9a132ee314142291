package dev.awa.engine;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Which worker does maintenance for all: one row, and until when it holds. It keeps work from being
 * done twice and no more: every step of maintenance is safe when two believe that they lead.
 */
public final class Leadership {
  private final Sql lead;
  private final Sql resign;
  private final Sql leading;

  Leadership(String schema) {
    lead = Sql.of(schema, "leadership/lead.sql");
    resign = Sql.of(schema, "leadership/resign.sql");
    leading = Sql.of(schema, "leadership/leading.sql");
  }

  /**
   * Who leads from now on.
   *
   * @param mine the lead of the worker that asked; empty when another leads
   * @param left for how long the other's lead holds unless it is renewed; zero when it may be over
   */
  public record Term(Optional<Lead> mine, Duration left) {}

  /**
   * Takes or keeps the lead for some time, if no other worker has it.
   *
   * @throws SQLException for which {@link Failures#isBlocked} holds when an operator takes a step
   *     meanwhile, which keeps the lead as it is
   */
  public Term lead(Connection tx, long id, Duration lease) throws SQLException {
    return lead.one(tx, row -> term(id, row), id, id, lease, id);
  }

  private static Term term(long id, ResultSet row) throws SQLException {
    long term = row.getLong("term");
    Optional<Lead> mine = row.wasNull() ? Optional.empty() : Optional.of(new Lead(id, term));
    return new Term(mine, Sql.some(row, "remaining"));
  }

  /** Gives up the lead, if this worker has it, and tells all. */
  public void resign(Connection tx, long id) throws SQLException {
    resign.list(tx, row -> "", id);
  }

  /** A step of maintenance that somebody takes who does not lead all the time. */
  public interface Step<T> {
    T by(Lead lead) throws SQLException;
  }

  /**
   * Takes one step of maintenance for somebody who is no worker: under the lead of the worker that
   * has it, which can't change hands before this transaction ends, or, when nobody leads, under one
   * of its own, which ends with the step.
   */
  public <T> T lend(Connection tx, Duration lease, Step<T> step) throws SQLException {
    Optional<Lead> theirs = leading(tx);
    if (theirs.isPresent()) {
      return step.by(theirs.get());
    }
    long id = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
    Optional<Lead> own = lead(tx, id, lease).mine();
    if (own.isEmpty()) {
      return step.by(leading(tx).orElseThrow(Leadership::nobodyLeads)); // has just taken it
    }
    T answer = step.by(own.get());
    resign(tx, id);
    return answer;
  }

  private Optional<Lead> leading(Connection tx) throws SQLException {
    return leading.first(tx, row -> new Lead(row.getLong("worker_id"), row.getLong("term")));
  }

  private static SQLException nobodyLeads() {
    return new SQLException("the lead was taken and lost again meanwhile", Failures.NOT_LEADING);
  }
}
