package dev.awa.worker;

import dev.awa.AwaException;
import dev.awa.engine.Descriptors.Said;
import dev.awa.engine.Engine;
import dev.awa.engine.Failures;
import dev.awa.engine.Sleepers.Call;
import dev.awa.event.HandlersMissing;
import dev.awa.event.WorkerStarted;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The parts of a worker: how they are connected, and in which order they start and end. */
final class Wiring {

  /** What a worker that could not start may take to tell the log why. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  final WorkerConfig config;
  private final Worker.Builder builder;
  final List<Session> all = new ArrayList<>();
  final Running running = new Running();
  private final Scope scope;
  private final Identity identity = new Identity();
  final HeldSlots holds = new HeldSlots();
  private final Engine engine;
  private final Session checkSession;
  private final Session otherSession;
  private final Session notificationSession;
  private final List<Session> keptSessions = new ArrayList<>();
  private final Sessions sessions;
  final Events events;
  final Finisher finisher;
  final Runner runner;
  final Claimer claimer;
  final Notifications notifications;
  final Heart heart;
  final Watch watch;
  final Maintenance maintenance;

  Wiring(Worker.Builder builder) {
    this.builder = builder;
    config = builder.config;
    engine = Engine.of(builder.schema);
    events = new Events(config.name(), builder.listeners);
    Tuning tuning = new Tuning(config, builder.queues);
    Measures measures = new Measures(config.timings());
    scope =
        new Scope(config, engine, identity, holds, new DatabaseClock(), events, tuning, measures);
    sessions = new Sessions(config, events);
    checkSession = known(usual("the check at start"));
    otherSession = known(usual("tests of notifications"));
    CommitPace commits = new CommitPace();
    finisher = new Finisher(scope, forQueues(usual("closures")), commits, builder.patience);
    watch = new Watch(events);
    runner = new Runner(builder, scope, finisher, running, watch);
    Map<String, Permits> queues = new LinkedHashMap<>();
    builder.queues.forEach((name, size) -> queues.put(name, new Permits(size)));
    notificationSession = known(usual("notifications"));
    notifications =
        new Notifications(scope, notificationSession, otherSession, sessions, new Heard());
    PollPace rest =
        new PollPace(scope, List.copyOf(queues.keySet()), notifications::isHearing, commits);
    Session claims = forQueues(usual("claims"));
    List<Said> described = List.copyOf(builder.described.values());
    Tuner tuner = new Tuner(scope, claims, queues, described, notifications::isHearing);
    claimer = new Claimer(scope, claims, runner, queues, rest, tuner);
    heart =
        new Heart(
            scope,
            kept(usual("beats")),
            new Reporter(scope, running),
            new Life(),
            builder.handlers.of(config, queues.keySet()));
    Duration timeout = config.networkTimeout();
    maintenance =
        new Maintenance(
            config,
            engine,
            new Maintenance.Sessions(
                kept(session(Session.Use.impatient("the lead", timeout))),
                known(session(Session.Use.impatient("chores", timeout))),
                known(session(Session.Use.lasting("the ring", timeout)))),
            identity,
            notifications::isHearing,
            commits,
            events);
  }

  private Session usual(String purpose) {
    return session(Session.Use.usual(purpose, config.networkTimeout()));
  }

  private Session session(Session.Use use) {
    return builder.session(use, sessions);
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

  /** One that is open from the start to the end, unless the worker works on no queue. */
  private Session forQueues(Session session) {
    return builder.queues.isEmpty() ? known(session) : kept(session);
  }

  /**
   * Starts them all, once the schema and the connections were found to be as they should be; or
   * none, when one can't be started.
   */
  void start() {
    events.start();
    try {
      startAll();
    } catch (Throwable e) {
      endAll();
      events.stop(LAST_WORDS);
      throw e;
    }
    tellStart();
  }

  private void startAll() {
    try {
      new FirstLook(events, engine, sessions, checkSession, otherSession).take();
      if (!sessions.areShared()) {
        keptSessions.add(notificationSession);
      }
      Connecting.all(config.name(), keptSessions, List.of(checkSession, otherSession));
      heart.start();
    } catch (SQLException e) {
      throw new AwaException(
          "worker "
              + config.name()
              + " could not start: "
              + Failures.words(e)
              + " (SQLSTATE "
              + e.getSQLState()
              + ")",
          e);
    }
    finisher.start();
    notifications.start();
    watch.start();
    claimer.start();
    maintenance.start();
  }

  private void tellStart() {
    events.accept(
        new WorkerStarted(
            identity.workerId(),
            builder.queues,
            engine.schema(),
            engine.migrations().version(),
            builder.handlers.kinds(),
            keptSessions.size()));
    if (builder.handlers.areNone() && !builder.queues.isEmpty()) {
      events.accept(new HandlersMissing(config.unknownKindDelay()));
    }
  }

  /** Every thread that the worker has beside those of its handlers. */
  private List<Loop> loops() {
    List<Loop> loops = new ArrayList<>(maintenance.loops());
    loops.addAll(
        List.of(heart.loop(), claimer.loop(), finisher.loop(), notifications.loop(), watch.loop()));
    return loops;
  }

  /** Ends all of it at once, whatever it is at. */
  void endAll() {
    loops().forEach(Loop::close);
    all.forEach(Session::end);
    all.forEach(Session::close);
  }

  /** Passes on what the listener hears. */
  private final class Heard implements Notifications.Hearer {
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
    public void settings() {
      claimer.settingsChanged();
    }

    @Override
    public void operation() {
      maintenance.operation();
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
    private final VirtualTimers timers = new VirtualTimers();

    @Override
    public void cancelled(long jobId) {
      running.cancel(jobId);
    }

    @Override
    public void died() {
      running.cancelAll();
      runner.putBack().all(Duration.ZERO, "the worker was declared dead"); // others run it
      finisher.giveUp();
      holds.letGo();
    }

    /** Everybody who waits for the database tries again. */
    @Override
    public void returned() {
      finisher.wake();
      claimer.wake();
      notifications.wake();
      maintenance.wake();
    }

    @Override
    public @Nullable String obstacle() {
      return Wiring.this.obstacle().orElseGet(timers::obstacle);
    }
  }

  private Optional<String> obstacle() {
    return loops().stream().map(Loop::obstacle).filter(Objects::nonNull).findFirst();
  }

  WorkerHealth health() {
    Optional<String> obstacle = obstacle();
    Duration sinceBeat = heart.sinceBeat();
    return new WorkerHealth(
        identity.workerId(),
        obstacle.isEmpty(),
        obstacle.isEmpty() && sinceBeat.compareTo(config.lease()) < 0,
        obstacle.orElse(null),
        sinceBeat,
        isHearing(),
        maintenance.leads(),
        running(),
        keptEndings());
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
    return running.isCaller() || events.isCaller();
  }

  boolean isHearing() {
    return notifications.isHearing();
  }

  /** Ends them all, in bounded time; throws nothing. */
  void shutDown(Closing closing) {
    new Shutdown(this, closing).run();
  }
}
