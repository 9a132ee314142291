package dev.awa.worker;

import dev.awa.engine.Sleepers;
import dev.awa.engine.Sleepers.Asleep;
import dev.awa.engine.Sleepers.Way;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * How long a claimer rests between two looks for work, and whether producers are asked to notify
 * it.
 *
 * <p>Normally the worker is <em>asleep</em>: producers notify it, and it looks now and then all the
 * same, often in the first minute after it fell asleep, and the less often the more workers sleep
 * for its queues: the leader looks for all of them. Notifying makes producers' commits queue up
 * behind each other, so where more work comes than may be notified ({@link CommitPace}, and never
 * more than 1000 runs a second) the worker <em>watches</em> its queues: it looks every 2 ms or so,
 * and nobody is notified for them, however many sleep. It has found nothing for 100 ms or so when
 * it falls asleep again. It watches as well where commits that notify are seen to queue up ({@link
 * Congestion}), whatever they are notified for: one of many queues has its part in that. Whoever
 * falls asleep looks once more after saying so: PickedUp.
 *
 * <p>A worker that watches and has no permits left, or leaves work, says that it does not watch
 * that queue any more, and then wakes two others: PickedUp.
 *
 * <p>A worker that is named while it can't take a job says that it is awake for that queue, at most
 * once in two seconds; it looks when it has permits again, and falls asleep when it finds nothing.
 */
final class PollPace {
  private static final long SECOND_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long COUNTS_NANOS = 2 * SECOND_NANOS;
  private static final long RISES_NANOS = 2 * SECOND_NANOS;

  /** A quarter of the time for which it is relied on. */
  private static final long NOTED_NANOS = SECOND_NANOS / 2;

  private static final int WAKING_RATE = 1000;
  private static final int WORTH_NO_REST = 64;

  /** No worker has this id. */
  private static final long NOBODY = Long.MIN_VALUE;

  private final Sleepers sleepers;
  private final Identity identity;
  private final List<String> queues;
  private final BooleanSupplier hearing;
  private final CommitPace commits;
  private final Tuning tuning;
  private final Pauses pauses;

  /** The queues for which others are to be notified meanwhile. */
  private final Set<String> risen = new HashSet<>();

  private long risenNanos = System.nanoTime() - RISES_NANOS;
  private final Arrivals arrivals = new Arrivals();
  private final Congestion congestion = new Congestion(System.nanoTime());

  /** It watches because others queue up, though not much comes to it. */
  private boolean watchesForOthers;

  private long notedNanos = System.nanoTime() - NOTED_NANOS;
  private int sleeping = 1;
  private long countedNanos = System.nanoTime() - COUNTS_NANOS;
  private volatile Way way = Way.AWAKE;
  private volatile boolean doubtful;
  private boolean owesLook = true;
  private long toldAsWorker = NOBODY;

  PollPace(Scope scope, List<String> queues, BooleanSupplier hearing, CommitPace commits) {
    this.sleepers = scope.engine().sleepers();
    this.identity = scope.identity();
    this.queues = queues;
    this.hearing = hearing;
    this.commits = commits;
    this.tuning = scope.tuning();
    this.pauses = new Pauses(commits, scope.config(), tuning);
  }

  /** Whether the worker has said that it is to be notified. */
  boolean isAsleep() {
    return way == Way.SLEEPS;
  }

  /**
   * After a look that found something.
   *
   * @param emptied whether nothing else was ready: whoever comes later notifies those who are
   *     asleep
   * @param leftToOthers the queues that it can't take more from now
   */
  Duration afterWork(Session session, int claimed, boolean emptied, Set<String> leftToOthers)
      throws SQLException {
    pauses.notBusy();
    long now = System.nanoTime();
    OptionalDouble rate = arrivals.came(claimed, now);
    if (rate.isPresent() && isMoreThanMayNotify(rate.getAsDouble())) {
      watchesForOthers = false;
      watch(session, leftToOthers);
    } else if (way == Way.SLEEPS && congestion.isLookDue(now)) {
      int waiting = session.call(sleepers::notifiersWaiting);
      if (congestion.isSeen(waiting, now)) {
        watchesForOthers = true;
        watch(session, leftToOthers);
      }
    }
    if (way != Way.SLEEPS) {
      return claimed < WORTH_NO_REST ? pauses.watching(watchesForOthers) : Duration.ZERO;
    }
    boolean rests = emptied && isTold() && risen.isEmpty() && !doubtful;
    owesLook = !rests;
    return rests ? pauses.asleep(sleeping) : Duration.ZERO;
  }

  /**
   * It has looked at its queues: where it watches, producers rely on that, for two seconds each
   * time. So nobody counts on one that stands still for longer.
   */
  void looked(Session session) throws SQLException {
    long now = System.nanoTime();
    if (way == Way.WATCHES && now - notedNanos >= NOTED_NANOS) {
      notedNanos = now;
      session.call(connection -> {
        sleepers.noteWatching(connection);
        return way;
      });
    }
  }

  /**
   * Whether it is to look at its queues once more: when it does not, somebody else has to.
   * PickedUp.
   */
  boolean owesLook() {
    return owesLook;
  }

  /** Of those that sleep each is named in its turn: what comes to it comes to the others too. */
  private boolean isMoreThanMayNotify(double rate) {
    return rate * (way == Way.SLEEPS ? sleeping : 1) > Math.min(WAKING_RATE, commits.notifiable());
  }

  /** Watches all queues but these, for which others are to be notified. */
  private void watch(Session session, Set<String> leftToOthers) throws SQLException {
    if (!hearing.getAsBoolean() || (way == Way.WATCHES && isTold() && risen.equals(leftToOthers))) {
      return;
    }
    List<String> watched = new ArrayList<>(queues);
    watched.removeAll(leftToOthers);
    way = Way.WATCHES; // also while it is not known whether the word has come through
    risen.clear();
    tell(session, Way.WATCHES, watched);
    tell(session, Way.AWAKE, List.copyOf(leftToOthers));
    risen.addAll(leftToOthers);
  }

  /**
   * It can't take all that comes to these queues: others are to be notified from now on. Answers
   * those for which nobody was, so far: somebody is to look for what came before this word. Of a
   * word that may not have come through it answers them again.
   */
  List<String> stopsWatching(Session session, Set<String> leftToOthers) throws SQLException {
    List<String> stopped = new ArrayList<>(leftToOthers);
    if (isTold()) {
      stopped.removeAll(risen);
    }
    if (way != Way.WATCHES || stopped.isEmpty()) {
      return List.of();
    }
    tell(session, Way.AWAKE, stopped);
    risen.addAll(stopped);
    return stopped;
  }

  /** After a look at some queues that found nothing and took some time. */
  Duration afterNothing(Session session, List<String> looked, long lookNanos) throws SQLException {
    pauses.notBusy();
    if (!hearing.getAsBoolean()) {
      if (way != Way.AWAKE && isTold()) {
        tell(session, Way.AWAKE, queues);
        way = Way.AWAKE;
      }
      return pauses.polling();
    }
    if (way != Way.SLEEPS || !isTold()) {
      return fallAsleep(session);
    }
    if (!risen.isEmpty()) {
      return lieDown(session, looked);
    }
    if ((doubtful || System.nanoTime() - countedNanos > COUNTS_NANOS)
        && !isAmongSleepers(session)) {
      return fallAsleep(session);
    }
    owesLook = false;
    return pauses.asleep(sleeping, lookNanos);
  }

  private Duration fallAsleep(Session session) throws SQLException {
    Duration stay = pauses.staysAwake(watchesForOthers);
    if (isTold() && way != Way.SLEEPS && arrivals.pause().compareTo(stay) < 0) {
      return pauses.watching(watchesForOthers);
    }
    tell(session, Way.SLEEPS, queues);
    way = Way.SLEEPS;
    watchesForOthers = false;
    risen.clear();
    pauses.fellAsleep();
    return Duration.ZERO;
  }

  /** Falls asleep again for queues for which it was full; looks now and then for the others. */
  private Duration lieDown(Session session, List<String> looked) throws SQLException {
    List<String> down = new ArrayList<>(risen);
    down.retainAll(looked);
    if (down.isEmpty()) {
      return pauses.polling();
    }
    tell(session, Way.SLEEPS, down);
    down.forEach(risen::remove);
    return Duration.ZERO;
  }

  /** It was named and can't take a job of the queue: others are to be named for a while. */
  void isFull(Session session, String queue) throws SQLException {
    long now = System.nanoTime();
    if (way == Way.SLEEPS
        && isTold()
        && now - risenNanos >= RISES_NANOS
        && !risen.contains(queue)) {
      tell(session, Way.AWAKE, List.of(queue));
      risen.add(queue);
      risenNanos = now;
    }
  }

  /** It was named: what it has found busy it looks at soon again. */
  void isNamed() {
    pauses.named();
  }

  /**
   * It may have been taken out of the sleepers, for it was silent or deaf: it does not rest before
   * it has looked whether it is among them.
   */
  void doubts() {
    doubtful = true;
  }

  /**
   * After a look that found nothing but stripes that others have: 2 ms at first, then twice as long
   * each time, and at most as long as it would rest if there were nothing.
   */
  Duration afterBusy() {
    owesLook = true;
    boolean isNamed = hearing.getAsBoolean() && way == Way.SLEEPS && !doubtful;
    return pauses.busy(isNamed ? pauses.asleep(sleeping) : tuning.poll());
  }

  /** Whether the database was told of the worker, by the id that it goes by. */
  private boolean isTold() {
    return toldAsWorker == identity.workerId();
  }

  /** Counts the sleepers; the leader takes those out whose worker was silent for a while. */
  private boolean isAmongSleepers(Session session) throws SQLException {
    long worker = identity.workerId();
    countedNanos -= COUNTS_NANOS; // unless this comes to its end
    doubtful = false; // what comes from here on is a doubt about the answer
    Asleep counted = session.call(connection -> sleepers.asleep(connection, worker, queues));
    sleeping = Math.max(1, counted.fewest());
    countedNanos = System.nanoTime();
    return counted.mine();
  }

  private void tell(Session session, Way of, List<String> those) throws SQLException {
    if (those.isEmpty()) {
      return;
    }
    long worker = identity.workerId();
    owesLook = true;
    toldAsWorker = NOBODY; // as long as it is not known whether this has come through
    session.call(connection -> {
      sleepers.say(connection, worker, of, those);
      return of;
    });
    toldAsWorker = worker;
  }
}
