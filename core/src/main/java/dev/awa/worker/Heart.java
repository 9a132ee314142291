package dev.awa.worker;

import dev.awa.engine.Workers;
import dev.awa.engine.Workers.Announcement;
import dev.awa.engine.Workers.Promise;
import dev.awa.engine.Workers.Pulse;
import dev.awa.engine.Workers.Self;
import dev.awa.event.Beat;
import dev.awa.event.DeclaredDead;
import dev.awa.event.Event;
import dev.awa.event.GaveUp;
import dev.awa.event.SignOffFailed;
import dev.awa.event.StepFailed;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says every few seconds that the worker lives, which segments it holds and what its attempts tell,
 * on a thread and a connection of its own. A worker that was declared dead, or whose database has
 * failed over, cancels what it runs, forgets what it has not sent, and begins anew under another
 * id.
 */
final class Heart {

  private static final String PART = "heart";

  /** Short: others take a lost session lock for a sign of death. */
  private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(1);

  private final Workers workers;
  private final Session session;
  private final Identity identity;
  private final HeldSlots holds;
  private final Reporter reporter;
  private final TimingReporter timings;
  private final Body body;
  private final Self self;
  private final WorkerConfig config;
  private final DatabaseClock clock;
  private final Events events;
  private final Loop loop;
  private @Nullable Connection lockedOn;
  private long lockedAs;
  private boolean cutOff;
  private boolean givenUp;
  private volatile long beatNanos = System.nanoTime();

  Heart(Scope scope, Session session, Reporter reporter, Body body, Self self) {
    this.workers = scope.engine().workers();
    this.session = session;
    this.identity = scope.identity();
    this.holds = scope.holds();
    this.reporter = reporter;
    this.timings = new TimingReporter(scope);
    this.body = body;
    this.self = self;
    this.config = scope.config();
    this.clock = scope.clock();
    this.events = scope.events();
    this.loop = new Loop(events.worker(), PART, events, this::beat, LONGEST_BACKOFF, Heart::thread);
    identity.onFenced(loop::wake);
  }

  /** The worker that lives by it. */
  interface Body {
    /** A job was cancelled while the worker ran it. */
    void cancelled(long jobId);

    /** The worker was declared dead: what it runs is no longer its own. */
    void died();

    /** The database can be reached again. */
    void returned();

    /** Why a part of the worker does nothing though it should be at work; null when all do. */
    @Nullable String obstacle();
  }

  /** The one that keeps the process alive: others are daemons. */
  private static Thread thread(String name, Runnable task) {
    Thread thread = Loop.thread(name, task);
    thread.setDaemon(false);
    return thread;
  }

  /** Registers the worker and begins to beat; the clock of the database is known then. */
  void start() throws SQLException {
    try {
      register(identity.workerId());
      tell();
    } catch (SQLException e) {
      session.close();
      throw e;
    }
    loop.start();
  }

  Loop loop() {
    return loop;
  }

  /** How long ago the database has heard the last beat. */
  Duration sinceBeat() {
    return Duration.ofNanos(System.nanoTime() - beatNanos);
  }

  /**
   * Ends. A worker of which the claim log has nothing open is taken out of the list, if the
   * database can be reached; one that has is left for others to declare dead and to rescue. A
   * connection that has broken since the last beat is noticed here first, so that is tried twice.
   */
  void stop(Duration patience) {
    loop.stop(patience);
    try {
      if (!signOff()) {
        events.accept(
            new SignOffFailed(
                "did not sign off: the claim log has open runs of it; others declare it dead, and"
                    + " they run again"));
      }
    } catch (SQLException | RuntimeException e) {
      events.accept(
          new SignOffFailed(
              "could not sign off, its entry stays until it is declared dead: " + Event.line(e)));
    }
    timings.reportAll(session); // last: others wait for the sign-off, nobody for this
    session.close();
  }

  private boolean signOff() throws SQLException {
    try {
      return session.call(this::leave);
    } catch (SQLException e) {
      events.accept(new StepFailed(PART, 1, e, false));
      return session.call(this::leave);
    }
  }

  private boolean leave(Connection connection) throws SQLException {
    boolean gone = workers.leave(connection, identity.workerId());
    if (session.isOwn()) {
      workers.releaseLock(connection, identity.workerId());
    }
    return gone;
  }

  /**
   * One beat. When it goes through after others had failed, the database is back: whoever is still
   * backing off need not wait any longer.
   */
  private Duration beat() throws SQLException {
    String obstacle = body.obstacle();
    if (obstacle != null) {
      giveUp(obstacle);
      return config.beat();
    }
    givenUp = false;
    boolean wasCutOff = cutOff;
    cutOff = true; // unless this comes to its end
    long begun = System.nanoTime();
    tell();
    events.accept(new Beat(Duration.ofNanos(System.nanoTime() - begun)));
    cutOff = false;
    if (wasCutOff) {
      body.returned();
    }
    events.troubles().tell(session, workers, identity.workerId());
    reporter.report(session);
    timings.report(session);
    return config.beat();
  }

  /** A part of the worker is lost: it lives no longer, so that others take over what it runs. */
  private void giveUp(String obstacle) throws SQLException {
    identity.fenced(identity.workerId()); // claims no more
    if (!givenUp) {
      events.accept(new GaveUp(obstacle));
      givenUp = true;
      if (session.isOwn()) {
        session.call(connection -> workers.releaseLock(connection, identity.workerId()));
      }
    }
  }

  private void tell() throws SQLException {
    long id = identity.workerId();
    session.call(connection -> holdLock(connection, id));
    Announcement announcement = holds.announcement();
    long asked = System.nanoTime();
    Optional<Pulse> pulse =
        identity.isFenced()
            ? Optional.empty()
            : session.call(connection -> workers.beat(connection, id, announcement));
    if (pulse.isPresent()) {
      beatNanos = asked;
      clock.says(pulse.get().at(), asked, System.nanoTime());
      holds.epochIs(pulse.get().epoch());
      pulse.get().cancelled().forEach(body::cancelled);
    } else {
      beginAnew(id);
    }
  }

  /**
   * Each new connection takes the session lock again. Behind a pooler there is none: it would stay
   * in a session of others, and outlive the worker.
   */
  @SuppressWarnings("ReferenceEquality") // another connection does not hold the lock, however equal
  private boolean holdLock(Connection connection, long id) throws SQLException {
    if (lockedOn != connection || lockedAs != id) {
      if (session.isOwn()) {
        workers.holdLock(connection, id);
      }
      lockedOn = connection;
      lockedAs = id;
    }
    return true;
  }

  private void beginAnew(long dead) throws SQLException {
    events.accept(new DeclaredDead(dead));
    identity.fenced(dead); // before all else: what is claimed from now on is not begun
    body.died();
    long next = identity.another();
    register(next);
    identity.become(next);
  }

  private void register(long id) throws SQLException {
    Promise promise = new Promise(config.beat(), config.lease(), config.deathGrace());
    holds.epochIs(session.call(connection -> workers.register(connection, id, self, promise)));
  }
}
