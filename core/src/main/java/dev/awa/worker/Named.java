package dev.awa.worker;

import dev.awa.engine.Sleepers;
import dev.awa.engine.Sleepers.Call;
import dev.awa.event.StepFailed;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the worker was named for. Of a commit one sleeper is told: so whoever was named and can't
 * take a job passes that on, and whoever was idle, has taken what it may, and leaves some, wakes
 * two more. The listener notes what it hears here; all else is done by the claimer's thread.
 */
final class Named {
  private final Sleepers sleepers;
  private final Events events;
  private final Session session;
  private final Identity identity;
  private final PollPace rest;

  /** By queue: what it was named for and has not looked after. */
  private final Map<String, Call> calls = new ConcurrentHashMap<>();

  /** Queues for which it was named while it was full. */
  private final Set<String> full = ConcurrentHashMap.newKeySet();

  private volatile boolean anew;
  private boolean idle = true;

  Named(Scope scope, Session session, PollPace rest) {
    this.sleepers = scope.engine().sleepers();
    this.events = scope.events();
    this.identity = scope.identity();
    this.session = session;
    this.rest = rest;
  }

  /**
   * It is named. Asked by any thread.
   *
   * @param free whether it has a permit for the queue; if not, somebody else is named instead
   */
  void note(Call call, boolean free) {
    if (free) {
      calls.merge(call.queue(), call, this::both);
    } else {
      full.add(call.queue());
    }
    anew = true;
  }

  /**
   * What two calls ask for: PickedUp. Those who have passed on the one may not know of the other,
   * so it goes to all of them, and it names no transaction that somebody may have swept.
   */
  private Call both(Call one, Call other) {
    return one.equals(other) ? one : new Call("0", one.queue(), identity.workerId());
  }

  /** A look begins: answers what it is to look after, by queue. */
  Map<String, Call> begin() throws SQLException {
    if (anew) {
      anew = false;
      rest.isNamed();
    }
    for (String queue : List.copyOf(full)) {
      rest.isFull(session, queue);
      full.remove(queue);
    }
    return Map.copyOf(calls);
  }

  /**
   * A look is over. Names others where it was named in vain, or was idle and leaves something. What
   * it was named for and has found busy is still its own.
   */
  void end(Round round) throws SQLException {
    for (Map.Entry<String, Call> entry : round.called().entrySet()) {
      String queue = entry.getKey();
      if (!round.hasLookedAt(queue)) {
        session.call(connection -> passOn(connection, entry.getValue()));
        calls.remove(queue, entry.getValue());
        rest.isFull(session, queue);
      } else if (round.isDoneWith(queue)) {
        calls.remove(queue, entry.getValue());
      }
    }
    for (String queue : rest.stopsWatching(session, round.leftToOthers())) {
      session.call(connection -> wakeMore(connection, queue));
    }
    for (String queue : round.left()) {
      Call call = round.called().get(queue);
      if (idle || call != null) {
        session.call(connection -> wakeMore(connection, queue));
      }
      if (call != null) {
        calls.remove(queue, call);
      }
    }
    if (round.tellsWhetherIdle()) {
      idle = round.leavesNothing();
    }
  }

  /**
   * The worker stops: it is not named any more, and passes on what it has not looked after. One
   * that is stopped between two looks may owe one, so two others are to look instead.
   */
  void riseForGood(Collection<String> queues) {
    try {
      session.call(connection -> {
        sleepers.riseForGood(connection, identity.workerId());
        for (String queue : rest.owesLook() ? queues : List.<String>of()) {
          sleepers.wakeMore(connection, queue);
        }
        for (Call call : calls.values()) {
          if (takeBack(call)) {
            passOn(connection, call);
          }
        }
        return true;
      });
    } catch (SQLException | RuntimeException e) {
      events.accept(new StepFailed("leaving the sleepers", 1, e, false));
    }
  }

  /**
   * Takes back what was noted, if it is still there: it is for whoever did so to pass it on. What
   * is noted while the worker stops may be noted after it has passed on all that it was named for.
   */
  boolean takeBack(Call call) {
    return calls.remove(call.queue(), call);
  }

  private boolean passOn(Connection connection, Call call) throws SQLException {
    return sleepers.passOn(connection, identity.workerId(), call);
  }

  private boolean wakeMore(Connection connection, String queue) throws SQLException {
    sleepers.wakeMore(connection, queue);
    return true;
  }
}
