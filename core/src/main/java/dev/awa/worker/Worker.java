package dev.awa.worker;

import dev.awa.AwaException;
import dev.awa.Descriptor;
import dev.awa.Encryption;
import dev.awa.Handler;
import dev.awa.Interceptor;
import dev.awa.JsonCodec;
import dev.awa.Kind;
import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.TypeRef;
import dev.awa.engine.Descriptors.Said;
import dev.awa.engine.Descriptors.What;
import dev.awa.engine.Engine;
import dev.awa.engine.StorableText;
import dev.awa.event.Event;
import dev.awa.event.EventListener;
import dev.awa.json.StandardCodec;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A worker process: claims jobs of its queues and runs their handlers, each on a virtual thread. It
 * survives every failure of the database.
 *
 * <p>It keeps five connections of the data source for itself (claims, closures, beat,
 * notifications, maintenance; behind a transaction pooler four, without notifications), and two
 * more while it leads, for the chores of maintenance and for the ring. It takes all seven when it
 * starts, and is refused where there are not as many within ten seconds. It gives them back as it
 * took them. Handlers get none of them: a pool that both use must have seven, and one for each
 * handler that uses one ({@link Builder#queue}). Since the worker keeps its connections, a pool is
 * of no use to it: best it gets a data source of its own that has none ({@code
 * PGSimpleDataSource}). A pool that looks for leaks (HikariCP's {@code leakDetectionThreshold})
 * takes the kept ones for five, and one that ends what was not given back (Tomcat's {@code
 * removeAbandoned}) breaks them off again and again.
 *
 * <p>The connections are opened and used on platform threads, so that the worker lives whatever
 * handlers do. From {@link Builder#start} until {@link #close} the worker keeps the process alive:
 * its thread "... heart" is no daemon. {@code System.exit} ends the process all the same; close the
 * worker in a shutdown hook then, or its jobs run again.
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
  final Wiring parts;
  private final Closing closing;

  private Worker(String name, Wiring parts) {
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
    private final DataSource dataSource;
    final Handlers handlers = new Handlers();
    final Map<String, Integer> queues = new LinkedHashMap<>();
    final List<Events.Heard<?>> listeners = new ArrayList<>();
    final Map<String, Said> described = new LinkedHashMap<>();
    String schema = Engine.DEFAULT_SCHEMA;
    private @Nullable JsonCodec codec;
    private @Nullable Encryption encryption;
    WorkerConfig config = WorkerConfig.defaults();
    private boolean maintainsOnly;
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

    /**
     * Reads encrypted arguments with these keys; default none. A job whose key is none of them is
     * put back, without an attempt, for {@link WorkerConfig#unknownKindDelay}, and {@code
     * KeyUnknown} says so. Arguments that a key can't decrypt fail the attempt, as do arguments
     * that were decrypted and can't be read; the error then holds nothing of them.
     */
    public Builder encryption(Encryption value) {
      encryption = value;
      return this;
    }

    /** Works with these settings; default {@link WorkerConfig#defaults}. */
    public Builder config(WorkerConfig value) {
      config = value;
      return this;
    }

    /**
     * Claims jobs of this queue and runs at most {@code concurrency} of them at once, 1 to
     * 1,000,000. Handlers that use a pool wait for each other where that is smaller: a handler that
     * waits for a connection has begun, its deadline counts, and it keeps its permit.
     *
     * @throws IllegalArgumentException when a number or a name is out of its range, or the queue
     *     was named before
     */
    public Builder queue(String name, int concurrency) {
      StorableText.requireName("queue", name);
      if (concurrency < 1 || concurrency > 1_000_000) {
        throw new IllegalArgumentException(
            "queue \"" + name + "\": concurrency must be 1 to 1000000, got " + concurrency);
      }
      Integer before = queues.putIfAbsent(name, concurrency);
      if (before != null) {
        throw new IllegalArgumentException(
            "queue \"" + name + "\": was named before, with a concurrency of " + before);
      }
      return this;
    }

    /**
     * Claims jobs of this queue and runs at most 50 of them at once: more than most pools have
     * connections.
     */
    public Builder queue(String name) {
      return queue(name, 50);
    }

    /**
     * Says something of a queue for the people who operate it, whether the worker works on it or
     * not: {@code awa queue show} prints it. The worker says so when it starts and once an hour.
     *
     * @throws IllegalArgumentException when the name is not 1 to 200 characters that can be stored
     */
    public Builder describeQueue(String name, Descriptor descriptor) {
      StorableText.requireName("queue", name);
      described.put("queue " + name, new Said(What.QUEUE, name, descriptor));
      return this;
    }

    /**
     * The same of a kind: {@code awa kind list} prints it.
     *
     * @throws IllegalArgumentException when the name is not 1 to 200 characters that can be stored
     */
    public Builder describeKind(String name, Descriptor descriptor) {
      StorableText.requireName("kind", name);
      described.put("kind " + name, new Said(What.KIND, name, descriptor));
      return this;
    }

    /** The same of the kind that a class names ({@link Kind}). */
    public Builder describeKind(Class<?> type, Descriptor descriptor) {
      return describeKind(Kind.of(type), descriptor);
    }

    /**
     * Works on no queue, and runs no job: the worker leads while no other does, and then does the
     * maintenance for all. For a process beside workers that come and go. It keeps three
     * connections, and two more while it leads.
     */
    public Builder maintenanceOnly() {
      maintainsOnly = true;
      return this;
    }

    /** Handles the kind that a class names ({@link Kind}). */
    public <A> Builder handler(Class<A> type, Handler<? super A> handler) {
      return handler(Kind.of(type), type, handler, Backoff.exponential());
    }

    /** The same with settings of the handler's own. */
    public <A> Builder handler(Class<A> type, Handler<? super A> handler, HandlerConfig settings) {
      return uncheckedHandler(Kind.of(type), type, handler, settings);
    }

    /** Handles the kind that a class names; returning normally completes the job. */
    public <A> Builder task(Class<A> type, Handler.Task<? super A> task) {
      return task(type, task, HandlerConfig.defaults());
    }

    /** The same with settings of the handler's own. */
    public <A> Builder task(Class<A> type, Handler.Task<? super A> task, HandlerConfig settings) {
      Handler<A> handler =
          (args, context) -> {
            task.run(args, context);
            return Outcome.complete();
          };
      handlers.add(Kind.of(type), type, handler, Handlers.loaderOf(task), settings);
      return this;
    }

    /**
     * Handles a kind: its arguments are read as a class, its failures wait as the back-off says.
     */
    public <A> Builder handler(
        String kind, Class<A> type, Handler<? super A> handler, Backoff backoff) {
      return uncheckedHandler(kind, type, handler, backoff);
    }

    /**
     * Handles a kind whose arguments are read as a type that is no class: {@code new
     * TypeRef<List<Order>>() {}}.
     */
    public <A> Builder handler(
        String kind, TypeRef<A> type, Handler<? super A> handler, Backoff backoff) {
      return uncheckedHandler(kind, type.type(), handler, backoff);
    }

    /**
     * Handles a kind whose type is known only when the program runs, for frameworks. That the
     * handler takes what is read as this type is the caller's to know: otherwise each attempt fails
     * with a {@code ClassCastException}.
     */
    public Builder uncheckedHandler(String kind, Type type, Handler<?> handler, Backoff backoff) {
      return uncheckedHandler(kind, type, handler, HandlerConfig.defaults().withBackoff(backoff));
    }

    /** The same with settings of the handler's own. */
    public Builder uncheckedHandler(
        String kind, Type type, Handler<?> handler, HandlerConfig config) {
      handlers.add(kind, type, handler, Handlers.loaderOf(handler), config);
      return this;
    }

    /**
     * Handles every kind that has no handler of its own here: gets the arguments as they are
     * stored.
     */
    public Builder handlerForAnyKind(Handler<RawJson> handler) {
      handlers.addForAnyKind(handler);
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

    /**
     * Hears of events of one type on this worker: {@code JobEvent.class} for everything that
     * happens to jobs, {@code Event.class} for all there is. Each listener has a thread of its own.
     */
    public <E extends Event> Builder listen(Class<E> type, EventListener<? super E> listener) {
      listeners.add(new Events.Heard<>(type, listener));
      return this;
    }

    /**
     * Starts the worker.
     *
     * @throws dev.awa.SchemaException when the schema is missing, older or newer than this library
     * @throws AwaException when the database can't be reached, when the data source has not as many
     *     connections as the worker needs, or hands out one that is in a transaction already
     * @throws IllegalStateException when no queue was named, or one was and the worker is for
     *     {@link #maintenanceOnly}
     * @throws IllegalArgumentException when a handler's arguments can't be read: a sealed interface
     *     without type information, say
     */
    public Worker start() {
      if (queues.isEmpty() && !maintainsOnly) {
        throw new IllegalStateException(
            "worker: no queue to work on; name one with queue(name, concurrency)");
      }
      if (!queues.isEmpty() && maintainsOnly) {
        throw new IllegalStateException(
            "worker: is for maintenance only, and can't work on queues: " + queues.keySet());
      }
      handlers.check(codec());
      Wiring parts = new Wiring(this);
      Apart.run(config.name() + " start", parts::start);
      return new Worker(config.name(), parts);
    }

    /**
     * Makes a worker without threads, which runs one job at a time, on the thread that asks. It
     * needs no queue: each call may name one.
     *
     * @throws dev.awa.SchemaException when the schema is missing, older or newer than this library
     * @throws AwaException when the database can't be reached, or when the data source hands out a
     *     connection that is in a transaction already
     * @throws IllegalArgumentException when a handler's arguments can't be read
     */
    public InlineWorker inline() {
      handlers.check(codec());
      return new InlineWorker(this, dataSource);
    }

    /**
     * Does the maintenance that is due, on the caller's time: jobs that are due go to their queues,
     * dead workers are rescued, segments are rotated and emptied, what was kept for its time is
     * deleted. For platforms on which no process runs all the time: call it now and then. It needs
     * no queue and runs no job. While a worker leads, that worker does all this, and the call
     * returns at once.
     *
     * @param within how long it may go on, 5 s and more: some steps look twice, a second apart. A
     *     step that is at work then is finished, which takes no longer than that again
     * @return what was done, and when to come again
     * @throws IllegalArgumentException when the time is less than five seconds
     * @throws dev.awa.SchemaException when the schema is missing, older or newer than this library
     * @throws AwaException when the database can't be reached
     */
    public Ticked tick(Duration within) {
      return new Tick(this, within).run();
    }

    /** How arguments are read. */
    JsonCodec codec() {
      if (codec == null) {
        codec = StandardCodec.find();
      }
      return codec;
    }

    ArgsReader argsReader() {
      return new ArgsReader(codec(), encryption);
    }

    /** One of the connections that the worker keeps for itself. */
    Session session(Session.Use use, Sessions sessions) {
      return new Session(dataSource, use, sessions);
    }
  }

  /**
   * Makes a sleeping worker look for jobs of a queue at once. Call it when this process has just
   * committed jobs: the database's notification would come about a millisecond later. Nothing is
   * lost without the call. {@code awa.waking(worker::wake)} makes the client call it after each
   * commit of its own.
   *
   * <p>A worker that is awake, or does not serve this queue, ignores the call. Returns at once and
   * throws nothing.
   *
   * @see dev.awa.client.Awa#waking
   */
  public void wake(String queue) {
    parts.wake(queue);
  }

  /** How many handlers run now, or are about to. */
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

  /** How the worker fares, for probes. Looks at memory only: it waits for no database. */
  public WorkerHealth health() {
    return parts.health();
  }

  /** Whether the worker hears notifications; when not, it polls. */
  public boolean isHearing() {
    return parts.isHearing();
  }

  /**
   * Shuts the worker down, and returns when that is done. The worker:
   *
   * <ol>
   *   <li>claims no more jobs, and puts jobs that have not begun back at once;
   *   <li>lets handlers finish for {@link WorkerConfig#grace} (30 s); the log says every ten
   *       seconds which jobs the worker waits for;
   *   <li>cancels the handlers that still run, and waits {@link WorkerConfig#cancelGrace} (2 s);
   *   <li>puts back what still runs, without counting an attempt, sends every ending within {@link
   *       WorkerConfig#sendGrace} (10 s), and signs off.
   * </ol>
   *
   * <p>So the call returns at the latest a few seconds after the sum of the three times, whatever
   * handlers, listeners and the database do. If the database could not be told of some endings,
   * other workers rescue these jobs and run them again.
   *
   * <p>A second call waits for the first, also when both are made at the same time. A call by a
   * handler or a listener returns at once; the worker then shuts down in the background.
   *
   * <p>If the calling thread is interrupted, before the call or while it waits, the worker waits
   * for no handler: it cancels and puts back what runs, and gives the database two seconds. The
   * thread is still interrupted when the call returns.
   */
  @Override
  public void close() {
    closing.begin();
    if (!parts.isCallerRunning()) {
      closing.await();
    }
  }
}
