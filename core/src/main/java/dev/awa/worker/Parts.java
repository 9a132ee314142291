package dev.awa.worker;

import dev.awa.AwaException;
import dev.awa.engine.Engine;
import dev.awa.engine.Sleepers.Call;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of a worker: how they are connected, and in which order they start and end. */
final class Parts {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  /** What is left for saying goodbye after the send grace, which may be spent by then. */
  private static final Duration GOODBYE = Duration.ofSeconds(2);

  /** A claim at work is waited for at least so long, however short the grace. */
  private static final Duration LAST_CLAIM = Duration.ofSeconds(2);

  private final WorkerConfig config;
  private final Worker.Builder builder;
  private final List<Session> all = new ArrayList<>();
  private final Running running = new Running();
  private final Identity identity = new Identity();
  private final Holds holds = new Holds();
  private final Engine engine;
  private final Session checkSession;
  private final Session otherSession;
  private final Session earSession;
  private final List<Session> keptSessions = new ArrayList<>();
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
    this.builder = builder;
    config = builder.config;
    engine = Engine.of(builder.schema);
    sessions = new Sessions(config);
    checkSession = session();
    otherSession = session();
    events = new Events(config.name(), builder.listeners);
    CommitPace commits = new CommitPace();
    finisher =
        new Finisher(
            config.name(),
            engine.closureLog(),
            kept(builder.session(sessions)),
            identity,
            events,
            commits,
            builder.patience);
    watch = new Watch(config.name());
    runner = new Runner(builder, finisher, events, running, watch);
    Map<String, Permits> queues = new LinkedHashMap<>();
    builder.queues.forEach((name, size) -> queues.put(name, new Permits(size)));
    earSession = session();
    ear = new Ear(config.name(), engine, earSession, otherSession, sessions, identity, new Heard());
    Rest rest =
        new Rest(
            engine.sleepers(),
            identity,
            List.copyOf(queues.keySet()),
            ear::isHearing,
            commits,
            config);
    claimer =
        new Claimer(
            engine, kept(builder.session(sessions)), identity, holds, runner, queues, rest, config);
    heart =
        new Heart(
            engine.workers(),
            kept(builder.session(sessions)),
            identity,
            holds,
            new Life(),
            List.copyOf(queues.keySet()),
            config);
    maintenance =
        new Maintenance(
            config,
            engine,
            kept(builder.impatientSession(sessions)),
            known(builder.ringSession(sessions)),
            identity,
            ear::isHearing,
            commits);
  }

  private Session session() {
    return known(builder.session(sessions));
  }

  private Session known(Session session) {
    all.add(session);
    return session;
  }

  /** One that is open from the start to the end. */
  private Session kept(Session session) {
    keptSessions.add(session);
    return known(session);
  }

  /**
   * Starts them all, once the schema and the connections were found to be as they should be; or
   * none, when one can't be started.
   */
  void start() {
    try {
      startAll();
    } catch (Throwable e) {
      endAll();
      throw e;
    }
    tellStart();
  }

  private void startAll() {
    try {
      look();
      if (!sessions.areShared()) {
        keptSessions.add(earSession);
      }
      Connecting.all(config.name(), keptSessions, otherSession);
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

  private void tellStart() {
    LOG.info(
        "{}: started as worker {} on queues {} of schema \"{}\" (version {}), handles {}; keeps {}"
            + " connections, one more while it leads",
        config.name(),
        identity.workerId(),
        builder.queues,
        engine.schema(),
        engine.migrations().version(),
        builder.handlers.kinds(),
        keptSessions.size());
    if (builder.handlers.areNone()) {
      LOG.warn(
          "{}: has no handler at all: each job that it claims is put back for {}",
          config.name(),
          config.unknownKindDelay());
    }
  }

  /** Every thread that the worker has beside those of its handlers. */
  private List<Loop> loops() {
    List<Loop> loops = new ArrayList<>(maintenance.loops());
    loops.addAll(
        List.of(
            heart.loop(),
            claimer.loop(),
            finisher.loop(),
            ear.loop(),
            watch.loop(),
            events.loop()));
    return loops;
  }

  /** Ends all of it at once, whatever it is at. */
  private void endAll() {
    loops().forEach(Loop::close);
    all.forEach(Session::end);
    all.forEach(Session::close);
  }

  /** Checks the schema, and whether a pooler shares the sessions of the database. */
  private void look() throws SQLException {
    try (checkSession;
        otherSession) {
      checkSession.call(one -> {
        engine.migrations().check(one);
        return true;
      });
      Connecting.second(config.name(), otherSession);
      checkSession.call(one ->
          otherSession.call(other -> {
            sessions.look(one, other);
            return true;
          }));
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

  /** What the heart keeps alive. */
  private final class Life implements Heart.Body {
    @Override
    public void cancelled(long jobId) {
      running.cancel(jobId);
    }

    @Override
    public void died() {
      running.cancelAll();
      finisher.giveUp();
      holds.letGo();
    }

    /** Everybody who waits for the database tries again. */
    @Override
    public void returned() {
      finisher.wake();
      claimer.wake();
      ear.wake();
      maintenance.wake();
    }

    @Override
    public @Nullable String missing() {
      return loops().stream().filter(Loop::isDead).map(Loop::name).findAny().orElse(null);
    }
  }

  /** How many handlers run now. */
  int running() {
    return running.size();
  }

  /** How many ended runs the database has refused. */
  int keptEndings() {
    return finisher.kept();
  }

  /** Whether a handler or a listener of this worker asks: it can't wait for its own end. */
  boolean isCallerRunning() {
    return running.isCaller() || events.loop().isCaller();
  }

  boolean isHearing() {
    return ear.isHearing();
  }

  /** Ends them all, in bounded time; throws nothing. */
  void shutDown(Closing closing) {
    long begun = System.nanoTime();
    LOG.info("{}: shuts down; {} handlers run", config.name(), running.size());
    try {
      end(closing, begun);
    } catch (Throwable e) {
      Complaint.warn(LOG, config.name() + ": could not be shut down as it should be", e);
    }
    endAll();
    LOG.info(
        "{}: was shut down in {} ms; {} handlers still run, {} endings were not stored",
        config.name(),
        Duration.ofNanos(System.nanoTime() - begun).toMillis(),
        running.size(),
        finisher.unsent());
  }

  /**
   * One after the other: what claims first, what says that the worker lives last but one, so that
   * nobody rescues runs that are still being sent.
   */
  private void end(Closing closing, long begun) throws InterruptedException {
    try (Breaker breaker = new Breaker(config.name(), closing)) {
      breaker.start();
      claimer.close();
      letFinish(closing, breaker, begun);
      Duration send =
          closing.isHurried() ? shorter(config.sendGrace(), Closing.HURRY) : config.sendGrace();
      long until = Bounds.after(send);
      long goodbye = until + GOODBYE.toNanos();
      breaker.limit(all, goodbye);
      finisher.lastCall();
      events.lastCall();
      claimer.stop(Bounds.until(until));
      running.cancelAll(); // also what was claimed at last
      running.all().forEach(attempt -> runner.release(attempt, "the worker shut down"));
      finishSending(closing, until);
      maintenance.stop(Bounds.until(until));
      ear.stop(Bounds.until(goodbye));
      watch.stop(Bounds.until(goodbye));
      heart.stop(Bounds.until(goodbye));
      events.stop(longer(Bounds.until(until), GOODBYE));
    }
  }

  /** Lets handlers finish, for the grace; then they are cancelled, and have a moment more. */
  private void letFinish(Closing closing, Breaker breaker, long begun) throws InterruptedException {
    Pace told = new Pace(Duration.ofSeconds(10));
    told.isDue();
    Runnable tell =
        () -> {
          if (told.isDue()) {
            tellWaiting();
          }
        };
    long grace = begun + Bounds.nanos(config.grace());
    Duration claim = shorter(config.sendGrace(), longer(config.grace(), LAST_CLAIM));
    closing.await(claimer::hasEnded, begun + Bounds.nanos(claim), tell);
    if (claimer.hasEnded()) {
      breaker.limit(List.of(claimer.session()), Bounds.after(GOODBYE));
      claimer.rise();
    }
    if (!closing.await(running::isNone, grace, tell)) {
      running.cancelAll();
      closing.await(running::isNone, Bounds.after(config.cancelGrace()), tell);
    }
  }

  private void tellWaiting() {
    LOG.info("{}: waits for {} handlers: {}", config.name(), running.size(), running.words());
  }

  private void finishSending(Closing closing, long until) throws InterruptedException {
    closing.awaitBriefly(finisher::isLastCallOver, until);
    finisher.stop(Bounds.until(until));
    if (!finisher.isDone()) {
      LOG.warn(
          "{}: {} ended runs could not be stored, {} of them because the database refuses them;"
              + " they will be rescued and run again",
          config.name(),
          finisher.unsent(),
          finisher.kept());
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
