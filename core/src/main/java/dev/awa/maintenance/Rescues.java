package dev.awa.maintenance;

import dev.awa.engine.Claim;
import dev.awa.engine.Claimed;
import dev.awa.engine.Deaths.Dead;
import dev.awa.engine.Endings;
import dev.awa.engine.Engine;
import dev.awa.engine.Failures;
import dev.awa.engine.Flush;
import dev.awa.engine.Lead;
import dev.awa.engine.Rescue;
import dev.awa.engine.Rescue.Position;
import dev.awa.engine.Run;
import dev.awa.event.ClaimsWithoutRuns;
import dev.awa.event.Event;
import dev.awa.event.RescuedJobsFailed;
import dev.awa.event.RowsUnreadable;
import dev.awa.event.RunsRescued;
import dev.awa.event.WorkerRescued;
import dev.awa.pace.Trouble;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Lets the jobs of dead workers run again, a bounded batch at each step. A worker is dead until the
 * claim log holds no open claim of it: what the database refuses today is tried again later, and
 * stops neither the other runs nor the other workers.
 */
final class Rescues {
  /** After how long a walk begins anew that had to leave something open. */
  private static final Duration AGAIN = Duration.ofMinutes(1);

  /** The first pause after a failure is a sixty-fourth of that. */
  private static final int DOUBLINGS = 6;

  /** So many single runs that are refused in a row: it is not the runs. */
  private static final int SYSTEMATIC = 3;

  private final Consumer<? super Event> events;
  private final Engine engine;
  private final Host host;
  private final Keepers keepers;
  private final Duration again;
  private final Map<Long, Walk> walks = new HashMap<>();

  Rescues(Consumer<? super Event> events, Engine engine, Host host, Keepers keepers) {
    this(events, engine, host, keepers, AGAIN);
  }

  Rescues(
      Consumer<? super Event> events, Engine engine, Host host, Keepers keepers, Duration again) {
    this.events = events;
    this.engine = engine;
    this.host = host;
    this.keepers = keepers;
    this.again = again;
  }

  /**
   * Takes a batch of the dead worker that has waited longest for its turn; whether there may be
   * more at once.
   */
  boolean step(Connection connection, Lead lead) throws SQLException {
    List<Dead> dead = engine.deaths().dead(connection);
    walks.keySet().retainAll(dead.stream().map(Dead::id).collect(Collectors.toSet()));
    Walk next = null;
    for (Dead one : dead) {
      if (!keepers.mayTry(one.id())) {
        continue;
      }
      Walk walk = walks.computeIfAbsent(one.id(), id -> new Walk(one));
      if (next == null || walk.dueNanos - next.dueNanos < 0) {
        next = walk;
      }
    }
    if (next == null || !next.isDue()) {
      return false;
    }
    next.step(connection, lead);
    return true;
  }

  /** The way through the open claims of one dead worker, in the order of lane and number. */
  private final class Walk {
    private final Dead dead;
    private final Trouble trouble;
    private final Trouble refused;
    private Position position = Position.START;
    private int failures;
    private long dueNanos = System.nanoTime();
    private int met;
    private int left;
    private int leftInARow;

    Walk(Dead dead) {
      this.dead = dead;
      this.trouble = new Trouble(events, "rescue of worker " + dead.id());
      this.refused = new Trouble(events, "rescue of a single run of worker " + dead.id());
    }

    boolean isDue() {
      return System.nanoTime() - dueNanos >= 0;
    }

    /** One batch. A failure that is not the connection's costs this worker's rescue a pause. */
    void step(Connection connection, Lead lead) throws SQLException {
      rest(Duration.ZERO); // behind the others that are due
      try {
        List<Claim> claims = engine.claimLog().claimsOf(connection, dead.id(), position);
        if (claims.isEmpty()) {
          end(connection, lead);
        } else {
          rescue(connection, lead, claims);
        }
        keepers.letGo(dead.id());
        trouble.worked(System.nanoTime());
      } catch (SQLException e) {
        if (Failures.isBlocked(e)) {
          keepers.blocked(connection, lead, dead.id(), null);
          return;
        }
        if (isTheTurns(connection, e)) {
          throw e;
        }
        trouble.failed(e, System.nanoTime());
        rest(again.dividedBy(1L << Math.max(0, DOUBLINGS - failures)));
        failures++;
      }
    }

    private void rescue(Connection connection, Lead lead, List<Claim> claims) throws SQLException {
      long begun = System.nanoTime();
      List<Flush.Ended> ended = new ArrayList<>();
      for (Claimed.Batch batch : engine.claimLog().openRuns(connection, claims)) {
        batch.runs().forEach(run -> ended.add(ended(batch.claim(), run)));
      }
      met += ended.size();
      int rescued = ended.isEmpty() ? 0 : rescueAll(connection, lead, ended);
      if (rescued > 0) {
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        events.accept(new RunsRescued(dead.id(), rescued, took));
      }
      position = Position.after(claims.getLast());
      failures = 0;
    }

    /**
     * What is refused is halved until it stands alone, so that no run suffers from another. How
     * many were not.
     */
    private int rescueAll(Connection connection, Lead lead, List<Flush.Ended> ended)
        throws SQLException {
      try {
        Set<Flush.Ended> stale =
            engine.closureLog().rescue(connection, lead, new Rescue(dead.id(), ended));
        leftInARow = 0;
        tellOfDeadLetters(connection, ended, stale);
        return ended.size();
      } catch (SQLException e) {
        if (isTheTurns(connection, e) || Failures.isOfTheServer(e)) {
          throw e;
        }
        if (Failures.isOfDamage(e)) {
          List<Flush.Ended> readable = withoutUnreadable(connection, ended);
          if (!readable.equals(ended)) {
            return rescueAll(connection, lead, readable);
          }
        }
        if (ended.size() == 1) {
          leave(ended.getFirst(), e);
          return 0;
        }
        int half = ended.size() / 2;
        return rescueAll(connection, lead, ended.subList(0, half))
            + rescueAll(connection, lead, ended.subList(half, ended.size()));
      }
    }

    private void tellOfDeadLetters(
        Connection connection, List<Flush.Ended> ended, Set<Flush.Ended> stale)
        throws SQLException {
      List<Flush.Ended> closed = ended.stream().filter(one -> !stale.contains(one)).toList();
      int jobs = engine.closureLog().deadLetters(connection, closed);
      if (jobs > 0) {
        events.accept(new RescuedJobsFailed(dead.id(), jobs));
      }
    }

    private List<Flush.Ended> withoutUnreadable(Connection connection, List<Flush.Ended> ended)
        throws SQLException {
      List<Flush.Ended> readable = engine.closureLog().withoutUnreadable(connection, ended);
      for (Flush.Ended one : readable) {
        String why = one.run().unreadable();
        if (why != null && !ended.contains(one)) {
          events.accept(unreadable(one.run(), why));
        }
      }
      return readable;
    }

    private RowsUnreadable unreadable(Run run, String why) {
      return new RowsUnreadable(
          Map.of(run.jobId(), why),
          "job "
              + run.jobId()
              + ", which worker "
              + dead.id()
              + " had when it died, can't be read, and ends as a dead letter without what is lost: "
              + why
              + ". Its row stands in the ready log, slot "
              + run.slot()
              + ", until its segment is pruned");
    }

    private void leave(Flush.Ended one, SQLException e) throws SQLException {
      leftInARow++;
      if (leftInARow >= SYSTEMATIC && !Failures.isOfTheData(e)) {
        leftInARow = 0;
        throw e;
      }
      left++;
      refused.failed(
          new SQLException("job " + one.run().jobId() + ": " + e.getMessage(), e.getSQLState(), e),
          System.nanoTime());
    }

    /** Nothing is left behind the position: what had to be left before it is tried again. */
    private void end(Connection connection, Lead lead) throws SQLException {
      if (engine.deaths().forget(connection, lead, dead.id())) {
        events.accept(new WorkerRescued(dead.id(), dead.name()));
        return;
      }
      boolean goesOn = left == 0 && met > 0; // more was committed while the walk went by
      if (met == 0) {
        events.accept(new ClaimsWithoutRuns(dead.id(), dead.name()));
      }
      rest(goesOn ? Duration.ZERO : again);
      position = Position.START;
      left = 0;
      met = 0;
    }

    private void rest(Duration duration) {
      dueNanos = System.nanoTime() + duration.toNanos();
    }
  }

  /**
   * Whether a failure is not of what was sent: the connection broke, the lead is lost, a lock is
   * held.
   */
  private static boolean isTheTurns(Connection connection, SQLException e) throws SQLException {
    return connection.isClosed()
        || Failures.isBlocked(e)
        || Failures.NOT_LEADING.equals(e.getSQLState());
  }

  private Flush.Ended ended(Claim claim, Run run) {
    int attempt = run.attempts() + 1;
    Duration backoff = host.backoff(attempt);
    return new Flush.Ended(claim, run, Endings.rescued(attempt, run.maxAttempts(), backoff), null);
  }
}
