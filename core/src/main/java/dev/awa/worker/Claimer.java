package dev.awa.worker;

import dev.awa.engine.Claim;
import dev.awa.engine.ClaimLog;
import dev.awa.engine.ClaimLog.Stripe;
import dev.awa.engine.Claimed;
import dev.awa.engine.Engine;
import dev.awa.engine.Failures;
import dev.awa.engine.Run;
import dev.awa.engine.Workers.Call;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims runs for the queues of a worker, as many as it has permits for, one call and one
 * transaction for each stripe. What one call has claimed is handed over whatever becomes of the
 * next. A call whose outcome is unknown is settled before any other: what it claimed is adopted.
 *
 * <p>Of a commit one sleeper is told. So whoever was named and can't take a job passes that on, and
 * whoever was idle, has taken what it may, and leaves some, wakes two more.
 */
final class Claimer {
  private static final Logger LOG = LoggerFactory.getLogger(Claimer.class);
  private static final Complaint COMPLAINT =
      new Complaint(LOG, "a run could neither be begun nor put back, and is tried again");
  private static final int LARGEST_CLAIM = 512;
  private static final Duration CAPACITY_REST = Duration.ofMillis(5);
  private static final Duration STRIPES_AGE = Duration.ofSeconds(5);

  private final Engine engine;
  private final Session session;
  private final Identity identity;
  private final Holds holds;
  private final Runner runner;
  private final Map<String, Permits> queues;
  private final List<String> queueNames;
  private final Rest rest;
  private final Swept swept = new Swept();

  /** By queue: what it was named for and has not looked after. */
  private final Map<String, Call> calls = new ConcurrentHashMap<>();

  /** Queues for which it was named while it was full. */
  private final Set<String> full = ConcurrentHashMap.newKeySet();

  private final long claimBytes;
  private final Duration poll;
  private final Loop loop;
  private final Deque<Runner.Handed> handed = new ArrayDeque<>(LARGEST_CLAIM);
  private List<Stripe> stripes = List.of();
  private long stripesReadNanos;
  private volatile ClaimLog.@Nullable Request unsettled;
  private boolean idle = true;
  private volatile boolean named;
  private volatile boolean stopping;
  private volatile boolean ended;

  Claimer(
      Engine engine,
      Session session,
      Identity identity,
      Holds holds,
      Runner runner,
      Map<String, Permits> queues,
      Rest rest,
      WorkerConfig config) {
    this.engine = engine;
    this.session = session;
    this.identity = identity;
    this.holds = holds;
    this.runner = runner;
    this.queues = queues;
    this.queueNames = List.copyOf(queues.keySet());
    this.rest = rest;
    this.claimBytes = config.claimBytes();
    this.poll = config.poll();
    this.loop = new Loop(config.name() + " claimer", this::step);
  }

  void start() {
    loop.start();
  }

  /** There may be work. */
  void wake() {
    loop.wake();
  }

  /** There may be work of which nobody has told. */
  void lookAnew() {
    swept.forget();
    rest.doubts();
    loop.wake();
  }

  /** A transaction has brought jobs to a queue: looks for them, unless they are claimed already. */
  void came(String xid, String queue) {
    if (queues.containsKey(queue) && !swept.has(xid)) {
      loop.wake();
    }
  }

  /**
   * The worker was named to look for what a transaction has brought. False when it can't take any:
   * then another is to be named. It may find that out later too, and names another itself.
   */
  boolean isCalled(Call call) {
    Permits permits = queues.get(call.queue());
    if (permits == null || !mayClaim()) {
      return false;
    }
    if (swept.has(call.xid())) {
      return true;
    }
    boolean free = permits.areFree();
    if (free) {
      calls.merge(call.queue(), call, this::both);
    } else {
      full.add(call.queue());
    }
    named = true;
    loop.wake(); // also when it is full: it takes what is left then as soon as it can
    return free;
  }

  /**
   * What two calls ask for: PickedUp. Those who have passed on the one may not know of the other,
   * so it goes to all of them, and it names no transaction that somebody may have swept.
   */
  private Call both(Call one, Call other) {
    return one.equals(other) ? one : new Call("0", one.queue(), identity.workerId());
  }

  /** Somebody in this process has committed jobs of a queue; who is awake looks soon enough. */
  void came(String queue) {
    if (queues.containsKey(queue) && rest.isAsleep()) {
      loop.wake();
    }
  }

  /** Whether no call is at work, and what every call claimed is known and was begun. */
  boolean isSettled() {
    return unsettled == null && ended && handed.isEmpty();
  }

  /** Claims no more; what the call at work brings is still run. */
  void stop(Duration patience) throws InterruptedException {
    stopping = true;
    ended = loop.stop(patience);
    if (ended && session.isOpen()) {
      rise();
    }
    session.close();
  }

  /** Is not named any more, and passes on what it was named for and has not looked after. */
  private void rise() {
    long worker = identity.workerId();
    try {
      session.call(connection -> {
        engine.workers().riseForGood(connection, worker);
        for (Call call : calls.values()) {
          engine.workers().passOn(connection, worker, call);
        }
        return worker;
      });
    } catch (SQLException | RuntimeException e) {
      LOG.debug("could not leave the sleepers", e);
    }
  }

  private Duration step() throws SQLException {
    beginHanded();
    if (!mayClaim()) {
      return CAPACITY_REST;
    }
    ClaimLog.Request unknown = unsettled;
    if (unknown != null) {
      settle(unknown);
    }
    if (named) {
      named = false;
      rest.isNamed();
    }
    for (String queue : List.copyOf(full)) {
      rest.isFull(session, queue);
      full.remove(queue);
    }
    Round round = new Round(Map.copyOf(calls));
    for (Stripe stripe : stripesToTry(round)) {
      round.claim(stripe);
    }
    round.finish();
    return round.rest();
  }

  /** What a fenced worker claims is not begun; after a failover the server would still give it. */
  private boolean mayClaim() {
    return !stopping && !identity.isFenced();
  }

  /** What one look at all queues brought. */
  private final class Round {
    private final long begunNanos = System.nanoTime();
    private final Map<String, Call> called;
    private final List<String> looked = new ArrayList<>();
    private final Set<String> busyQueues = new HashSet<>();
    private final Set<String> left = new HashSet<>();
    private int claimed;
    private boolean emptied = true;
    private boolean outOfPermits;

    Round(Map<String, Call> called) {
      this.called = called;
    }

    void claim(Stripe stripe) throws SQLException {
      Permits permits = permits(stripe);
      int limit = mayClaim() ? permits.takeUpTo(LARGEST_CLAIM) : 0;
      if (limit == 0) {
        skips(stripe.queue());
        emptied = false;
        return;
      }
      long worker = identity.workerId();
      int used = 0;
      try {
        Claimed answer = claimed(worker, stripe, limit);
        if (identity.is(worker)) {
          used = answer.runs();
          note(worker, stripe, answer);
          if (used == limit && !answer.emptied()) {
            left.add(stripe.queue());
          }
          handOver(stripe, answer, permits);
          if (isOnlyStripe()) {
            swept.note(answer);
          }
        } else {
          holds.endCall(); // the id was given up meanwhile: what it has claimed is rescued
        }
      } finally {
        permits.giveBack(limit - used);
      }
    }

    private void note(long worker, Stripe stripe, Claimed answer) {
      claimed += answer.runs();
      emptied &= answer.emptied();
      switch (answer.status()) {
        case BUSY -> busyQueues.add(stripe.queue());
        case FENCED -> identity.fenced(worker);
        case CLAIMED, EMPTY, PAUSED -> {}
      }
    }

    void looksAt(String queue) {
      looked.add(queue);
    }

    /** The queue is not looked at: all its permits are taken. */
    void skips(String queue) {
      outOfPermits = true;
      looked.remove(queue);
    }

    /**
     * Names others where it was named in vain, or was idle and leaves something. What it was named
     * for and has found busy is still its own.
     */
    void finish() throws SQLException {
      for (Map.Entry<String, Call> entry : called.entrySet()) {
        String queue = entry.getKey();
        if (!looked.contains(queue)) {
          passOn(entry.getValue());
          calls.remove(queue, entry.getValue());
          rest.isFull(session, queue);
        } else if (!left.contains(queue) && !busyQueues.contains(queue)) {
          calls.remove(queue, entry.getValue());
        }
      }
      for (String queue : left) {
        Call call = called.get(queue);
        if (idle || call != null) {
          session.call(connection -> wakeMore(connection, queue));
        }
        if (call != null) {
          calls.remove(queue, call);
        }
      }
      if (claimed > 0 || busyQueues.isEmpty()) {
        idle = left.isEmpty() && !outOfPermits;
      }
    }

    private void passOn(Call call) throws SQLException {
      long worker = identity.workerId();
      session.call(connection -> engine.workers().passOn(connection, worker, call));
    }

    private boolean wakeMore(Connection connection, String queue) throws SQLException {
      engine.workers().wakeMore(connection, queue);
      return true;
    }

    /** Where permits are missing it looks again soon: a few that come back wake nobody. */
    Duration rest() throws SQLException {
      Duration rest = afterLook();
      return outOfPermits && rest.compareTo(poll) > 0 ? poll : rest;
    }

    private Duration afterLook() throws SQLException {
      if (claimed > 0) {
        return rest.afterWork(session, claimed, emptied);
      }
      if (!busyQueues.isEmpty()) {
        return rest.afterBusy();
      }
      if (outOfPermits && looked.isEmpty()) {
        return CAPACITY_REST;
      }
      return rest.afterNothing(session, looked, System.nanoTime() - begunNanos);
    }
  }

  private Claimed claimed(long worker, Stripe stripe, int limit) throws SQLException {
    ClaimLog.Request request =
        new ClaimLog.Request(worker, stripe, limit, claimBytes, identity.nonce());
    holds.beginCall();
    try {
      return session.call(connection -> engine.claimLog().claim(connection, request));
    } catch (SQLException e) {
      if (Failures.isOutcomeUnknown(e)) {
        unsettled = request;
      } else {
        holds.endCall();
      }
      throw e;
    } catch (RuntimeException | Error e) {
      unsettled = request; // the claim may be there, and its answer was not read
      throw e;
    }
  }

  private void settle(ClaimLog.Request request) throws SQLException {
    if (!adopt(request)) {
      holds.endCall();
    }
    unsettled = null;
  }

  /**
   * Adopts what a call with an unknown outcome has claimed; not when its id was given up meanwhile,
   * and false is answered. Its runs need no permits: they were promised some.
   */
  private boolean adopt(ClaimLog.Request request) throws SQLException {
    if (!identity.is(request.workerId())) {
      return false;
    }
    Claimed answer = session.call(connection -> engine.claimLog().settle(connection, request));
    if (!identity.is(request.workerId())) {
      return false;
    }
    Permits permits = permits(request.stripe());
    permits.takeAnyway(answer.runs());
    handOver(request.stripe(), answer, permits);
    return true;
  }

  private void handOver(Stripe stripe, Claimed answer, Permits permits) {
    for (Claimed.Batch batch : answer.batches()) {
      Claim claim = batch.claim();
      for (Run run : batch.runs()) {
        Holds.Hold hold = holds.take(claim.slot(), run.slot());
        handed.add(new Runner.Handed(claim, run, stripe.queue(), hold, () -> giveBack(permits)));
      }
    }
    holds.endCall();
    beginHanded();
  }

  /**
   * The failure of one run is its own; what can't even be put back is tried again at the next step.
   */
  private void beginHanded() {
    for (int left = handed.size(); left > 0; left--) {
      Runner.Handed next = handed.remove();
      try {
        runner.run(next);
      } catch (RuntimeException | Error e) {
        COMPLAINT.about(e);
        handed.add(next);
      }
    }
  }

  private void giveBack(Permits permits) {
    permits.giveBack(1);
    if (permits.isWorthClaiming()) {
      loop.wake();
    }
  }

  private Permits permits(Stripe stripe) {
    Permits permits = queues.get(stripe.queue());
    if (permits == null) {
      throw new IllegalStateException(
          "queue \"" + stripe.queue() + "\" is not one of " + queueNames);
    }
    return permits;
  }

  /** A single stripe is simply claimed from; of several, those are asked for that have work. */
  private List<Stripe> stripesToTry(Round round) throws SQLException {
    if (queueNames.size() == 1 && stripesOfTheQueue().size() == 1) {
      round.looksAt(queueNames.getFirst());
      return stripes;
    }
    List<String> wanted = new ArrayList<>();
    queues.forEach((name, permits) -> {
      if (permits.areFree()) {
        wanted.add(name);
        round.looksAt(name);
      } else {
        round.skips(name);
      }
    });
    if (wanted.isEmpty()) {
      return List.of();
    }
    List<Stripe> withWork =
        new ArrayList<>(session.call(connection -> engine.claimLog().poll(connection, wanted)));
    Collections.shuffle(withWork);
    return withWork;
  }

  private boolean isOnlyStripe() {
    return queueNames.size() == 1 && stripes.size() == 1;
  }

  private List<Stripe> stripesOfTheQueue() throws SQLException {
    long now = System.nanoTime();
    if (stripes.isEmpty() || now - stripesReadNanos > STRIPES_AGE.toNanos()) {
      stripes = session.call(connection -> engine.queues().stripes(connection, queueNames));
      stripesReadNanos = now;
    }
    return stripes;
  }
}
