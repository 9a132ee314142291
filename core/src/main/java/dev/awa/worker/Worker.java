package dev.awa.worker;

import dev.awa.AwaException;
import dev.awa.Handler;
import dev.awa.Interceptor;
import dev.awa.JobListener;
import dev.awa.JsonCodec;
import dev.awa.Kind;
import dev.awa.Limits;
import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.engine.Engine;
import dev.awa.engine.JacksonCodec;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadFactory;
import javax.sql.DataSource;

/**
 * A worker process: claims jobs of its queues and runs their handlers, each on a virtual thread. It
 * survives every failure of the database. It keeps five connections of the data source for itself
 * (claims, closures, beat, notifications, maintenance; behind a transaction pooler four, without
 * notifications), and one more while it leads, for the ring: a pool must have six to spare. They
 * are opened and used on platform threads, so that the worker lives whatever handlers do.
 *
 * <p>From {@link Builder#start} until {@link #close} the worker keeps the process alive: its thread
 * "... heart" is no daemon. {@code System.exit} ends the process all the same; close the worker in
 * a shutdown hook then, or its jobs run again.
 *
 * <p>Handlers inherit nothing from whoever started the worker: no {@code InheritableThreadLocal},
 * and for the context class loader they have that of the handler's own class.
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
  private final Parts parts;
  private final Closing closing;

  private Worker(String name, Parts parts) {
    this.parts = parts;
    this.closing = new Closing(name, this::shutDown);
  }

  private void shutDown() {
    parts.shutDown(closing);
  }

  /** A worker of the queue in schema {@code awa}. */
  public static Builder of(DataSource dataSource) {
    return new Builder(dataSource);
  }

  /** What a worker is made of. */
  public static final class Builder {
    private static final Duration LOCK_PATIENCE = Duration.ofSeconds(2);

    /** In which several million waiting runs are carried. */
    private static final Duration RING_PATIENCE = Duration.ofMinutes(10);

    private final DataSource dataSource;
    final Handlers handlers = new Handlers();
    final Map<String, Integer> queues = new LinkedHashMap<>();
    final List<JobListener> listeners = new ArrayList<>();
    String schema = Engine.DEFAULT_SCHEMA;
    JsonCodec codec = new JacksonCodec();
    WorkerConfig config = WorkerConfig.defaults();
    Finisher.Patience patience = Finisher.Patience.defaults();
    Interceptor around = (context, next) -> next.call();
    ThreadFactory threads = Thread.ofVirtual().inheritInheritableThreadLocals(false).factory();

    private Builder(DataSource dataSource) {
      this.dataSource = dataSource;
    }

    /**
     * Works in this schema, whose name has 1 to 63 bytes; default {@code awa}. {@link #start}
     * refuses another name, and a schema that was not migrated.
     */
    public Builder schema(String name) {
      schema = name;
      return this;
    }

    /**
     * Reads arguments and writes follow-up jobs with this codec; default is Jackson. Many threads
     * call it at once. Arguments that it can't read fail the attempt, as an exception of the
     * handler does.
     */
    public Builder codec(JsonCodec value) {
      codec = value;
      return this;
    }

    /** Works with these settings; default {@link WorkerConfig#defaults}. */
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
      Handler<A> handler =
          (args, context) -> {
            task.run(args, context);
            return Outcome.complete();
          };
      handlers.add(Kind.of(type), type, handler, Handlers.loaderOf(task), Backoff.exponential());
      return this;
    }

    /** Handles a kind: its arguments are read as a type, its failures wait as the back-off says. */
    public <A> Builder handler(
        String kind, Type type, Handler<? super A> handler, Backoff backoff) {
      handlers.add(kind, type, handler, Handlers.loaderOf(handler), backoff);
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

    /**
     * Does this around every attempt: the first that is given is the outermost, and calls the next.
     */
    public Builder around(Interceptor interceptor) {
      Interceptor outer = around;
      around = (context, next) -> outer.around(context, () -> interceptor.around(context, next));
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
      Parts parts = new Parts(this);
      if (Thread.currentThread().isVirtual()) {
        onPlatformThread(parts::start);
      } else {
        parts.start();
      }
      return new Worker(config.name(), parts);
    }

    /** Where it connects and registers: virtual threads may all be held by handlers of others. */
    private void onPlatformThread(Runnable task) {
      CompletableFuture<Void> done = new CompletableFuture<>();
      Runnable run =
          () -> {
            try {
              task.run();
              done.complete(null);
            } catch (Throwable e) {
              done.completeExceptionally(e);
            }
          };
      Loop.thread(config.name() + " start", run).start();
      try {
        done.join();
      } catch (CompletionException e) {
        switch (e.getCause()) {
          case RuntimeException failure -> throw failure;
          case Error failure -> throw failure;
          case null, default -> throw e;
        }
      }
    }

    /** One of the connections that the worker keeps for itself. */
    Session session(Sessions sessions) {
      return new Session(dataSource, config.networkTimeout(), config.networkTimeout(), sessions);
    }

    /** One on which no step may wait for a lock for long, because others wait for their turn. */
    Session impatientSession(Sessions sessions) {
      return new Session(dataSource, config.networkTimeout(), LOCK_PATIENCE, sessions);
    }

    /** One on which a step may take long, and may not wait for a lock for long. */
    Session ringSession(Sessions sessions) {
      Duration usual = config.networkTimeout();
      Duration patience = usual.compareTo(RING_PATIENCE) > 0 ? usual : RING_PATIENCE;
      return new Session(dataSource, usual, patience, LOCK_PATIENCE, sessions);
    }
  }

  /**
   * Looks for jobs of a queue at once, if the worker is asleep: for whoever has just committed some
   * in this process and knows it before the notification comes, a millisecond later. A queue that
   * is not the worker's is ignored. Returns at once, throws nothing.
   *
   * @see dev.awa.client.Awa#waking
   */
  public void wake(String queue) {
    parts.wake(queue);
  }

  /** How many handlers run now. */
  public int running() {
    return parts.running();
  }

  /**
   * How many runs have ended whose endings the database refuses, each alone, while it takes others.
   * They are kept and tried again every minute; the log says what refuses them. Normally 0.
   */
  public int keptEndings() {
    return parts.keptEndings();
  }

  /** Whether the worker hears notifications; when not, it polls. */
  public boolean isHearing() {
    return parts.isHearing();
  }

  /**
   * Shuts the worker down: claims no more, lets handlers finish for the grace time, cancels the
   * others, sends every ending, puts the rest back without counting an attempt, and signs off. The
   * log says every ten seconds which jobs it waits for.
   *
   * <p>Returns when that is over: after grace, {@code cancelGrace} and {@code sendGrace} and a few
   * seconds at the latest, whatever handlers, listeners and the database do. A second call, also at
   * the same time, waits for the first. Called by a handler or a listener, it returns at once and
   * the worker shuts down in the background.
   *
   * <p>On a thread that is interrupted, before or while it waits, it waits for no handler: what
   * runs is cancelled and put back, the database has two seconds. The thread is interrupted
   * afterwards.
   *
   * <p>Jobs of which the queue could not be told that they ended are rescued by others and run
   * again.
   */
  @Override
  public void close() {
    closing.begin();
    if (!parts.isCallerRunning()) {
      closing.await();
    }
  }
}
