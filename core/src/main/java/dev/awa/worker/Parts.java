package dev.awa.worker;

import dev.awa.AwaException;
import dev.awa.engine.Engine;
import dev.awa.engine.Sleepers.Call;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of a worker: how they are connected, and in which order they start and end. */
final class Parts {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  private final WorkerConfig config;
  private final Running running = new Running();
  private final Identity identity = new Identity();
  private final Holds holds = new Holds();
  private final Engine engine;
  private final Session checkSession;
  private final Session otherSession;
  private final Sessions sessions;
  private final Events events;
  private final Finisher finisher;
  private final Runner runner;
  private final Claimer claimer;
  private final Ear ear;
  private final Heart heart;
  private final Watch watch;
  private final Maintenance maintenance;

  Parts(Worker.Builder builder) {
    config = builder.config;
    engine = Engine.of(builder.schema);
    sessions = new Sessions(config);
    checkSession = builder.session(sessions);
    otherSession = builder.session(sessions);
    events = new Events(config.name(), builder.listeners);
    finisher =
        new Finisher(
            config.name(),
            engine.closureLog(),
            builder.session(sessions),
            identity,
            events,
            builder.patience);
    watch = new Watch(config.name());
    runner = new Runner(builder, finisher, events, running, watch);
    Map<String, Permits> queues = new LinkedHashMap<>();
    builder.queues.forEach((name, size) -> queues.put(name, new Permits(size)));
    ear =
        new Ear(
            config.name(),
            engine,
            builder.session(sessions),
            otherSession,
            sessions,
            identity,
            new Heard());
    Rest rest =
        new Rest(engine.sleepers(), identity, List.copyOf(queues.keySet()), ear::isHearing, config);
    claimer =
        new Claimer(
            engine, builder.session(sessions), identity, holds, runner, queues, rest, config);
    heart =
        new Heart(
            engine.workers(),
            builder.session(sessions),
            identity,
            holds,
            running::cancel,
            this::died,
            this::hurry,
            config,
            queues.keySet());
    maintenance =
        new Maintenance(
            config,
            engine,
            builder.impatientSession(sessions),
            builder.ringSession(sessions),
            identity,
            ear::isHearing);
  }

  /** Starts them all, once the schema was found to be as it should be. */
  void start() {
    try {
      look();
      heart.start();
    } catch (SQLException e) {
      throw new AwaException(
          "worker "
              + config.name()
              + " could not start: "
              + e.getMessage()
              + " (SQLSTATE "
              + e.getSQLState()
              + ")",
          e);
    }
    events.start();
    finisher.start();
    ear.start();
    watch.start();
    claimer.start();
    maintenance.start();
  }

  /** Checks the schema, and whether a pooler shares the sessions of the database. */
  private void look() throws SQLException {
    try (checkSession;
        otherSession) {
      checkSession.call(one -> {
        engine.migrations().check(one);
        return otherSession.call(other -> {
          sessions.look(one, other);
          return true;
        });
      });
    }
  }

  /** Passes on what the ear hears. */
  private final class Heard implements Ear.Hearer {
    @Override
    public void listens() {
      claimer.lookAnew();
    }

    @Override
    public void came(String xid, String queue) {
      claimer.came(xid, queue);
    }

    @Override
    public boolean isCalled(Call call) {
      return claimer.isCalled(call);
    }

    @Override
    public void deaf() {
      claimer.wake();
    }

    @Override
    public void deferred() {
      maintenance.wake();
    }

    @Override
    public void resigned() {
      maintenance.resigned();
    }

    @Override
    public void cancelled(long workerId, long jobId) {
      if (workerId == identity.workerId()) {
        running.cancel(jobId);
      }
    }
  }

  /** Somebody in this process has committed jobs of a queue. */
  void wake(String queue) {
    claimer.came(queue);
  }

  /** Everybody who waits for the database tries again. */
  private void hurry() {
    finisher.wake();
    claimer.wake();
    ear.wake();
    maintenance.wake();
  }

  private void died() {
    running.cancelAll();
    finisher.giveUp();
    holds.letGo();
  }

  /** How many handlers run now. */
  int running() {
    return running.size();
  }

  /** How many ended runs the database has refused. */
  int keptEndings() {
    return finisher.kept();
  }

  /** Whether a handler of this worker asks. */
  boolean isCallerRunning() {
    return running.isCaller();
  }

  boolean isHearing() {
    return ear.isHearing();
  }

  /**
   * Ends them one after the other: what claims first, what says that the worker lives last but one,
   * so that nobody rescues runs that are still being sent.
   */
  void shutDown() {
    try {
      Duration patience = config.sendGrace();
      claimer.stop(patience);
      if (!running.awaitNone(config.grace())) {
        running.cancelAll();
        running.awaitNone(config.cancelGrace());
      }
      finisher.lastCall();
      running.all().forEach(attempt -> runner.release(attempt, "the worker shut down"));
      finishSending();
      maintenance.stop(patience);
      ear.stop(patience);
      watch.stop(patience);
      heart.stop(patience, finisher.isDone() && claimer.isSettled() && running.allEnded());
      events.stop(patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      LOG.warn("{}: interrupted while shutting down; its open runs will be rescued", config.name());
    }
  }

  private void finishSending() throws InterruptedException {
    long until = System.nanoTime() + config.sendGrace().toNanos();
    while (!finisher.isLastCallOver() && System.nanoTime() < until) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    finisher.stop(config.sendGrace());
    if (!finisher.isDone()) {
      LOG.warn(
          "{}: {} ended runs could not be stored, {} of them because the database refuses them;"
              + " they will be rescued and run again",
          config.name(),
          finisher.unsent(),
          finisher.kept());
    }
  }
}
