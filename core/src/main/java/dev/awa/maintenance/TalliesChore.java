package dev.awa.maintenance;

import dev.awa.engine.ClosureLog;
import dev.awa.engine.Engine;
import dev.awa.engine.Lead;
import dev.awa.engine.Ring.Generation;
import dev.awa.pace.Pace;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Keeps the tallies of lanes up to date, so that counts and looks for open claims read what is new
 * and not all that is kept. In the segments that are written to a lane's tally is moved when some
 * hundred claims have come; in an older one to its end. It is gone over in bounded steps, some a
 * turn, each from where the one before came to: what is behind, after hours without a leader for
 * instance, and tens of thousands of lanes. So is the tally of states, of all lanes together.
 */
final class TalliesChore implements Chore {
  private static final int LEAST = 500;
  private static final int LIMIT = 20_000;

  /** A count reads so many changes of states in a few milliseconds. */
  private static final int LEAST_STATES = 2000;

  private static final Duration STATES_EVERY = Duration.ofSeconds(5);

  /** A claim call may have looked at the head just before it moved. */
  private static final int WRITTEN_TO = 2;

  /** Steps go on for so long in a turn, at least one; then others have their turn. */
  private static final Duration TURN = Duration.ofMillis(100);

  private static final Plan PLAN =
      new Plan(
          "tallies",
          Duration.ofSeconds(1),
          0, // but see SHARE
          TURN.toMillis() + " ms, and a step of " + LIMIT + " claims",
          Set.of());

  /** Looking costs something a lane: no more than a tenth of the time. */
  private static final int SHARE = 10;

  /** Old segments are looked at again, and long lists, for what has ended there since. */
  private static final Duration AGAIN = Duration.ofMinutes(1);

  private final Engine engine;
  private final Duration turn;
  private final Round fresh = new Round(LEAST);
  private final Round old = new Round(1);
  private final Set<Generation> done = new HashSet<>();
  private final Pace again = new Pace(AGAIN);
  private final Pace statesPace = new Pace(STATES_EVERY);
  private boolean moreStates;
  private boolean behind = true;
  private OptionalInt listsAfter = OptionalInt.empty();
  private long freshDue = System.nanoTime();
  private long freshTook;

  TalliesChore(Engine engine) {
    this(engine, TURN);
  }

  TalliesChore(Engine engine, Duration turn) {
    this.engine = engine;
    this.turn = turn;
  }

  /** A look at all lanes of some segments, a step at a time. */
  private static final class Round {
    final int least;
    private final Deque<Generation> left = new ArrayDeque<>();
    private int after;

    Round(int least) {
      this.least = least;
    }

    boolean isThrough() {
      return left.isEmpty();
    }

    void begin(List<Generation> generations) {
      left.addAll(generations);
    }

    /** Does a step; the segment that it came through with, if it did. */
    Optional<Generation> step(Connection connection, Lead lead, ClosureLog log)
        throws SQLException {
      OptionalInt lane = log.tally(connection, lead, left.element(), after, least, LIMIT);
      after = lane.orElse(0);
      return lane.isPresent() ? Optional.empty() : Optional.of(left.remove());
    }
  }

  /**
   * Whether the last turn came to no end, or none was had yet. A look for open claims reads all
   * that is behind, and may take longer than a statement may: it had better wait. After a turn that
   * failed nobody should wait for the next.
   */
  boolean areBehind() {
    return behind;
  }

  @Override
  public Plan plan() {
    return PLAN;
  }

  @Override
  public Duration turn(Connection connection, Lead lead) throws SQLException {
    behind = false;
    long begun = System.nanoTime();
    begin(engine.ring().generations(connection));
    while (segment(connection, lead)) {
      if (System.nanoTime() - begun >= turn.toNanos()) {
        behind = true;
        return Duration.ZERO;
      }
    }
    return lists(connection, lead) || states(connection, lead)
        ? Duration.ZERO
        : Duration.ofNanos(Math.max(0, freshDue - System.nanoTime()));
  }

  private void begin(List<Generation> generations) {
    done.retainAll(generations);
    if (again.isDue()) {
      done.clear();
      listsAfter = OptionalInt.of(0);
    }
    int written = Math.max(0, generations.size() - WRITTEN_TO);
    if (fresh.isThrough() && System.nanoTime() - freshDue >= 0) {
      fresh.begin(generations.subList(written, generations.size()));
      freshTook = 0;
    }
    if (old.isThrough()) {
      old.begin(
          generations.subList(0, written).stream().filter(one -> !done.contains(one)).toList());
    }
  }

  /** A step of those that are written to, then of the others; whether there is more to do. */
  private boolean segment(Connection connection, Lead lead) throws SQLException {
    long begun = System.nanoTime();
    if (!fresh.isThrough()) {
      fresh.step(connection, lead, engine.closureLog());
      long now = System.nanoTime();
      freshTook += now - begun;
      freshDue = now + Math.max(PLAN.every().toNanos(), SHARE * freshTook);
    } else if (!old.isThrough()) {
      old.step(connection, lead, engine.closureLog()).ifPresent(done::add);
    }
    return !fresh.isThrough() || !old.isThrough();
  }

  /** Whether there are more changes of states to be summed. */
  private boolean states(Connection connection, Lead lead) throws SQLException {
    if (moreStates || statesPace.isDue()) {
      moreStates = engine.closureLog().tallyStates(connection, lead, LEAST_STATES, LIMIT) >= LIMIT;
    }
    return moreStates;
  }

  private boolean lists(Connection connection, Lead lead) throws SQLException {
    if (listsAfter.isPresent()) {
      listsAfter =
          engine.closureLog().tallyLists(connection, lead, listsAfter.getAsInt(), LEAST, LIMIT);
    }
    return listsAfter.isPresent();
  }
}
