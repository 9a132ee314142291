package dev.awa.worker;

import dev.awa.AwaException;
import dev.awa.engine.ClaimLog.Request;
import dev.awa.engine.ClaimLog.Stripe;
import dev.awa.engine.Claimed;
import dev.awa.engine.DeferredJobs.Promotion;
import dev.awa.engine.Engine;
import dev.awa.engine.Failures;
import dev.awa.engine.Flush;
import dev.awa.engine.Lead;
import dev.awa.engine.Operations.AtWork;
import dev.awa.engine.Operations.Chunk;
import dev.awa.engine.StorableText;
import dev.awa.engine.Surrounding;
import dev.awa.engine.Workers.Promise;
import dev.awa.engine.Workers.Pulse;
import dev.awa.event.JobEvent;
import dev.awa.event.ScheduleFailed;
import dev.awa.maintenance.Firing;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/**
 * A worker without threads: each call runs one job to its end, on the thread of the caller, and
 * answers what became of the job. For tests, and for programs that run what waits and then end.
 *
 * <p>It runs handlers as a {@link Worker} does, with the same codec, interceptors, back-off and
 * listeners, and stores what follows. These things are otherwise:
 *
 * <ul>
 *   <li>Handlers run on the caller's thread and find what that thread has: its thread locals, its
 *       {@code InheritableThreadLocal}s, its interrupt.
 *   <li>Listeners hear of jobs, and of nothing else, on that thread.
 *   <li>A deadline does not end an attempt, and nobody tells a handler that its job was cancelled
 *       meanwhile; what such a handler returns does not count ({@link JobEvent.Stale}).
 *   <li>It never leads, so it rotates nothing and rescues nobody. Jobs that are due it moves to
 *       their queue itself.
 *   <li>What a handler tells (progress, checkpoint, log) is stored with the end of the attempt.
 *   <li>Between two calls it does not beat: after an hour of silence, or a handler of an hour,
 *       other workers may take it for dead and run its job again. While a handler runs, no segment
 *       is pruned.
 * </ul>
 *
 * <p>It keeps one connection of the data source from {@link Worker.Builder#inline} to {@link
 * #close}. Not safe for use by several threads.
 */
public final class InlineWorker implements AutoCloseable {
  private static final Duration LEASE = Duration.ofHours(1);

  /** So many jobs of an operation are treated in a transaction. */
  private static final int CHUNK = 1000;

  private static final int DUE_AT_ONCE = 1000;

  private final Worker.Builder builder;
  private final Engine engine;
  private final Identity identity = new Identity();
  private final HeldSlots holds = new HeldSlots();
  private final DatabaseClock clock = new DatabaseClock();
  private final InlineAttempts attempts;
  private final Borrowed borrowed;
  private long flushNo;

  /** Takes a connection and registers. */
  InlineWorker(Worker.Builder builder, DataSource dataSource) {
    this.builder = builder;
    this.engine = Engine.of(builder.schema);
    this.attempts = new InlineAttempts(builder, clock);
    this.borrowed = call("start", () -> take(dataSource));
    try {
      call("start", this::register);
    } catch (RuntimeException e) {
      giveBackAfter(e);
      throw e;
    }
  }

  /** What is done with the database. */
  private interface Step<T> {
    T run() throws SQLException;
  }

  private <T> T call(String what, Step<T> step) {
    try {
      return step.run();
    } catch (SQLException e) {
      throw new AwaException(
          "inline worker "
              + builder.config.name()
              + " could not "
              + what
              + ": "
              + Failures.words(e)
              + " (SQLSTATE "
              + e.getSQLState()
              + ")",
          e);
    }
  }

  private Borrowed take(DataSource dataSource) throws SQLException {
    Connection taken = dataSource.getConnection();
    try {
      Optional<String> theirs = Surrounding.of(taken, dataSource);
      if (theirs.isPresent()) {
        throw new AwaException(
            "inline worker "
                + builder.config.name()
                + " could not start: the data source has handed out a connection of somebody"
                + " else's transaction ("
                + theirs.get()
                + "). Jobs can be run once the transaction that enqueued them has committed."
                + " Commit it first, or give the worker the pool itself");
      }
      return furnished(taken);
    } catch (Throwable e) {
      taken.close();
      throw e;
    }
  }

  private Borrowed furnished(Connection taken) throws SQLException {
    Duration patience = builder.config.networkTimeout();
    Borrowed connection = Borrowed.of(taken);
    connection.use(patience);
    connection.furnish(patience, patience, patience);
    return connection;
  }

  private Connection connection() {
    return borrowed.connection();
  }

  /** The session lock tells others at once when this process has ended. */
  private boolean register() throws SQLException {
    engine.migrations().check(connection());
    WorkerConfig config = builder.config;
    Promise promise = new Promise(config.beat(), LEASE, config.deathGrace());
    long id = identity.workerId();
    holds.epochIs(
        engine
            .workers()
            .register(
                connection(), id, builder.handlers.of(config, builder.queues.keySet()), promise));
    engine.workers().holdLock(connection(), id);
    return true;
  }

  /**
   * Runs the next job of the queues that the builder was given: of the first queue in which one is
   * ready.
   *
   * @return what became of it; empty when no job is ready
   * @throws IllegalStateException when the builder was given no queue
   * @throws AwaException see {@link #runNext(String)}
   */
  public Optional<JobEvent> runNext() {
    if (builder.queues.isEmpty()) {
      throw new IllegalStateException(
          "inline worker: no queue to work on; name one with queue(name), or call runNext(name)");
    }
    for (String queue : builder.queues.keySet()) {
      Optional<JobEvent> done = runNext(queue);
      if (done.isPresent()) {
        return done;
      }
    }
    return Optional.empty();
  }

  /**
   * Runs the next job of a queue, whether the builder was given it or not. A job without a handler
   * is put back for a while ({@link WorkerConfig#unknownKindDelay}): {@link JobEvent.Released}.
   *
   * <p>Returns when the handler has, and what follows is stored. What the handler throws is in the
   * answer, an {@code Error} too.
   *
   * @return what became of the job; empty when none is ready, when the queue is paused, or when
   *     another worker claims from it at this moment
   * @throws AwaException when the database can't be reached, or has declared this worker dead. A
   *     job that was begun stays claimed then until a leading worker rescues it
   */
  public Optional<JobEvent> runNext(String queue) {
    StorableText.requireName("queue", queue);
    call("beat", this::beat);
    call("move jobs that are due", this::promote);
    for (Stripe stripe :
        call("look for jobs", () -> engine.claimLog().poll(connection(), List.of(queue)))) {
      Claimed claimed = call("claim a job", () -> claim(stripe));
      if (claimed.status() == Claimed.Status.CLAIMED) {
        return Optional.of(run(queue, claimed.batches().getFirst()));
      }
    }
    return Optional.empty();
  }

  /**
   * Fires the schedules that are due, as the leading worker does: their jobs are enqueued. Nothing
   * runs yet.
   *
   * @return how many jobs were enqueued
   * @throws AwaException when a schedule can't be fired, or the database can't be reached
   */
  public int fireSchedules() {
    List<ScheduleFailed> failed = new ArrayList<>();
    Firing firing =
        new Firing(
            engine,
            event -> {
              if (event instanceof ScheduleFailed failure) {
                failed.add(failure);
              }
            });
    int fired =
        call(
            "fire schedules",
            () ->
                engine
                    .leadership()
                    .lend(connection(), LEASE, lead -> firing.fireDue(connection(), lead)));
    if (!failed.isEmpty()) {
      throw new AwaException(failed.getFirst().words(), failed.getFirst().thrown());
    }
    return fired;
  }

  /**
   * Works off the operations that were submitted, as the leading worker does. Jobs that somebody
   * keeps from them are left.
   *
   * @return how many jobs were changed
   * @throws AwaException when the database refuses a job, or can't be reached
   */
  public long workOffOperations() {
    return call(
        "work off operations",
        () -> engine.leadership().lend(connection(), LEASE, this::workOffOperations));
  }

  private long workOffOperations(Lead lead) throws SQLException {
    long changed = 0;
    for (AtWork operation : engine.operations().atWork(connection(), 0, Integer.MAX_VALUE)) {
      boolean moves = true;
      while (moves) {
        Optional<Chunk> chunk =
            engine.operations().work(connection(), lead, operation.id(), CHUNK, null);
        changed += chunk.map(done -> done.counts().changed()).orElse(0L);
        moves =
            chunk
                .filter(done -> !done.ended())
                .filter(done -> done.counts().treated() > 0 || done.kept() == 0)
                .isPresent();
      }
    }
    return changed;
  }

  private boolean beat() throws SQLException {
    long asked = System.nanoTime();
    Optional<Pulse> pulse =
        engine.workers().beat(connection(), identity.workerId(), holds.announcement());
    if (pulse.isEmpty()) {
      throw new AwaException(
          "inline worker "
              + builder.config.name()
              + " was declared dead: it was silent for longer than "
              + LEASE
              + ". Make another");
    }
    holds.epochIs(pulse.get().epoch());
    clock.says(pulse.get().at(), asked, System.nanoTime());
    return true;
  }

  private boolean promote() throws SQLException {
    Promotion done = engine.deferredJobs().promote(connection(), DUE_AT_ONCE, null);
    while (done.promoted() == DUE_AT_ONCE) {
      done = engine.deferredJobs().promote(connection(), DUE_AT_ONCE, done.upTo());
    }
    return true;
  }

  private Claimed claim(Stripe stripe) throws SQLException {
    long bytes = builder.config.claimBytes();
    return engine
        .claimLog()
        .claim(connection(), new Request(identity.workerId(), stripe, 1, bytes, identity.nonce()));
  }

  private JobEvent run(String queue, Claimed.Batch batch) {
    HeldSlots.Hold hold = holds.take(batch.claim().slot(), batch.runs().getFirst().slot());
    Runner.Handed handed =
        new Runner.Handed(batch.claim(), batch.runs().getFirst(), queue, hold, () -> {});
    Tuning tuning = call("look what is set", () -> tuning(queue));
    Batch.Result result = attempts.run(handed, tuning);
    Set<Flush.Ended> stale = call("store how a job ended", () -> flush(result.ended()));
    hold.release();
    JobEvent event = Announcer.event(result, stale.isEmpty(), tuning);
    attempts.tell(event);
    return event;
  }

  private Tuning tuning(String queue) throws SQLException {
    Tuning tuning = new Tuning(builder.config, Map.of(queue, 1));
    tuning.take(engine.policies().settings(connection(), List.of(queue)));
    return tuning;
  }

  private Set<Flush.Ended> flush(Flush.Ended ended) throws SQLException {
    return engine
        .closureLog()
        .flush(connection(), new Flush(identity.workerId(), ++flushNo, List.of(ended)));
  }

  /**
   * Signs off and gives the connection back.
   *
   * @throws AwaException when the database can't be told; others take this worker for dead then
   */
  @Override
  public void close() {
    try {
      call(
          "sign off",
          () -> {
            engine.workers().leave(connection(), identity.workerId());
            return engine.workers().releaseLock(connection(), identity.workerId());
          });
    } catch (RuntimeException e) {
      giveBackAfter(e);
      throw e;
    }
    call(
        "give its connection back",
        () -> {
          borrowed.giveBack();
          return true;
        });
  }

  private void giveBackAfter(RuntimeException failure) {
    try {
      borrowed.giveBack();
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }
}
