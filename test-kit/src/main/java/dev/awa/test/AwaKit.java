package dev.awa.test;

import dev.awa.Encryption;
import dev.awa.Handler;
import dev.awa.JobFilter;
import dev.awa.JsonCodec;
import dev.awa.QueuePolicy;
import dev.awa.StoredJob;
import dev.awa.client.Awa;
import dev.awa.event.JobEvent;
import dev.awa.json.StandardCodec;
import dev.awa.worker.HandlerConfig;
import dev.awa.worker.InlineWorker;
import dev.awa.worker.Worker;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * What a test does with a queue: it enqueues, runs jobs on its own thread, lets time pass, and
 * looks at what is there.
 *
 * <pre>{@code
 * kit.task(SendReceipt.class, (receipt, context) -> mailer.send(receipt));
 * orders.place("jo@example.org");
 * kit.assertThatQueue("mail").hasJob(SendReceipt.class, receipt -> receipt.cents() == 4200);
 * kit.drain("mail").allCompleted();
 * }</pre>
 *
 * <p>Not safe for use by several threads.
 */
public final class AwaKit {
  /** How many runs a drain makes before it takes them for endless. */
  private static final int MOST_RUNS = 1000;

  private final DataSource dataSource;
  private final String schema;
  private Awa awa;
  private final Sandbox sandbox;
  private final Worker.Builder worker;
  private JsonCodec codec = StandardCodec.find();
  private @Nullable Encryption encryption;

  private AwaKit(DataSource dataSource, String schema) {
    this.dataSource = dataSource;
    this.schema = schema;
    this.awa = Awa.of(dataSource, schema);
    this.sandbox = new Sandbox(dataSource, schema);
    this.worker = Worker.of(dataSource).schema(schema);
  }

  /** A kit for the queue in schema {@code awa} of a database, which must be migrated. */
  public static AwaKit on(DataSource dataSource) {
    return on(dataSource, Sandbox.USUAL_SCHEMA);
  }

  /** A kit for the queue in a schema of a database, which must be migrated. */
  public static AwaKit on(DataSource dataSource, String schema) {
    AwaKit kit = of(dataSource, schema);
    kit.sandbox.markIfUnused();
    return kit;
  }

  /** One for a queue that was looked at before. */
  static AwaKit of(DataSource dataSource, String schema) {
    return new AwaKit(dataSource, schema);
  }

  /** A client of the queue. */
  public Awa awa() {
    return awa;
  }

  /** The database that the queue is in. */
  public DataSource dataSource() {
    return dataSource;
  }

  /** Lets time pass. */
  public TestClock clock() {
    return new TestClock(sandbox, awa);
  }

  /**
   * Takes every job out of the queue, whatever its state, and the policies of its queues. Schedules
   * stay as they were declared, and begin anew. {@link AwaExtension} does so before each test. What
   * a transaction that is open has enqueued stays.
   *
   * @throws IllegalStateException when the queue is not known to be for tests
   */
  public void empty() {
    sandbox.empty();
  }

  // --- running jobs ---

  /** Runs the jobs of the kind that a class names with this handler. */
  public <A> AwaKit handler(Class<A> type, Handler<? super A> handler) {
    return handler(type, handler, HandlerConfig.defaults());
  }

  /** The same with settings of the handler's own, its upcasts for instance. */
  public <A> AwaKit handler(Class<A> type, Handler<? super A> handler, HandlerConfig settings) {
    worker.handler(type, handler, settings);
    return this;
  }

  /** The same with a handler that says nothing: returning completes the job. */
  public <A> AwaKit task(Class<A> type, Handler.Task<? super A> task) {
    return task(type, task, HandlerConfig.defaults());
  }

  /** The same with settings of the handler's own. */
  public <A> AwaKit task(Class<A> type, Handler.Task<? super A> task, HandlerConfig settings) {
    worker.task(type, task, settings);
    return this;
  }

  /**
   * Changes the worker that runs the jobs: for kinds with names of their own, back-off,
   * interceptors, listeners, settings.
   */
  public AwaKit worker(Consumer<Worker.Builder> change) {
    change.accept(worker);
    return this;
  }

  /**
   * Writes and reads arguments with this codec, in the client, in the worker and in assertions;
   * default is Jackson. A client that was asked for before has the codec of before.
   */
  public AwaKit codec(JsonCodec value) {
    codec = value;
    awa = Awa.of(dataSource, schema, value);
    worker.codec(value);
    return this;
  }

  /**
   * Encrypts arguments with these keys in {@link #awa}, and reads them in the worker and in
   * assertions; default is none. A client of the application's has its own.
   */
  public AwaKit encryption(Encryption value) {
    encryption = value;
    awa = awa.encrypting(value);
    worker.encryption(value);
    return this;
  }

  /**
   * Runs the next job of a queue that is ready, on this thread.
   *
   * @return what became of it; empty when no job is ready
   * @throws AssertionError when the handler threw one: a failed assertion in a handler fails the
   *     test
   * @throws IllegalStateException when the job's kind has no handler here; the job is put back
   */
  public Optional<JobEvent> runNext(String queue) {
    try (InlineWorker inline = worker.inline()) {
      return runNext(inline, queue);
    }
  }

  private static Optional<JobEvent> runNext(InlineWorker inline, String queue) {
    Optional<JobEvent> done = inline.runNext(queue);
    done.ifPresent(Drained::refuse);
    return done;
  }

  /**
   * Runs jobs of a queue on this thread, one after the other, until none is ready. Jobs that
   * handlers enqueue are run too. A job that is to be tried again later is not waited for: move the
   * time ({@link TestClock#advance}) and drain again.
   *
   * <p>A handler's exception does not end it: it is a failed attempt, and in the answer. {@code
   * drain("mail").allCompleted()} fails where one failed.
   *
   * @return what became of the jobs, in the order in which they were run
   * @throws AssertionError when a handler threw one, and when 1000 runs were not enough, which is
   *     mostly a job that is put back without a wait
   * @throws IllegalStateException when a job's kind has no handler here; the job is put back
   */
  public Drained drain(String queue) {
    List<JobEvent> runs = new ArrayList<>();
    drain(List.of(queue), runs);
    return new Drained(runs);
  }

  /**
   * The same with every queue that there is: until no job is ready in any of them.
   *
   * @return what became of the jobs, in the order in which they were run
   */
  public Drained drain() {
    List<JobEvent> runs = new ArrayList<>();
    int before = -1;
    while (before < runs.size()) {
      before = runs.size();
      drain(queues(), runs); // handlers may have enqueued into new ones
    }
    return new Drained(runs);
  }

  private List<String> queues() {
    return awa.queues().list().stream().map(QueuePolicy::queue).toList();
  }

  private void drain(List<String> queues, List<JobEvent> runs) {
    try (InlineWorker inline = worker.inline()) {
      queues.forEach(queue -> drain(inline, queue, runs));
    }
  }

  private static void drain(InlineWorker inline, String queue, List<JobEvent> runs) {
    Optional<JobEvent> done = runNext(inline, queue);
    while (done.isPresent()) {
      runs.add(done.get());
      if (runs.size() >= MOST_RUNS) {
        throw Drained.endless(queue, runs);
      }
      done = runNext(inline, queue);
    }
  }

  /**
   * Fires the schedules that are due: their jobs are enqueued, and {@link #drain} runs them. Let
   * time pass before ({@link TestClock#advance}): a day later a daily schedule is due once. Planned
   * times are those of the real clock that lie in the time that has passed.
   *
   * @return how many jobs were enqueued
   * @throws dev.awa.AwaException when a schedule can't be fired
   */
  public int fireSchedules() {
    try (InlineWorker inline = worker.inline()) {
      return inline.fireSchedules();
    }
  }

  /**
   * Works off the operations that were submitted ({@link dev.awa.client.Operations}), and the jobs
   * that were cancelled in a transaction, as the leading worker does.
   *
   * @return how many jobs were changed
   */
  public long workOffOperations() {
    try (InlineWorker inline = worker.inline()) {
      return inline.workOffOperations();
    }
  }

  // --- looking ---

  /**
   * The jobs of a queue in every state, oldest first; completed ones while they are kept. Nothing
   * in their arguments is masked, and what the keys of the kit decrypt is decrypted.
   */
  public List<StoredJob> jobs(String queue) {
    return jobs(awa, queue);
  }

  /** The same as a transaction that is open sees them, with what it has enqueued itself. */
  public List<StoredJob> jobs(Connection tx, String queue) {
    Awa joining = Awa.of(new OneConnection(tx), schema).joining();
    return jobs(encryption == null ? joining : joining.encrypting(encryption), queue);
  }

  private static List<StoredJob> jobs(Awa client, String queue) {
    return client
        .jobs()
        .revealing()
        .list(JobFilter.newest(JobFilter.MAX_LIMIT).withQueue(queue))
        .reversed();
  }

  /** Asserts something of the jobs of a queue as they are now, whatever their state. */
  public QueueAssert assertThatQueue(String queue) {
    return new QueueAssert(queue, jobs(queue), codec);
  }

  /**
   * The same as a transaction that is open sees them: for a test that rolls back what it has done.
   */
  public QueueAssert assertThatQueue(Connection tx, String queue) {
    return new QueueAssert(queue, jobs(tx, queue), codec);
  }
}
