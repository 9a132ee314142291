package dev.awa.worker;

import dev.awa.JobEvent;
import dev.awa.engine.ClosureLog;
import dev.awa.engine.Ending;
import dev.awa.engine.Ending.Next;
import dev.awa.engine.Failures;
import dev.awa.engine.Flush;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends ended runs to the closure log, in batches: while one is on its way the next gathers. A
 * batch whose outcome is unknown is settled and, when it was not committed, sent again under
 * another number. Holds 10,000 ended runs; then attempts wait before they give their permits back,
 * so the worker claims no more.
 */
final class Finisher {
  private static final Logger LOG = LoggerFactory.getLogger(Finisher.class);
  private static final int CAPACITY = 10_000;
  private static final int BATCH = 1000;
  private static final Duration WAIT = Duration.ofMillis(100);

  /** An ended run and what it needs to be announced. */
  record Result(Attempt attempt, Flush.Ended ended) {}

  private final ClosureLog closureLog;
  private final Session session;
  private final Identity identity;
  private final Events events;
  private final BlockingQueue<Result> waiting = new ArrayBlockingQueue<>(CAPACITY);
  private final ReentrantLock announcing = new ReentrantLock();
  private final Loop loop;
  private long flushNo;
  private final Deque<Batch> unsent = new ArrayDeque<>();
  private volatile int unsentRuns;
  private volatile boolean abandoned;

  /** Results on their way; {@code unknown} is the flush whose outcome they wait for. */
  private record Batch(long workerId, List<Result> results, @Nullable Flush unknown) {}

  Finisher(
      String worker, ClosureLog closureLog, Session session, Identity identity, Events events) {
    this.closureLog = closureLog;
    this.session = session;
    this.identity = identity;
    this.events = events;
    this.loop = new Loop(worker + " finisher", this::step);
  }

  void start() {
    loop.start();
  }

  /** Tries to send at once. */
  void wake() {
    loop.wake();
  }

  /** Takes an ended run; waits while 10,000 others are waiting. */
  void add(Result result) {
    boolean interrupted = false;
    while (true) {
      try {
        waiting.put(result);
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Gives up what was not sent: the worker was declared dead, nothing of it counts. */
  void giveUp() {
    List<Result> late = new ArrayList<>();
    waiting.drainTo(late);
    announcing.lock();
    try {
      announceStale(late);
    } finally {
      announcing.unlock();
    }
  }

  /** How many ended runs were not sent yet. */
  int unsent() {
    return waiting.size() + unsentRuns;
  }

  /** Whether every ended run was sent and none had to be left open. */
  boolean isDone() {
    return unsent() == 0 && !abandoned;
  }

  void stop(Duration patience) throws InterruptedException {
    loop.stop(patience);
    session.close();
  }

  private Duration step() throws SQLException, InterruptedException {
    if (unsent.isEmpty()) {
      gather();
    }
    while (!unsent.isEmpty()) {
      send(unsent.getFirst());
    }
    return Duration.ZERO;
  }

  private void gather() throws InterruptedException {
    Result first = waiting.poll(WAIT.toMillis(), TimeUnit.MILLISECONDS);
    if (first == null) {
      return;
    }
    List<Result> results = new ArrayList<>();
    results.add(first);
    unsentRuns = 1 + waiting.drainTo(results, BATCH - 1);
    unsent.add(batch(results));
  }

  private Batch batch(List<Result> results) {
    return new Batch(identity.workerId(), results, null);
  }

  /** Some results of a batch; they wait for the outcome of the same flush. */
  private static Batch part(Batch batch, List<Result> results, @Nullable Flush unknown) {
    return new Batch(batch.workerId(), results, unknown);
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
    List<Flush.Ended> ended = batch.results().stream().map(Result::ended).toList();
    Flush flush = new Flush(batch.workerId(), ++flushNo, ended);
    Set<Flush.Ended> stale;
    try {
      stale = session.call(connection -> closureLog.flush(connection, flush));
    } catch (SQLException e) {
      failed(batch, flush, e);
      return;
    } catch (RuntimeException | Error e) {
      unknown(batch, flush); // it may be committed, and its answer was not read
      throw e;
    }
    committed(batch, stale);
  }

  private void committed(Batch batch, Set<Flush.Ended> stale) {
    batch.results().forEach(result -> result.attempt().hold().release());
    replace(batch);
    announce(batch.results(), stale);
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

  /** Puts other batches, or none, in the place of the one that is dealt with. */
  private void replace(Batch batch, Batch... others) {
    unsent.remove(batch);
    for (int i = others.length - 1; i >= 0; i--) {
      unsent.addFirst(others[i]);
    }
    unsentRuns = unsent.stream().mapToInt(some -> some.results().size()).sum();
  }

  /** The worker was declared dead: its runs belong to others now. */
  private void tooLate(Batch batch) {
    replace(batch);
    announceStale(batch.results());
  }

  private void failed(Batch batch, Flush flush, SQLException e) throws SQLException {
    if (Failures.isFenced(e)) {
      tooLate(batch);
      identity.fenced(batch.workerId());
    } else if (Failures.isRefused(e) && !mayBeCommitted(batch, e)) {
      refused(batch, Failures.isOutcomeUnknown(e) ? flush : null, e);
    } else {
      if (Failures.isOutcomeUnknown(e)) {
        unknown(batch, flush);
      }
      throw e;
    }
  }

  /** The driver could not send the batch, or not read its answer; after a second try, the first. */
  private static boolean mayBeCommitted(Batch batch, SQLException e) {
    return Failures.isOutcomeUnknown(e) && batch.unknown() == null;
  }

  private void unknown(Batch batch, Flush flush) {
    replace(batch, part(batch, batch.results(), flush));
  }

  /**
   * The database refuses something in the batch for good: find it by halves, and let no other run
   * suffer.
   */
  private void refused(Batch batch, @Nullable Flush unknown, SQLException e) {
    List<Result> results = batch.results();
    if (results.size() > 1) {
      int half = results.size() / 2;
      replace(
          batch,
          part(batch, results.subList(0, half), unknown),
          part(batch, results.subList(half, results.size()), unknown));
      return;
    }
    Result only = results.getFirst();
    Ending plain = only.ended().ending().withoutError();
    long job = only.ended().run().jobId();
    if (plain.equals(only.ended().ending()) && only.ended().output() == null) {
      abandoned = true;
      LOG.error(
          "job {}: its ending can't be stored, its run stays open until it is rescued", job, e);
      replace(batch);
    } else {
      LOG.warn(
          "job {}: its ending was refused, storing it without its texts: {}", job, e.toString());
      List<Result> without = List.of(new Result(only.attempt(), only.ended().with(plain, null)));
      replace(batch, part(batch, without, unknown));
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
    Ending ending = result.ended().ending();
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
