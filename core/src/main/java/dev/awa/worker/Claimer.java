package dev.awa.worker;

import dev.awa.StorageStatus.Keeper;
import dev.awa.engine.ClaimLog.Stripe;
import dev.awa.engine.Claimed;
import dev.awa.engine.Engine;
import dev.awa.engine.Failures;
import dev.awa.engine.Sleepers.Call;
import dev.awa.event.RunsClaimed;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Claims runs for the queues of a worker, as many as it has permits for, one call and one
 * transaction for each stripe. What one call has claimed is handed over whatever becomes of the
 * next.
 *
 * <p>A look that a failure of the server breaks off is tried again after a back-off, as a whole. A
 * failure that may be one stripe's alone does not keep the others from having their turn, and is
 * blamed on the stripe when they get through.
 */
final class Claimer {
  /** How many runs the engine gives at most in one call. */
  static final int LARGEST_CLAIM = 512;

  private static final Duration CAPACITY_REST = Duration.ofMillis(5);

  /** Of a worker that works on no queue. */
  private static final Duration NO_QUEUE_REST = Duration.ofMinutes(1);

  /** A claim that takes longer is no claim. */
  private static final Duration KEEPING = Duration.ofMillis(100);

  private final Engine engine;
  private final Session session;
  private final Events events;
  private final Identity identity;
  private final Map<String, Permits> queues;
  private final PollPace rest;
  private final Named named;
  private final Stripes stripes;
  private final BusyStripes busy;
  private final ClaimCalls calls;
  private final Handover handover;
  private final Runner runner;
  private final Swept swept = new Swept();
  private final Tuning tuning;
  private final Tuner tuner;
  private final NextLook next = new NextLook();
  private final Loop loop;
  private volatile boolean stopping;

  Claimer(
      Scope scope,
      Session session,
      Runner runner,
      Map<String, Permits> queues,
      PollPace rest,
      Tuner tuner) {
    this.engine = scope.engine();
    this.events = scope.events();
    this.identity = scope.identity();
    this.session = session;
    this.queues = queues;
    this.rest = rest;
    this.runner = runner;
    this.named = new Named(scope, session, rest);
    this.calls = new ClaimCalls(scope, session);
    this.tuning = scope.tuning();
    this.tuner = tuner;
    this.stripes = new Stripes(events, engine, session, queues);
    this.busy = new BusyStripes(events, System::nanoTime);
    this.loop = new Loop(events, "claimer", this::step);
    this.handover = new Handover(scope.holds(), runner, this::wake);
  }

  void start() {
    loop.start();
  }

  Loop loop() {
    return loop;
  }

  /** There may be work. */
  void wake() {
    next.call();
    loop.wake();
  }

  /** Look now: notifications may have been missed. */
  void lookAnew() {
    swept.forget();
    rest.doubts();
    wake();
  }

  /** Something was set of a queue, or one was paused or resumed. */
  void settingsChanged() {
    tuner.told();
    lookAnew();
  }

  /** A transaction has brought jobs to a queue: looks for them, unless they are claimed already. */
  void came(String xid, String queue) {
    if (queues.containsKey(queue) && !swept.has(xid)) {
      wake();
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
    named.note(call, free);
    if (stopping && named.takeBack(call)) {
      return false; // nobody looks any more
    }
    wake(); // also when it is full: it takes what is left then as soon as it can
    return free;
  }

  /** Somebody in this process has committed jobs of a queue; who is awake looks soon enough. */
  void came(String queue) {
    if (queues.containsKey(queue) && rest.isAsleep()) {
      wake();
    }
  }

  /** Claims no more; what the call at work brings is still run. Waits for nothing. */
  void close() {
    stopping = true;
    loop.close();
  }

  /** Whether no call is at work any more. */
  boolean hasEnded() {
    return !loop.isAlive();
  }

  Session session() {
    return session;
  }

  /** It has ended: nobody names the worker from now on, and what it was named for others are. */
  void rise() {
    if (session.isOpen()) {
      named.riseForGood(queues.keySet());
    }
    session.close();
  }

  /** Ends for good. */
  void stop(Duration patience) {
    stopping = true;
    if (loop.stop(patience)) {
      rise();
    } else {
      session.close();
    }
  }

  private Duration step() throws SQLException {
    if (queues.isEmpty()) {
      return NO_QUEUE_REST;
    }
    tuner.lookIfDue();
    if (next.isDue()) {
      next.begins();
      next.in(look());
    }
    return next.atMost(tuner.rest());
  }

  private Duration look() throws SQLException {
    handover.begin();
    if (!mayClaim()) {
      if (runner.isBehind() && !stopping && !identity.isFenced()) {
        leaveToOthers();
      }
      return CAPACITY_REST;
    }
    calls.settle(this::adopt);
    Round round = new Round(named.begin());
    for (Stripe stripe : stripes.toTry(round)) {
      claim(round, stripe);
    }
    blame(round);
    busy.tell(this::keepers);
    named.end(round);
    return stripes.atMost(restAfter(round));
  }

  /** It is as good as full: others are named for what it was, and from now on. */
  private void leaveToOthers() throws SQLException {
    Round round = new Round(named.begin());
    queues.keySet().forEach(round::skips);
    named.end(round);
  }

  /**
   * A fenced worker must not claim, although a server that took over would still let it. Nor must
   * one whose runs don't get to begin: others can take them.
   */
  private boolean mayClaim() {
    return !stopping && !identity.isFenced() && !runner.isBehind();
  }

  private void claim(Round round, Stripe stripe) throws SQLException {
    calls.settle(this::adopt); // a claim of this round may have failed before
    Permits permits = stripes.permits(stripe);
    int most = Math.min(runner.atOnce(), tuning.claimSize(stripe.queue()));
    int limit = mayClaim() ? permits.takeUpTo(most) : 0;
    if (limit == 0) {
      round.findsFull(stripe.queue());
      return;
    }
    long worker = identity.workerId();
    AtomicInteger unused = new AtomicInteger(limit);
    long begun = System.nanoTime();
    try {
      calls.claim(
          worker,
          stripe,
          limit,
          (of, answer) -> {
            note(round, worker, of, answer, limit);
            tell(of, limit, answer, begun);
            handover.take(of, answer, permits);
            unused.addAndGet(-answer.runs());
          });
    } catch (SQLException e) {
      if (!mayBeOfOneStripe(e)) {
        throw e;
      }
      round.failed(stripe, e);
    } finally {
      permits.giveBack(unused.get());
    }
  }

  private void tell(Stripe stripe, int limit, Claimed answer, long begun) {
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    events.accept(new RunsClaimed(stripe.queue(), stripe.number(), limit, answer.runs(), took));
  }

  private List<Keeper> keepers(Stripe stripe) throws SQLException {
    long worker = identity.workerId();
    return session.call(
        connection -> engine.storage().keepers(connection, stripe, worker, KEEPING));
  }

  private void note(Round round, long worker, Stripe stripe, Claimed answer, int limit) {
    round.answered(stripe, answer, limit);
    stripes.worked(stripe);
    if (answer.status() == Claimed.Status.BUSY) {
      busy.found(stripe);
    } else {
      busy.isOver(stripe);
    }
    if (answer.status() == Claimed.Status.FENCED) {
      identity.fenced(worker);
    }
    if (stripes.areOne()) {
      swept.note(answer);
    }
  }

  /** Whether other stripes may fare better: it is neither the connection's nor the server's. */
  private boolean mayBeOfOneStripe(SQLException failure) {
    return session.isOpen() && !Failures.isOfTheServer(failure);
  }

  /**
   * Whose the failures of a round are: of the stripes, when others have got through, now or when
   * they were blamed before. If not, the round has failed as a whole.
   */
  private void blame(Round round) throws SQLException {
    Map<Stripe, SQLException> failures = round.failures();
    if (failures.isEmpty()) {
      return;
    }
    if (!round.hasAnswers() && !stripes.areSetBack(failures.keySet())) {
      throw failures.values().iterator().next();
    }
    failures.forEach(stripes::setBack);
  }

  /** What a call with an unknown outcome has claimed needs no permits: it was promised some. */
  private void adopt(Stripe stripe, Claimed answer) {
    Permits permits = stripes.permits(stripe);
    permits.takeAnyway(answer.runs());
    handover.take(stripe, answer, permits);
  }

  /** Where permits are missing it looks again soon: a few that come back wake nobody. */
  private Duration restAfter(Round round) throws SQLException {
    Duration rest = restAfterLook(round);
    Duration poll = tuning.poll();
    return round.isOutOfPermits() && rest.compareTo(poll) > 0 ? poll : rest;
  }

  private Duration restAfterLook(Round round) throws SQLException {
    rest.looked(session);
    if (round.claimed() > 0) {
      return rest.afterWork(session, round.claimed(), round.hasEmptied(), round.leftToOthers());
    }
    if (round.hasFoundBusy()) {
      return rest.afterBusy();
    }
    if (round.isOutOfPermits() && round.looked().isEmpty()) {
      return CAPACITY_REST;
    }
    return rest.afterNothing(session, round.looked(), round.nanos());
  }
}
