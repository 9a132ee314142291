package dev.awa.worker;

import dev.awa.engine.ClosureLog;
import dev.awa.engine.Failures;
import dev.awa.engine.Flush;
import dev.awa.event.RunsFlushed;
import dev.awa.worker.Batch.Result;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Sends ended runs to the closure log, in batches: while one is on its way the next gathers.
 * Nothing that has ended is given up before it is stored, or the worker is declared dead.
 *
 * <p>A batch whose outcome is unknown is settled and, when it was not committed, sent again under
 * another number. What becomes of one that fails is a matter of {@link Outbox}.
 *
 * <p>Holds 10,000 ended runs, the kept ones among them: see {@link Room}.
 */
final class Finisher {
  private static final int BATCH = 1000;
  private static final Duration WAIT = Duration.ofMillis(100);

  private final ClosureLog closureLog;
  private final Session session;
  private final Identity identity;
  private final Events events;
  private final Announcer announcer;
  private final CommitPace commits;
  private final Measures measures;
  private final BlockingQueue<Result> waiting = new LinkedBlockingQueue<>();

  /** What came from the queue and is in no batch yet: it is nowhere else, should memory run out. */
  private final List<Result> gathered = new ArrayList<>(BATCH);

  /** What ended before the worker was declared dead, and was not sent. */
  private final Queue<Result> late = new ConcurrentLinkedQueue<>();

  private final Room room;
  private final Kept kept;
  private final Outbox outbox;
  private final Loop loop;

  /** Held while a batch is on its way, until what it has brought about is announced. */
  private final ReentrantLock announcing = new ReentrantLock();

  private long flushNo;

  /**
   * How much and how long it bears.
   *
   * @param capacity how many ended runs it holds
   * @param doubt how long a batch fails for no reason of its data before it is blamed itself
   * @param again after how long a kept ending is tried again
   * @param pause the longest pause after a failure
   */
  record Patience(int capacity, Duration doubt, Duration again, Duration pause) {
    static Patience defaults() {
      return new Patience(
          10_000, Duration.ofSeconds(10), Duration.ofMinutes(1), Loop.LONGEST_BACKOFF);
    }
  }

  Finisher(Scope scope, Session session, CommitPace commits, Patience patience) {
    this.closureLog = scope.engine().closureLog();
    this.session = session;
    this.identity = scope.identity();
    this.events = scope.events();
    this.announcer = new Announcer(events, scope.tuning());
    this.commits = commits;
    this.measures = scope.measures();
    this.kept = new Kept(events, patience.again(), System::nanoTime);
    this.room = new Room(events, patience.capacity(), kept::size);
    this.outbox = new Outbox(events, patience.doubt(), kept);
    this.loop =
        new Loop(events.worker(), "finisher", events, this::step, patience.pause(), Loop::thread);
  }

  void start() {
    loop.start();
  }

  Loop loop() {
    return loop;
  }

  /** Tries to send at once. */
  void wake() {
    loop.wake();
  }

  /** Takes an ended run; waits while it holds 10,000 others. */
  void add(Result result) {
    room.enter();
    take(result);
  }

  /** Takes an ended run, however many it holds: for a thread that must not wait. */
  void addAtOnce(Result result) {
    room.enterAtOnce();
    take(result);
  }

  private void take(Result result) {
    try {
      waiting.add(result);
    } catch (Throwable e) {
      room.leave(1);
      throw e;
    }
  }

  /** Waits while it holds 10,000 ended runs. */
  void awaitRoom() {
    room.await();
  }

  /** Gives up what was not sent: the worker was declared dead, nothing of it counts. */
  void giveUp() {
    waiting.drainTo(late);
    loop.wake();
  }

  /** How many ended runs are not stored yet. */
  int unsent() {
    return room.held();
  }

  /** How many of them the database has refused. */
  int kept() {
    return kept.size();
  }

  /** Whether every ended run is stored. */
  boolean isDone() {
    return unsent() == 0;
  }

  /**
   * The worker shuts down: nobody waits for room any more, and what is kept is tried once more. Not
   * more comes than handlers are running.
   */
  void lastCall() {
    kept.tryAllOnceMore();
    room.open();
  }

  /** Whether nothing is left to be sent, but for what was refused since the last call. */
  boolean isLastCallOver() {
    return room.held() <= kept.size() && kept.isLastCallOver();
  }

  /** Ends after what is on its way. */
  void stop(Duration time) {
    loop.stop(time);
    session.close();
  }

  private Duration step() throws SQLException, InterruptedException {
    letGoOfLate();
    letGoOfOthers();
    gather();
    for (Batch next = outbox.next(); next != null; next = outbox.next()) {
      send(next);
    }
    return Duration.ZERO;
  }

  /** Here and not where it was given up: listeners may be slow to hear of it. */
  private void letGoOfLate() {
    for (Result one = late.poll(); one != null; one = late.poll()) {
      room.leave(1);
      announcing.lock();
      try {
        announcer.announceStale(List.of(one));
      } finally {
        announcing.unlock();
      }
    }
  }

  /** What was refused as the ending of a worker that was declared dead is no longer kept. */
  private void letGoOfOthers() {
    List<Batch> others = kept.takeAllBut(identity.workerId());
    announcing.lock();
    try {
      others.forEach(this::tooLate);
    } finally {
      announcing.unlock();
    }
  }

  private void gather() throws InterruptedException {
    boolean idle = outbox.next() == null;
    Batch again = idle ? kept.takeDue() : null;
    if (again != null) {
      outbox.add(again);
      idle = false;
    }
    if (gathered.isEmpty()) {
      Result first = idle ? waiting.poll(WAIT.toMillis(), TimeUnit.MILLISECONDS) : waiting.poll();
      if (first == null) {
        return;
      }
      gathered.add(first);
      waiting.drainTo(gathered, BATCH - 1);
    }
    outbox.add(Batch.of(identity.workerId(), List.copyOf(gathered)));
    gathered.clear();
  }

  private void send(Batch batch) throws SQLException {
    announcing.lock();
    try {
      Flush unknown = batch.unknown();
      if (unknown != null && session.call(connection -> closureLog.settle(connection, unknown))) {
        committed(batch, Set.of()); // also when the worker was declared dead since
      } else if (batch.workerId() != identity.workerId()) {
        tooLate(batch);
      } else {
        flush(batch);
      }
    } finally {
      announcing.unlock();
    }
  }

  private void flush(Batch batch) throws SQLException {
    Flush flush = new Flush(batch.workerId(), ++flushNo, batch.ended());
    Set<Flush.Ended> stale;
    long took;
    try {
      long begun = System.nanoTime();
      stale = session.call(connection -> closureLog.flush(connection, flush));
      took = System.nanoTime() - begun;
      commits.took(took);
    } catch (SQLException | RuntimeException | Error e) {
      if (Failures.isFenced(e)) {
        tooLate(batch);
        identity.fenced(batch.workerId());
        return;
      }
      if (!isWithoutUnreadable(batch, flush, e) && !outbox.isDealtWith(batch, flush, e)) {
        throw e;
      }
      return;
    }
    events.accept(new RunsFlushed(batch.size(), stale.size(), Duration.ofNanos(took)));
    committed(batch, stale);
  }

  /** Puts runs whose row can't be read in the batch as what they are, if that is why it failed. */
  private boolean isWithoutUnreadable(Batch batch, Flush flush, Throwable e) {
    if (!Failures.isOfDamage(e) || !session.isOpen()) {
      return false;
    }
    List<Flush.Ended> known = batch.whole();
    List<Flush.Ended> readable;
    try {
      readable = session.call(connection -> closureLog.withoutUnreadable(connection, known));
    } catch (SQLException | RuntimeException worse) {
      e.addSuppressed(worse);
      return false;
    }
    return outbox.isReplaced(batch, flush, readable);
  }

  private void committed(Batch batch, Set<Flush.Ended> stale) {
    batch.results().forEach(result -> result.attempt().hold().release());
    outbox.stored(batch);
    room.leave(batch.size());
    measures.ended(batch.results(), stale);
    announcer.announce(batch.results(), stale);
  }

  /** Waits until what the batch on its way has brought about is announced. */
  void awaitAnnounced() {
    announcing.lock();
    try {
      return; // it has been
    } finally {
      announcing.unlock();
    }
  }

  /** The worker was declared dead: its runs belong to others now. */
  private void tooLate(Batch batch) {
    outbox.settled(batch);
    room.leave(batch.size());
    announcer.announceStale(batch.results());
  }
}
