package dev.awa.worker;

import dev.awa.engine.Engine;
import dev.awa.engine.Lead;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Maintenance, run by the leader only: a list of chores. Each chore is harmless when two workers
 * believe that they lead, and a chore that fails stops no other.
 *
 * <p>Deferred jobs wait for the clock, so they are promoted after each chore: a long chore delays
 * them by its own time and not by that of all chores.
 *
 * <p>The chores have their turns in a circle, and a new leader goes on where it was. So a chore
 * that costs the connection, or the lead, keeps no other from its turn. Chores that look for open
 * runs use the tallies, and wait while these are behind.
 *
 * <p>The ring has a thread of its own and, while this worker leads, a session. To carry millions of
 * waiting runs takes minutes; meanwhile dead workers must be rescued and the lead renewed.
 */
final class Maintenance {
  private static final Duration RENEWAL = Duration.ofSeconds(1);
  private static final Duration SUMMARY = Duration.ofSeconds(5);
  private static final Duration SWEEPING = Duration.ofSeconds(10);
  private static final Duration COUNTING = Duration.ofSeconds(5);

  /** How often it is looked for workers that nobody knows, and for queues without a worker. */
  private static final Duration LOOKING = Duration.ofSeconds(30);

  private static final int SWEEP = 1000;

  /** Recount a lane once this many runs have arrived since its last count. */
  private static final int UNCOUNTED = 10_000;

  private final Engine engine;
  private final Session session;
  private final Session ringSession;
  private final Chores chores;
  private final Chore promotion;
  private final Chore ring;
  private final Walk counting = new Walk();
  private final Unheard unheard = new Unheard();
  private final Leading leading;
  private final Loop loop;
  private final Loop ringLoop;

  Maintenance(
      WorkerConfig config,
      Engine engine,
      Session session,
      Session ringSession,
      Identity identity,
      BooleanSupplier hearing,
      CommitPace commits,
      Events events) {
    this.engine = engine;
    this.session = session;
    this.ringSession = ringSession;
    this.leading = new Leading(engine.leadership(), identity, hearing);
    String name = "maintenance";
    Tallies tallies = new Tallies(engine, Tallies.TURN);
    Rescuer rescuer = new Rescuer(events, engine, session::isOwn, tallies::areBehind);
    Janitor janitor = new Janitor(engine, ringSession::isOwn);
    Strays strays = new Strays(engine.uniqueKeys());
    Twins twins = new Twins(engine.queues());
    Unserved unserved = new Unserved(engine.queues());
    Promoter promoter = new Promoter(engine, identity, hearing, commits);
    this.chores =
        Chores.of(
            new Chore( // first: nobody did so while the last leader fell silent
                events,
                name + ", waking",
                (tx, led) -> sparingly(config.idlePoll(), () -> wakeWaiting(tx))),
            new Chore(events, name + ", tallies", tallies::step),
            new Chore(events, name + ", rescue", (tx, led) -> soon(rescuer.step(tx, led))),
            new Chore(
                events,
                name + ", lost workers",
                (tx, led) -> inParts(LOOKING, () -> rescuer.find(tx, led))),
            new Chore(events, name + ", index by job", (tx, led) -> summarize(tx)),
            new Chore(
                events,
                name + ", carried",
                (tx, led) -> swept(engine.ring().sweepCarry(tx, led, SWEEP))),
            new Chore(
                events,
                name + ", periods",
                (tx, led) -> swept(engine.uniqueKeys().letGoPeriods(tx, SWEEP))),
            new Chore(
                events,
                name + ", history",
                (tx, led) -> swept(engine.history().purge(tx, led, SWEEP))),
            new Chore(
                events, name + ", counts", (tx, led) -> inParts(COUNTING, () -> count(tx, led))),
            new Chore(
                events,
                name + ", unserved queues",
                (tx, led) -> inParts(LOOKING, () -> unserved.look(tx))),
            new Chore(
                events, name + ", stray keys", (tx, led) -> afterAWhile(() -> strays.step(tx))),
            new Chore(
                events, name + ", twins", (tx, led) -> afterAWhile(() -> twins.step(tx, led))));
    this.ring = new Chore(events, name + ", ring", (tx, led) -> soon(janitor.step(tx, led)));
    this.promotion = new Chore(events, name + ", promotion", (tx, led) -> promoter.step(tx));
    this.loop = new Loop(events, name, () -> session.call(this::step));
    this.ringLoop = new Loop(events, "ring", this::turnRing);
  }

  void start() {
    loop.start();
    ringLoop.start();
  }

  /** A deferred job has come that is due soon. */
  void wake() {
    loop.wake();
  }

  /** The worker that led has given up the lead. */
  void resigned() {
    leading.resigned();
    loop.wake();
  }

  List<Loop> loops() {
    return List.of(loop, ringLoop);
  }

  void stop(Duration patience) {
    long until = Bounds.after(patience);
    ringLoop.close();
    loop.stop(patience);
    session.close();
    if (!ringLoop.stop(Bounds.until(until))) {
      ringSession.abort(); // what it was at is undone, and another worker begins it again
    }
    ringSession.close();
  }

  private Duration step(Connection connection) throws SQLException {
    for (int i = 0; i < chores.size(); i++) {
      Chore chore = chores.next();
      if (chore.isDue()) {
        turn(connection, chore);
        promote(connection);
      }
    }
    promote(connection);
    return leading.isHeld() ? rest() : leading.rest();
  }

  /** Has a session while this worker leads only. */
  private Duration turnRing() throws SQLException {
    Lead held = leading.now();
    if (held == null) {
      ringSession.close();
      return RENEWAL;
    }
    return ringSession.call(connection -> {
      ring.turn(connection, held);
      return ring.rest();
    });
  }

  private void promote(Connection connection) throws SQLException {
    promotion.hurry();
    if (promotion.isDue()) {
      turn(connection, promotion);
    }
  }

  /**
   * Gives a chore its turn if this worker leads; all together may take longer than a lead lasts.
   */
  private void turn(Connection connection, Chore chore) throws SQLException {
    Lead held = leading.held(connection);
    if (held != null) {
      chore.turn(connection, held);
    }
  }

  private Duration rest() {
    Duration others = chores.rest();
    return promotion.rest().compareTo(others) < 0 ? promotion.rest() : others;
  }

  private static Duration soon(boolean more) {
    return more ? Duration.ZERO : RENEWAL;
  }

  /** A part of a chore. */
  private interface Paced {
    void step() throws SQLException;
  }

  private static Duration afterAWhile(Paced paced) throws SQLException {
    paced.step();
    return RENEWAL;
  }

  private static Duration swept(long rows) {
    return rows < SWEEP ? SWEEPING : RENEWAL;
  }

  private Duration summarize(Connection connection) throws SQLException {
    engine.readyLog().summarize(connection);
    return SUMMARY;
  }

  /** Does what must take no more than a hundredth of the time. */
  private static Duration sparingly(Duration pace, Paced paced) throws SQLException {
    long begun = System.nanoTime();
    paced.step();
    return longer(share(begun), pace);
  }

  /** One of several parts of a chore. */
  private interface Part {
    /** Whether there are others. */
    boolean step() throws SQLException;
  }

  /** The same for what is done in parts, all of them at a pace. */
  private static Duration inParts(Duration pace, Part part) throws SQLException {
    long begun = System.nanoTime();
    boolean more = part.step();
    return more ? share(begun) : longer(share(begun), pace);
  }

  private static Duration share(long begun) {
    return Duration.ofNanos(100 * (System.nanoTime() - begun));
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private void wakeWaiting(Connection connection) throws SQLException {
    engine.sleepers().wakeWaiting(connection);
    unheard.look(connection, engine.sleepers());
  }

  private boolean count(Connection connection, Lead lead) throws SQLException {
    return counting.cameTo(
        engine
            .queues()
            .countWaiting(connection, lead, counting.after(), Walk.LANES, UNCOUNTED)
            .cameTo());
  }
}
