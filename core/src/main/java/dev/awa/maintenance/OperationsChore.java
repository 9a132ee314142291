package dev.awa.maintenance;

import dev.awa.engine.Engine;
import dev.awa.engine.Failures;
import dev.awa.engine.Lead;
import dev.awa.engine.Operations;
import dev.awa.engine.Operations.AtWork;
import dev.awa.engine.Operations.Chunk;
import dev.awa.event.Event;
import dev.awa.event.OperationMoved;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Works off operations, chunk by chunk. Those that are at work take turns.
 *
 * <p>A chunk is as large as fits into 50 ms; where claims wait for it, they do so for 20 ms. Then
 * it rests for as long as they may have waited, so that they have their turn. A chunk that the
 * database refuses is tried with half as many jobs, until one stands alone: that one is left out,
 * and the operation goes on. Where the server may be to blame, a job is left out only after others
 * got through: see {@link Failures}.
 */
final class OperationsChore implements Chore {
  private static final Duration EVERY = Duration.ofSeconds(2);
  private static final long TURN_NANOS = Duration.ofMillis(50).toNanos();
  private static final long HELD_NANOS = Duration.ofMillis(10).toNanos();
  private static final Duration NEXT_ONES = Duration.ofMillis(50);
  private static final int AT_ONCE = 100;
  private static final String CANCELED = "57014"; // by statement_timeout
  private static final Plan PLAN =
      new Plan(
          Chores.OPERATIONS,
          EVERY,
          0,
          OperationPace.MOST + " jobs, in about 50 ms",
          Set.of(OperationMoved.class));

  private final Operations operations;
  private final Consumer<? super Event> events;
  private final Map<Long, OperationPace> paces = new HashMap<>();

  /** The operation that was looked at last. */
  private long last;

  /** Whether there are more operations than are looked at in a turn. */
  private boolean areMany;

  OperationsChore(Engine engine, Consumer<? super Event> events) {
    this.operations = engine.operations();
    this.events = events;
  }

  @Override
  public Plan plan() {
    return PLAN;
  }

  @Override
  public Duration turn(Connection connection, Lead lead) throws SQLException {
    Deque<AtWork> round = round(connection);
    long begun = System.nanoTime();
    long held = 0;
    while (!round.isEmpty() && System.nanoTime() - begun < TURN_NANOS && held < HELD_NANOS) {
      AtWork operation = round.removeFirst();
      last = operation.id();
      OperationPace pace =
          paces.computeIfAbsent(operation.id(), id -> new OperationPace(operation, events));
      if (!pace.rest().isZero()) {
        continue;
      }
      held += chunk(connection, lead, pace);
      if (pace.isEnded()) {
        paces.remove(operation.id());
      } else {
        round.addLast(operation);
      }
    }
    return rest(Duration.ofNanos(held));
  }

  /** Those that are at work, some of them where there are many, beginning after the last. */
  private Deque<AtWork> round(Connection connection) throws SQLException {
    List<AtWork> next = atWork(connection, last);
    Deque<AtWork> round = new ArrayDeque<>(next);
    areMany = next.size() == AT_ONCE;
    if (!areMany) {
      List<AtWork> first = atWork(connection, 0);
      areMany = first.size() == AT_ONCE;
      first.stream().filter(one -> one.id() <= last).forEach(round::addLast);
    }
    return round;
  }

  /** Those after an id, a hundred at most; the paces of others in between are no longer needed. */
  private List<AtWork> atWork(Connection connection, long after) throws SQLException {
    List<AtWork> here = operations.atWork(connection, after, AT_ONCE);
    long upTo = here.size() == AT_ONCE ? here.getLast().id() : Long.MAX_VALUE;
    Set<Long> ids = here.stream().map(AtWork::id).collect(Collectors.toSet());
    List<OperationPace> gone =
        paces.values().stream()
            .filter(pace -> pace.id() > after && pace.id() <= upTo && !ids.contains(pace.id()))
            .toList();
    gone.forEach(OperationPace::tellTheRest);
    gone.forEach(pace -> paces.remove(pace.id()));
    return here;
  }

  /** One chunk; answers for how long claims may have waited for it. */
  private long chunk(Connection connection, Lead lead, OperationPace pace) throws SQLException {
    long begun = System.nanoTime();
    try {
      Optional<Chunk> done = operations.work(connection, lead, pace.id(), pace.limit(), null);
      long took = System.nanoTime() - begun;
      done.ifPresentOrElse(chunk -> pace.did(chunk, took), pace::isAnothers);
      return done.map(Chunk::held).orElse(Duration.ZERO).toNanos();
    } catch (SQLException e) {
      if (Failures.isNotLeading(e) || !connection.isValid(1)) {
        throw e;
      }
      refused(connection, lead, pace, e);
      return System.nanoTime() - begun;
    }
  }

  private void refused(Connection connection, Lead lead, OperationPace pace, SQLException e)
      throws SQLException {
    boolean blocked = Failures.isBlocked(e);
    if (Failures.isConflict(e)) {
      pace.isInTheWay();
    } else if (!blocked && Failures.isOfTheServer(e)) {
      if (CANCELED.equals(e.getSQLState()) && pace.limit() > 1) {
        pace.halve(); // it may have taken too long
      }
      throw e;
    } else if (pace.limit() > 1) {
      pace.halve();
    } else if (!blocked && !isOfTheJob(e) && !pace.mayBlame()) {
      throw e;
    } else {
      String why = blocked ? "" : Failures.words(e) + " (SQLSTATE " + e.getSQLState() + ")";
      long begun = System.nanoTime();
      operations
          .work(connection, lead, pace.id(), 1, why)
          .ifPresent(chunk -> pace.leftOut(chunk, System.nanoTime() - begun));
    }
  }

  private static boolean isOfTheJob(SQLException e) {
    return Failures.isOfTheData(e) || Failures.isOfDamage(e);
  }

  /** As long as claims have waited, where they did. */
  private Duration rest(Duration held) {
    Duration soonest =
        paces.values().stream().map(OperationPace::rest).min(Duration::compareTo).orElse(EVERY);
    Duration next = areMany && soonest.compareTo(NEXT_ONES) > 0 ? NEXT_ONES : soonest;
    Duration rest = next.compareTo(held) > 0 ? next : held;
    return rest.compareTo(EVERY) < 0 ? rest : EVERY;
  }
}
