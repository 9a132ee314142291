package dev.awa.worker;

import dev.awa.engine.Engine;
import dev.awa.engine.Lead;
import dev.awa.maintenance.Chore;
import dev.awa.maintenance.Chores;
import dev.awa.maintenance.Host;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Maintenance, run by the leader only: when the chores of {@link Chores} have their turns, and
 * where. Each chore is harmless when two workers believe that they lead, and one that fails stops
 * no other.
 *
 * <p>Nobody waits for a slow one who must not. The lead is kept, and deferred jobs are promoted, on
 * a session that does nothing else: both are short. The other chores have theirs in a circle, and
 * the ring, which may carry for minutes, has its own; each of the two has a thread, and a session
 * while this worker leads.
 */
final class Maintenance {
  private final Session session;
  private final Leading leading;
  private final Turns promotion;
  private final Loop loop;
  private final WhileLeading chores;
  private final WhileLeading ring;
  private @Nullable Lead led;

  /** What maintenance does is done on these. */
  record Sessions(Session lead, Session chores, Session ring) {}

  Maintenance(
      WorkerConfig config,
      Engine engine,
      Sessions sessions,
      Identity identity,
      BooleanSupplier hearing,
      CommitPace commits,
      Events events) {
    this.session = sessions.lead();
    this.leading = new Leading(engine.leadership(), identity, hearing, events);
    this.loop = new Loop(events, "maintenance", () -> session.call(this::step));
    leading.onDoubt(loop::wake);
    ThisWorker worker = new ThisWorker(config, identity, hearing, commits, session);
    this.promotion = new Turns(Chores.promotion(engine, worker, events), events);
    this.chores =
        whileLeading(
            "chores",
            sessions.chores(),
            Chores.inTurn(engine, worker.on(sessions.chores()), events),
            events);
    this.ring =
        whileLeading(
            "ring",
            sessions.ring(),
            List.of(Chores.ring(engine, worker.on(sessions.ring()), events)),
            events);
  }

  private WhileLeading whileLeading(String part, Session own, List<Chore> all, Events events) {
    return new WhileLeading(events, part, leading, own, new Circle(all, leading, events));
  }

  /** This worker, as the chores on one of its sessions see it. */
  private record ThisWorker(
      WorkerConfig config,
      Identity identity,
      BooleanSupplier hearing,
      CommitPace commits,
      Session session)
      implements Host {
    ThisWorker on(Session other) {
      return new ThisWorker(config, identity, hearing, commits, other);
    }

    @Override
    public long workerId() {
      return identity.workerId();
    }

    @Override
    public boolean ownsSession() {
      return session.isOwn();
    }

    @Override
    public boolean isHearing() {
      return hearing.getAsBoolean();
    }

    @Override
    public double notifiable() {
      return commits.notifiable();
    }

    @Override
    public Duration idlePoll() {
      return config.idlePoll();
    }

    @Override
    public Duration backoff(int attempt) {
      return Backoff.exponential().after(attempt);
    }
  }

  void start() {
    loops().forEach(Loop::start);
  }

  /** A deferred job has come that is due soon. */
  void wake() {
    loop.wake();
  }

  /** An operation was submitted. */
  void operation() {
    chores.hurry(Chores.OPERATIONS);
  }

  /** The worker that led has given up the lead. */
  void resigned() {
    leading.doubt();
  }

  /** Whether this worker leads, as it was told last. */
  boolean leads() {
    return leading.isHeld();
  }

  List<Loop> loops() {
    return List.of(loop, chores.loop(), ring.loop());
  }

  void stop(Duration patience) {
    long until = Bounds.after(patience);
    loops().forEach(Loop::close);
    loop.stop(patience);
    session.close();
    chores.stop(Bounds.until(until));
    ring.stop(Bounds.until(until));
    leading.ended();
  }

  /** Keeps the lead, and promotes what is due. */
  private Duration step(Connection connection) throws SQLException {
    Lead held = leading.held(connection);
    if (!Objects.equals(held, led)) {
      led = held;
      chores.loop().wake();
      ring.loop().wake();
    }
    if (held == null) {
      return leading.rest();
    }
    promotion.hurry();
    if (promotion.isDue()) {
      promotion.take(connection, held);
    }
    return shorter(promotion.rest(), leading.rest());
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
