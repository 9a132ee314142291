package dev.awa.worker;

import dev.awa.AwaException;
import dev.awa.engine.Engine;
import dev.awa.engine.Failures;
import dev.awa.engine.Lead;
import dev.awa.maintenance.Chore;
import dev.awa.maintenance.Chores;
import dev.awa.maintenance.Host;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * All chores of the leader, one after the other, until none has anything to do or the time is over.
 * Some look twice before they do something, a second apart: so each has a few rounds.
 */
final class Tick {
  private static final Duration LEASE = Duration.ofSeconds(10);

  /** All rounds fit in, so that a tick that has nothing to do comes to its end. */
  private static final Duration SHORTEST = Duration.ofSeconds(5);

  private static final Duration AGAIN = Duration.ofMinutes(1);
  private static final Duration AT_WORK = Duration.ofMillis(100);
  private static final Duration BETWEEN = Duration.ofMillis(1100);
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);
  private static final int ROUNDS = 3;

  private final Worker.Builder builder;
  private final Engine engine;
  private final WorkerConfig config;
  private final long id = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
  private final Duration within;
  private final Events events;
  private final List<Turns> all = new ArrayList<>();
  private int turns;

  /** One that has not begun. */
  Tick(Worker.Builder builder, Duration within) {
    if (within.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException("within: must be 5 s or more, got " + within);
    }
    this.builder = builder;
    this.engine = Engine.of(builder.schema);
    this.config = builder.config;
    this.within = within;
    this.events = new Events(config.name(), builder.listeners);
  }

  /** As chores see it: it hears nothing, and its session may be a pooler's. */
  private final class Visit implements Host {
    @Override
    public long workerId() {
      return id;
    }

    @Override
    public boolean ownsSession() {
      return false;
    }

    @Override
    public boolean isHearing() {
      return false;
    }

    @Override
    public double notifiable() {
      return Double.MAX_VALUE;
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

  Ticked run() {
    AtomicReference<Ticked> answer = new AtomicReference<>();
    events.start();
    try {
      Apart.run(config.name() + " tick", () -> answer.set(onItsThread()));
    } finally {
      events.stop(LAST_WORDS);
    }
    return answer.get();
  }

  private Ticked onItsThread() {
    Session session =
        builder.session(
            Session.Use.impatient("a tick", Bounds.timeout(within)), new Sessions(config, events));
    try {
      return session.call(this::on);
    } catch (SQLException e) {
      throw new AwaException(
          "could not do the maintenance: "
              + Failures.words(e)
              + " (SQLSTATE "
              + e.getSQLState()
              + ")",
          e);
    } finally {
      session.close();
    }
  }

  private Ticked on(Connection connection) throws SQLException {
    long end = Bounds.after(within);
    engine.migrations().check(connection);
    Optional<Lead> lead = engine.leadership().lead(connection, id, LEASE).mine();
    if (lead.isEmpty()) {
      return new Ticked(false, true, 0, List.of(), AGAIN);
    }
    try {
      boolean finished = rounds(connection, end);
      List<String> failed = all.stream().filter(Turns::isFailing).map(Turns::name).toList();
      return new Ticked(true, finished, turns, failed, next(connection, finished));
    } finally {
      engine.leadership().resign(connection, id);
    }
  }

  private boolean rounds(Connection connection, long end) throws SQLException {
    Host host = new Visit();
    List<Chore> chores = new ArrayList<>(List.of(Chores.promotion(engine, host, events)));
    chores.addAll(Chores.inTurn(engine, host, events));
    chores.add(Chores.ring(engine, host, events));
    chores.forEach(chore -> all.add(new Turns(chore, events)));
    for (int round = 0; round < ROUNDS; round++) {
      if (round > 0) {
        LockSupport.parkNanos(Math.min(BETWEEN.toNanos(), Bounds.until(end).toNanos()));
      }
      for (Duration rest = rest(); rest.compareTo(AT_WORK) < 0; rest = rest()) {
        LockSupport.parkNanos(Math.min(rest.toNanos(), Bounds.until(end).toNanos()));
        if (isOver(end) || !take(connection, end)) {
          return false;
        }
      }
    }
    return true;
  }

  /** How long until a chore is due: one that is due soon is in the middle of something. */
  private Duration rest() {
    return all.stream().map(Turns::rest).min(Duration::compareTo).orElseThrow();
  }

  private static boolean isOver(long end) {
    return System.nanoTime() - end >= 0;
  }

  /** Each that is due has a turn; false when another leads by now. */
  private boolean take(Connection connection, long end) throws SQLException {
    for (Turns one : all) {
      if (!one.isDue() || isOver(end)) {
        continue;
      }
      Optional<Lead> lead = engine.leadership().lead(connection, id, LEASE).mine();
      if (lead.isEmpty()) {
        return false;
      }
      one.take(connection, lead.get());
      turns++;
    }
    return true;
  }

  private Duration next(Connection connection, boolean finished) throws SQLException {
    if (!finished || !engine.operations().atWork(connection, 0, 1).isEmpty()) {
      return Duration.ZERO;
    }
    Duration job = engine.deferredJobs().nextDue(connection).orElse(AGAIN);
    Duration fire = engine.schedules().untilDue(connection, null).orElse(AGAIN);
    Duration due = Collections.min(List.of(job, fire, AGAIN));
    return due.isNegative() ? Duration.ZERO : due;
  }
}
