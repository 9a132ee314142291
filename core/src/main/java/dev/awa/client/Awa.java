package dev.awa.client;

import dev.awa.AwaException;
import dev.awa.Enqueued;
import dev.awa.Job;
import dev.awa.JsonCodec;
import dev.awa.Schedule;
import dev.awa.engine.Engine;
import dev.awa.engine.JobCheck;
import dev.awa.json.StandardCodec;
import java.sql.Connection;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * The client: enqueues jobs and looks at queues. Safe for use by several threads; make one for an
 * application.
 *
 * <p>Every way to enqueue exists twice: in a transaction of its own, on a connection of the data
 * source, and in the caller's transaction, on the caller's connection, which is never committed,
 * closed or changed. A job that is enqueued in a transaction exists when, and only when, that
 * transaction commits.
 *
 * <p>All of them refuse bad input before anything is written ({@link dev.awa.InvalidJobException}),
 * honour unique rules, and are all or nothing.
 */
public final class Awa {
  private final Engine engine;
  private final Database database;
  private final Producer producer;
  private final Consumer<String> wake;

  private Awa(Engine engine, Database database, Producer producer, Consumer<String> wake) {
    this.engine = engine;
    this.database = database;
    this.producer = producer;
    this.wake = wake;
  }

  /** A client of the queue in schema {@code awa}. */
  public static Awa of(DataSource dataSource) {
    return of(dataSource, Engine.DEFAULT_SCHEMA);
  }

  /** A client of the queue in a schema of any name. */
  public static Awa of(DataSource dataSource, String schema) {
    return of(dataSource, schema, StandardCodec.find());
  }

  /** A client that writes arguments with a codec of the application's. */
  public static Awa of(DataSource dataSource, String schema, JsonCodec codec) {
    Engine engine = Engine.of(schema);
    Producer producer = new Producer(engine.readyLog(), engine.uniqueKeys(), new JobCheck(codec));
    return new Awa(engine, new Database(dataSource), producer, queue -> {});
  }

  /**
   * The same client for an application that also works: what it enqueues in a transaction of its
   * own and is due at once starts a millisecond sooner than by the notification. After the commit
   * each such queue is handed to {@code wake}, mostly {@code worker::wake}, on the thread that
   * enqueued; it must be quick and must not throw, for the jobs are there. Of a transaction of the
   * caller's it is not known when it commits: for that there is the notification, or the caller
   * calls {@link dev.awa.worker.Worker#wake} afterwards. {@link #copy} does not wake.
   */
  public Awa waking(Consumer<String> wake) {
    return new Awa(engine, database, producer, wake);
  }

  /**
   * Creates the schema or brings it up to date, in one transaction. Many nodes may do it at once.
   *
   * @return the names of the steps that were applied; empty when there was nothing to do
   * @throws dev.awa.SchemaException when the schema is newer than this library; also when it was
   *     restored from a dump into another cluster, but then it is up to date
   */
  public List<String> migrate() {
    return database.call("migrate", engine.migrations()::migrate);
  }

  /**
   * The SQL that {@link #migrate} would apply to an empty database, for people who apply SQL with
   * other tools.
   */
  public String migrationScript() {
    return engine.migrations().script();
  }

  /** Enqueues a job in a transaction of its own. */
  public Enqueued enqueue(Job<?> job) {
    return enqueueAll(List.of(job)).getFirst();
  }

  /** Enqueues a job in the caller's transaction. */
  public Enqueued enqueue(Connection tx, Job<?> job) {
    return enqueueAll(tx, List.of(job)).getFirst();
  }

  /**
   * Enqueues jobs in a transaction of its own, with one statement for each 1000.
   *
   * @return one answer for each job, in order
   */
  public List<Enqueued> enqueueAll(List<? extends Job<?>> jobs) {
    List<Enqueued> answers = database.allOrNothing("enqueue", tx -> producer.append(tx, jobs));
    jobs.stream()
        .filter(job -> job.schedule().equals(Schedule.NOW))
        .map(Job::queue)
        .distinct()
        .forEach(wake);
    return answers;
  }

  /** Enqueues jobs in the caller's transaction. */
  public List<Enqueued> enqueueAll(Connection tx, List<? extends Job<?>> jobs) {
    return Database.on(tx, "enqueue", connection -> producer.append(connection, jobs));
  }

  /**
   * Enqueues any number of jobs by COPY, in a transaction of its own, without holding more than
   * 1000 of them in memory. The fastest way in.
   *
   * @param answers gets one answer for each job, in order; they hold once this method has returned
   * @return how many jobs were enqueued, duplicates not counted
   */
  public long copy(Iterator<? extends Job<?>> jobs, Consumer<Enqueued> answers) {
    return database.transaction("copy", tx -> producer.copy(tx, jobs, answers));
  }

  /** Enqueues any number of jobs by COPY in the caller's transaction. */
  public long copy(Connection tx, Iterator<? extends Job<?>> jobs, Consumer<Enqueued> answers) {
    return Database.on(tx, "copy", connection -> producer.copy(connection, jobs, answers));
  }

  /**
   * Checks that a job would be accepted, without a database.
   *
   * @throws dev.awa.InvalidJobException when it would be refused
   */
  public void validate(Job<?> job) {
    producer.check(job);
  }

  /** Looks at and steers queues. */
  public Queues queues() {
    return new Queues(engine, database);
  }

  /** Looks at and steers jobs. */
  public Jobs jobs() {
    return new Jobs(engine, database, producer);
  }

  /** Looks at and steers the storage, for operators. */
  public Storage storage() {
    return new Storage(engine, database);
  }

  /**
   * Checks that the schema is there, fits this library, and was written in this cluster.
   *
   * @throws dev.awa.SchemaException when it is missing, older or newer, or was restored from a dump
   *     into another cluster
   * @throws AwaException when the database can't be reached
   */
  public void check() {
    database.run("check the schema", engine.migrations()::check);
  }
}
