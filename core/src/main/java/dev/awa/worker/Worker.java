package dev.awa.worker;

import dev.awa.AwaException;
import dev.awa.Handler;
import dev.awa.JobListener;
import dev.awa.JsonCodec;
import dev.awa.Kind;
import dev.awa.Limits;
import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.engine.Engine;
import dev.awa.engine.JacksonCodec;
import java.lang.reflect.Type;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker process: claims jobs of its queues and runs their handlers, each on a virtual thread. It
 * survives every failure of the database. It keeps five connections of the data source for itself
 * (claims, closures, beat, notifications, maintenance; behind a transaction pooler four, without
 * notifications): a pool must have that many to spare.
 *
 * <pre>{@code
 * Worker worker =
 *     Worker.of(dataSource)
 *         .queue("mail", 50)
 *         .task(SendEmail.class, (email, context) -> mailer.send(email))
 *         .start();
 * }</pre>
 */
public final class Worker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

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
  private final AtomicBoolean closed = new AtomicBoolean();

  private Worker(Builder builder) {
    config = builder.config;
    engine = Engine.of(builder.schema);
    sessions = new Sessions(config);
    checkSession = builder.session(sessions);
    otherSession = builder.session(sessions);
    events = new Events(config.name(), builder.listeners);
    finisher =
        new Finisher(
            config.name(), engine.closureLog(), builder.session(sessions), identity, events);
    watch = new Watch(config.name());
    runner = new Runner(builder.handlers, builder.codec, finisher, events, running, watch, config);
    Map<String, Permits> queues = new LinkedHashMap<>();
    builder.queues.forEach((name, size) -> queues.put(name, new Permits(size)));
    ear =
        new Ear(
            config.name(),
            engine.workers(),
            builder.session(sessions),
            otherSession,
            sessions,
            this::wake,
            this::wakePromoter,
            this::cancelled);
    Rest rest =
        new Rest(engine.workers(), identity, List.copyOf(queues.keySet()), ear::isHearing, config);
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
            "{}",
            config);
    maintenance =
        new Maintenance(config, engine, builder.session(sessions), identity, ear::isHearing);
  }

  /** A worker of the queue in schema {@code awa}. */
  public static Builder of(DataSource dataSource) {
    return new Builder(dataSource);
  }

  /** What a worker is made of. */
  public static final class Builder {
    private final DataSource dataSource;
    private final Handlers handlers = new Handlers();
    private final Map<String, Integer> queues = new LinkedHashMap<>();
    private final List<JobListener> listeners = new ArrayList<>();
    private String schema = Engine.DEFAULT_SCHEMA;
    private JsonCodec codec = new JacksonCodec();
    private WorkerConfig config = WorkerConfig.defaults();

    private Builder(DataSource dataSource) {
      this.dataSource = dataSource;
    }

    public Builder schema(String name) {
      schema = name;
      return this;
    }

    public Builder codec(JsonCodec value) {
      codec = value;
      return this;
    }

    public Builder config(WorkerConfig value) {
      config = value;
      return this;
    }

    /**
     * Claims jobs of this queue and runs at most {@code concurrency} of them at once, 1 to
     * 1,000,000.
     */
    public Builder queue(String name, int concurrency) {
      if (name.isEmpty() || name.codePointCount(0, name.length()) > Limits.NAME_CHARACTERS) {
        throw new IllegalArgumentException(
            "queue: name must have 1 to 200 characters, got \"" + name + '"');
      }
      if (concurrency < 1 || concurrency > 1_000_000) {
        throw new IllegalArgumentException(
            "queue \"" + name + "\": concurrency must be 1 to 1000000, got " + concurrency);
      }
      queues.put(name, concurrency);
      return this;
    }

    /** Claims jobs of this queue and runs at most 50 of them at once. */
    public Builder queue(String name) {
      return queue(name, 50);
    }

    /** Handles the kind that a class names ({@link Kind}). */
    public <A> Builder handler(Class<A> type, Handler<? super A> handler) {
      return handler(Kind.of(type), type, handler, Backoff.exponential());
    }

    /** Handles the kind that a class names; returning normally completes the job. */
    public <A> Builder task(Class<A> type, Handler.Task<? super A> task) {
      return handler(
          type,
          (args, context) -> {
            task.run(args, context);
            return Outcome.complete();
          });
    }

    /** Handles a kind: its arguments are read as a type, its failures wait as the back-off says. */
    public <A> Builder handler(
        String kind, Type type, Handler<? super A> handler, Backoff backoff) {
      handlers.add(kind, type, handler, backoff);
      return this;
    }

    /**
     * Handles every kind that has no handler of its own here: gets the arguments as they are
     * stored.
     */
    public Builder handlerForAnyKind(Handler<RawJson> handler) {
      handlers.addForAnyKind(handler, Backoff.exponential());
      return this;
    }

    /** Hears of everything that happens to jobs on this worker. */
    public Builder listener(JobListener listener) {
      listeners.add(listener);
      return this;
    }

    /**
     * Starts the worker.
     *
     * @throws dev.awa.SchemaException when the schema is missing, older or newer than this library
     * @throws AwaException when the database can't be reached
     * @throws IllegalStateException when no queue was named
     */
    public Worker start() {
      if (queues.isEmpty()) {
        throw new IllegalStateException(
            "worker: no queue to work on; name one with queue(name, concurrency)");
      }
      Worker worker = new Worker(this);
      worker.start();
      return worker;
    }

    private Session session(Sessions sessions) {
      return new Session(dataSource, config.networkTimeout(), sessions);
    }
  }

  private void start() {
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

  private void wake() {
    claimer.wake();
  }

  private void wakePromoter() {
    maintenance.wake();
  }

  private void cancelled(long workerId, long jobId) {
    if (workerId == identity.workerId()) {
      running.cancel(jobId);
    }
  }

  private void died() {
    running.cancelAll();
    finisher.giveUp();
    holds.letGo();
  }

  /** How many handlers run now. */
  public int running() {
    return running.size();
  }

  /** Whether the worker hears notifications; when not, it polls. */
  public boolean isHearing() {
    return ear.isHearing();
  }

  /**
   * Shuts the worker down: claims no more, lets handlers finish for the grace time, cancels the
   * others, sends every ending, puts the rest back without counting an attempt, and signs off.
   * Called by a handler, it shuts down in the background. A second call does nothing.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    if (running.isCaller()) {
      Thread.ofPlatform().name(config.name() + " shutdown").start(this::shutDown);
    } else {
      shutDown();
    }
  }

  private void shutDown() {
    try {
      claimer.stop(PATIENCE);
      if (!running.awaitNone(config.grace())) {
        running.cancelAll();
        running.awaitNone(config.cancelGrace());
      }
      running.all().forEach(attempt -> runner.release(attempt, "the worker shut down"));
      finishSending();
      maintenance.stop(PATIENCE);
      ear.stop(PATIENCE);
      watch.stop(PATIENCE);
      heart.stop(PATIENCE, finisher.isDone() && claimer.isSettled() && running.allEnded());
      events.stop(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      LOG.warn("{}: interrupted while shutting down; its open runs will be rescued", config.name());
    }
  }

  private void finishSending() throws InterruptedException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (finisher.unsent() > 0 && System.nanoTime() < until) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    finisher.stop(PATIENCE);
    if (finisher.unsent() > 0) {
      LOG.warn(
          "{}: {} ended runs could not be sent; they will be rescued and run again",
          config.name(),
          finisher.unsent());
    }
  }
}
