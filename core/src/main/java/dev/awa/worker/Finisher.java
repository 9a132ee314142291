package dev.awa.worker;

import dev.awa.JobEvent;
import dev.awa.engine.ClosureLog;
import dev.awa.engine.Ending;
import dev.awa.engine.Ending.Next;
import dev.awa.engine.Failures;
import dev.awa.engine.Flush;
import dev.awa.worker.Batch.Result;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends ended runs to the closure log, in batches: while one is on its way the next gathers.
 * Nothing that has ended is given up before it is stored, or the worker is declared dead.
 *
 * <p>A batch whose outcome is unknown is settled and, when it was not committed, sent again under
 * another number. A failure that says nothing of the rows costs a pause, and the batch is sent
 * again. What is refused for its data is halved until it stands alone, is tried without its texts,
 * and is {@link Kept} when that is refused too. A batch that goes on failing for any other reason
 * while others are stored is halved in the same way.
 *
 * <p>Holds 10,000 ended runs, the kept ones among them; then attempts wait before they give their
 * permits back, so the worker claims no more.
 */
final class Finisher {
  private static final Logger LOG = LoggerFactory.getLogger(Finisher.class);
  private static final int BATCH = 1000;
  private static final Duration WAIT = Duration.ofMillis(100);
  private static final long FULL_TOLD_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final String worker;
  private final ClosureLog closureLog;
  private final Session session;
  private final Identity identity;
  private final Events events;
  private final Patience patience;
  private final BlockingQueue<Result> waiting = new LinkedBlockingQueue<>();
  private final Semaphore room;
  private final AtomicInteger held = new AtomicInteger();
  private final AtomicLong fullToldNanos = new AtomicLong(System.nanoTime() - FULL_TOLD_NANOS);
  private final Kept kept;
  private final ReentrantLock announcing = new ReentrantLock();
  private final Loop loop;
  private final Deque<Batch> unsent = new ArrayDeque<>();
  private long flushNo;
  private @Nullable Long storedNanos;
  private final Pace tellingTexts = new Pace(Duration.ofMinutes(1));
  private long withoutTexts;
  private String textsRefused = "";

  /**
   * How much and how long it bears.
   *
   * @param capacity how many ended runs it holds
   * @param doubt how long a batch fails for no reason of its data before it is blamed itself
   * @param again after how long a kept ending is tried again
   */
  record Patience(int capacity, Duration doubt, Duration again) {
    static Patience defaults() {
      return new Patience(10_000, Duration.ofSeconds(10), Duration.ofMinutes(1));
    }
  }

  Finisher(
      String worker,
      ClosureLog closureLog,
      Session session,
      Identity identity,
      Events events,
      Patience patience) {
    this.worker = worker;
    this.closureLog = closureLog;
    this.session = session;
    this.identity = identity;
    this.events = events;
    this.patience = patience;
    this.room = new Semaphore(patience.capacity());
    this.kept = new Kept(worker, patience.again(), System::nanoTime);
    this.loop = new Loop(worker + " finisher", this::step);
  }

  void start() {
    loop.start();
  }

  /** Tries to send at once. */
  void wake() {
    loop.wake();
  }

  /** Takes an ended run; waits while it holds 10,000 others. */
  void add(Result result) {
    held.incrementAndGet();
    if (!room.tryAcquire()) {
      tellFull();
      room.acquireUninterruptibly();
    }
    waiting.add(result);
  }

  private void tellFull() {
    long now = System.nanoTime();
    long last = fullToldNanos.get();
    if (now - last >= FULL_TOLD_NANOS && fullToldNanos.compareAndSet(last, now)) {
      LOG.warn(
          "{}: {} endings wait to be stored, {} of them because the database refuses them; until"
              + " there is room again attempts wait, and nothing is claimed",
          worker,
          patience.capacity(),
          kept.size());
    }
  }

  /** What was held is stored, or is no longer this worker's to store. */
  private void leave(int results) {
    held.addAndGet(-results);
    room.release(results);
  }

  /** Gives up what was not sent: the worker was declared dead, nothing of it counts. */
  void giveUp() {
    List<Result> late = new ArrayList<>();
    waiting.drainTo(late);
    leave(late.size());
    announcing.lock();
    try {
      announceStale(late);
    } finally {
      announcing.unlock();
    }
  }

  /** How many ended runs are not stored yet. */
  int unsent() {
    return held.get();
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
    room.release(Integer.MAX_VALUE / 2);
  }

  /** Whether nothing is left to be sent, but for what was refused since the last call. */
  boolean isLastCallOver() {
    return held.get() <= kept.size() && kept.isLastCallOver();
  }

  void stop(Duration time) throws InterruptedException {
    loop.stop(time);
    session.close();
  }

  private Duration step() throws SQLException, InterruptedException {
    letGoOfOthers();
    gather();
    while (!unsent.isEmpty()) {
      send(unsent.getFirst());
    }
    return Duration.ZERO;
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
    Batch again = unsent.isEmpty() ? kept.takeDue() : null;
    if (again != null) {
      unsent.addLast(again);
    }
    Result first =
        unsent.isEmpty() ? waiting.poll(WAIT.toMillis(), TimeUnit.MILLISECONDS) : waiting.poll();
    if (first == null) {
      return;
    }
    List<Result> results = new ArrayList<>();
    results.add(first);
    waiting.drainTo(results, BATCH - 1);
    unsent.addLast(Batch.of(identity.workerId(), results));
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
    try {
      stale = session.call(connection -> closureLog.flush(connection, flush));
    } catch (SQLException | RuntimeException | Error e) {
      if (isDealtWith(batch, flush, e)) {
        return;
      }
      throw e;
    }
    committed(batch, stale);
  }

  private void committed(Batch batch, Set<Flush.Ended> stale) {
    storedNanos = System.nanoTime();
    batch.results().forEach(result -> result.attempt().hold().release());
    if (batch.results().getFirst().isWithoutTexts()) {
      tellWithoutTexts(batch.results().getFirst());
    }
    settled(batch);
    announce(batch.results(), stale);
  }

  /** The first time, and once a minute. */
  private void tellWithoutTexts(Result stored) {
    withoutTexts++;
    if (tellingTexts.isDue()) {
      LOG.warn(
          "{}: job {}: its ending was refused, and is stored without its texts ({} such by now):"
              + " {}",
          worker,
          stored.ended().run().jobId(),
          withoutTexts,
          textsRefused);
    }
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
    settled(batch);
    announceStale(batch.results());
  }

  /** Nothing is left to be done for a batch. */
  private void settled(Batch batch) {
    unsent.remove(batch);
    leave(batch.size());
    kept.dealtWith();
  }

  /** Puts others in the place of a batch. */
  private void replace(Batch batch, Batch... others) {
    unsent.remove(batch);
    for (int i = others.length - 1; i >= 0; i--) {
      unsent.addFirst(others[i]);
    }
  }

  /** Decides what follows from a failure; when it answers false, a pause. */
  private boolean isDealtWith(Batch batch, Flush flush, Throwable e) {
    Batch failed = batch.failed(Failures.isOutcomeUnknown(e) ? flush : null, System.nanoTime());
    if (Failures.isFenced(e)) {
      tooLate(batch);
      identity.fenced(batch.workerId());
      return true;
    }
    if (Failures.isOfTheData(e) && !mayBeCommitted(batch, e)) {
      refused(batch, failed, e);
      return true;
    }
    if (batch.wasRefused()) {
      keep(batch, failed, e); // it has its turn again, and nobody waits for it
      return true;
    }
    doubted(batch, failed, e);
    return false;
  }

  /** The driver could not send the batch, or not read its answer; after a second try, the first. */
  private static boolean mayBeCommitted(Batch batch, Throwable e) {
    return Failures.isOutcomeUnknown(e) && batch.unknown() == null;
  }

  /**
   * The database refuses something in the batch: it is looked for by halves, so that no other run
   * suffers.
   */
  private void refused(Batch batch, Batch failed, Throwable e) {
    Result first = batch.results().getFirst();
    if (batch.size() > 1) {
      replace(batch, failed.firstHalf(), failed.secondHalf());
    } else if (first.hasTexts()) {
      textsRefused = Trouble.line(e);
      replace(batch, failed.withoutTexts());
    } else {
      keep(batch, failed, e);
    }
  }

  private void keep(Batch batch, Batch failed, Throwable e) {
    unsent.remove(batch);
    kept.keep(failed, e);
  }

  /**
   * A batch fails, and not for its data. It is sent again after a pause. When that has gone on for
   * too long it lets others pass; and if they get through, or it is not known whose the failure is,
   * it is halved, and a single run is kept.
   */
  private void doubted(Batch batch, Batch failed, Throwable e) {
    boolean othersAreStored = failed.failedBefore(storedNanos);
    unsent.remove(batch);
    if (!failed.isInDoubt(patience.doubt(), System.nanoTime())) {
      unsent.addFirst(failed);
    } else if (failed.size() > 1 && (othersAreStored || !Failures.isOfTheServer(e))) {
      Batch suspect = failed.suspected(System.nanoTime());
      unsent.addLast(suspect.firstHalf());
      unsent.addLast(suspect.secondHalf());
    } else if (failed.size() == 1 && othersAreStored) {
      kept.keep(failed, e);
    } else {
      unsent.addLast(failed);
    }
  }

  private void announce(List<Result> results, Set<Flush.Ended> stale) {
    for (Result result : results) {
      if (!events.unheard()) {
        events.announce(event(result, !stale.contains(result.ended())));
      }
    }
  }

  private void announceStale(List<Result> results) {
    for (Result result : results) {
      events.announce(new JobEvent.Stale(result.attempt().job(), result.attempt().took()));
    }
  }

  private static JobEvent event(Result result, boolean good) {
    Attempt attempt = result.attempt();
    Ending ending = result.whole().ending();
    String error = String.valueOf(ending.error());
    if (!good) {
      return new JobEvent.Stale(attempt.job(), attempt.took());
    }
    return switch (ending.next()) {
      case Next.Done ignored -> new JobEvent.Completed(attempt.job(), attempt.took());
      case Next.Dead dead ->
          new JobEvent.Failed(attempt.job(), attempt.took(), error, dead.reason());
      case Next.Cancelled ignored -> new JobEvent.Cancelled(attempt.job(), attempt.took(), error);
      case Next.Again ignored -> again(attempt, ending, error);
    };
  }

  private static JobEvent again(Attempt attempt, Ending ending, String error) {
    return switch (ending.closure()) {
      case SNOOZED -> new JobEvent.Snoozed(attempt.job(), attempt.took(), ending.delay());
      case RELEASED -> new JobEvent.Released(attempt.job(), error);
      default -> new JobEvent.Retried(attempt.job(), attempt.took(), error, ending.delay());
    };
  }
}
