package dev.awa.client;

import dev.awa.AwaException;
import dev.awa.Duty;
import dev.awa.Encryption;
import dev.awa.Enqueued;
import dev.awa.Enqueuer;
import dev.awa.Health;
import dev.awa.Job;
import dev.awa.JsonCodec;
import dev.awa.Preparer;
import dev.awa.ReadyTime;
import dev.awa.SchemaException;
import dev.awa.engine.Engine;
import dev.awa.engine.JobCheck;
import dev.awa.json.StandardCodec;
import java.sql.Connection;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

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
 *
 * <p><b>The caller's transaction is the caller's.</b> No call ends a transaction that it did not
 * begin. A data source may hand out a connection that is in a transaction already (Spring's {@code
 * TransactionAwareDataSourceProxy}, a data source under JTA, one that has a single connection):
 * calls that would commit it are refused with an {@link AwaException} before they do anything,
 * unless the client is {@link #joining}. A pool whose connections don't commit each statement is
 * another thing: there every call commits its own. A transaction that has sent nothing to the
 * database yet is recognised when it is Spring's or a distributed one.
 *
 * <p>What a call that fails leaves of the caller's transaction is the same for one job, many, and a
 * COPY. Of the call nothing is left, and
 *
 * <ul>
 *   <li>after a refusal ({@link dev.awa.InvalidJobException}, {@link
 *       dev.awa.DuplicateJobException}), and after an exception of the caller's own iterator, the
 *       transaction is as it was before;
 *   <li>after any other {@link AwaException} (a timeout, a conflict, a lost connection) it is over,
 *       and has to be rolled back, be it to a savepoint of the caller's. Do so: the driver reports
 *       its commit as done, and nothing is. {@link #inTransaction} does it right. With the driver's
 *       {@code autosave=always} it goes on.
 * </ul>
 */
public final class Awa implements Enqueuer {
  private final Engine engine;
  private final Database database;
  private final Producer producer;
  private final Consumer<String> wake;
  private final Preparing preparing;
  private final JsonCodec codec;
  private final @Nullable Encryption encryption;

  private Awa(
      Engine engine,
      Database database,
      Producer producer,
      Consumer<String> wake,
      Preparing preparing,
      JsonCodec codec,
      @Nullable Encryption encryption) {
    this.engine = engine;
    this.database = database;
    this.producer = producer;
    this.wake = wake;
    this.preparing = preparing;
    this.codec = codec;
    this.encryption = encryption;
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
    Database database = Database.of(dataSource, engine.rights());
    return new Awa(engine, database, producer, queue -> {}, Preparing.NOTHING, codec, null);
  }

  /** The schema that the queue lives in. */
  public String schema() {
    return engine.schema();
  }

  /**
   * Returns the same client for a data source that hands out the connection of a transaction that
   * is open on this thread, as Spring's {@code TransactionAwareDataSourceProxy} does.
   *
   * <p>While there is such a transaction, the calls of this client that take no connection are part
   * of it, as if its connection had been passed to them. They never commit it or roll it back.
   * While there is none, each call has a transaction of its own, as with any other client.
   *
   * <p>A call is refused with an {@link AwaException}, before it does anything, in these cases:
   *
   * <ul>
   *   <li>The call needs a transaction of its own, and there is one already: cancelling jobs,
   *       {@link Queues#stats}, {@link Queues#names}, {@link Queues#read}, {@link #migrate}, all of
   *       {@link #storage}. Call a client of the pool itself.
   *   <li>Spring's transaction uses a connection of this data source, and the data source does not
   *       know it: the call would be no part of that transaction. Make the client of a {@code
   *       TransactionAwareDataSourceProxy}.
   *   <li>The call is made in Spring's {@code afterCommit} or {@code afterCompletion} (for instance
   *       in a {@code TransactionalEventListener}): the transaction is over, but Spring still hands
   *       out its connection. Call a client of the pool itself, or begin a transaction with {@code
   *       REQUIRES_NEW}. {@code REQUIRED} begins none there, and what it enqueues may be lost. In
   *       {@code afterCompletion} begin it with a {@code TransactionTemplate} or {@code
   *       Transactional}: a transaction that was begun by hand can't be told from the one that is
   *       over.
   * </ul>
   */
  public Awa joining() {
    return new Awa(engine, database.joining(), producer, wake, preparing, codec, encryption);
  }

  /**
   * Returns the same client, but what it enqueues notifies no worker. It is for transactions that
   * will be prepared (XA, {@code PREPARE TRANSACTION}): PostgreSQL refuses to prepare a transaction
   * that has notified (SQLSTATE 0A000), and an enqueue notifies whenever a worker of the queue is
   * asleep.
   *
   * <p>The jobs start later: a worker finds them when the leading worker looks next, by default
   * within 2 s of the commit, and later with hundreds of queues ({@link
   * dev.awa.worker.WorkerConfig#idlePoll}).
   *
   * <p>When the client enqueues in the caller's transaction, nothing notifies from then on until
   * that transaction ends, also not what others enqueue in it. In SQL the same is {@code SET LOCAL
   * awa.notify = off}. A setting of the role or the database does it too; for a whole data source
   * write {@code options=-c%20awa.notify=off} into its URL.
   */
  public Awa withoutNotifying() {
    return new Awa(engine, database, producer.silent(), wake, preparing, codec, encryption);
  }

  /**
   * Returns a client that calls {@code wake}, mostly {@code worker::wake}, with the name of each
   * queue after its own commits, for an application that both enqueues and works: jobs that are due
   * at once start about a millisecond earlier than by the notification. {@code wake} runs on the
   * thread that enqueues and must be quick and must not throw, for the jobs are there already. It
   * is not called for jobs that are enqueued in the caller's transaction, whose commit this client
   * does not see: the notification wakes the worker, or the caller calls {@link
   * dev.awa.worker.Worker#wake} afterwards. {@link #copy} does not wake.
   */
  public Awa waking(Consumer<String> wake) {
    return new Awa(engine, database, producer, wake, preparing, codec, encryption);
  }

  /**
   * Returns the same client, but each job that it enqueues, in whatever way, first passes through a
   * preparer, which may change the job: a tracer adds a {@link Job#traceContext}, an application
   * its own metadata. Several preparers are asked in the order in which they were given.
   *
   * <p>What a preparer throws fails the call as a bad job does: nothing is written, and the
   * caller's transaction is as it was before. {@link #validate} and {@link Jobs#cancel(Job,
   * String)} take jobs as they are.
   */
  public Awa preparing(Preparer preparer) {
    return new Awa(engine, database, producer, wake, preparing.and(preparer), codec, encryption);
  }

  /**
   * Returns the same client, but what it enqueues has encrypted arguments, as {@link Encryption}
   * says, on every way in. Errors of such jobs hold nothing of the arguments. Jobs that are
   * enqueued in SQL can't be encrypted.
   */
  public Awa encrypting(Encryption with) {
    Producer encrypting = producer.checking(new JobCheck(codec, with));
    return new Awa(engine, database, encrypting, wake, preparing, codec, with);
  }

  /**
   * Creates the schema or brings it up to date, in one transaction. Many nodes may do it at once.
   * Where there is nothing to do a role that may look is enough.
   *
   * @return the names of the steps that were applied; empty when there was nothing to do
   * @throws dev.awa.SchemaException when the schema is newer than this library, or its database is
   *     none of UTF8; also when it was restored from a dump into another cluster, but then it is up
   *     to date
   */
  public List<String> migrate() {
    return database.as(Duty.MIGRATOR).apart("migrate", engine.migrations()::migrate);
  }

  /**
   * The SQL that {@link #migrate} would apply to an empty database, for people who apply SQL with
   * other tools: {@link #migrationScript(int)} from version 0.
   */
  public String migrationScript() {
    return migrationScript(0);
  }

  /**
   * The SQL that {@link #migrate} would apply to a schema of a version, to be run by Flyway,
   * Liquibase, {@code psql} or a person. One statement without BEGIN and COMMIT: all or nothing, in
   * the transaction of whoever runs it or in its own. It refuses (SQLSTATE {@code AW007}) a schema
   * of another version. It installs the functions of this library too, so a new release needs the
   * script of its version even where the version has not changed.
   *
   * @param fromVersion the version that the schema has ({@code SELECT awa.schema_version()}); 0:
   *     there is no schema yet
   * @throws IllegalArgumentException when this library knows no such version
   */
  public String migrationScript(int fromVersion) {
    return engine.migrations().script(fromVersion);
  }

  /**
   * The statements by which the owner of the schema gives a role the rights that it needs for a
   * duty, and no more; for a migrator, what makes it the owner. They may be run again. {@link
   * #migrate} gives those who have them what a newer schema needs. {@link #roles} makes a role for
   * each duty.
   *
   * @throws IllegalArgumentException when the role's name is empty, longer than 63 bytes, or has
   *     NUL
   */
  public String grants(Duty duty, String role) {
    return engine.rights().grants(duty, role);
  }

  /** A role for each duty. */
  public Roles roles() {
    return new Roles(engine, database);
  }

  /** Enqueues a job in a transaction of its own. */
  @Override
  public Enqueued enqueue(Job<?> job) {
    return enqueueAll(List.of(job)).getFirst();
  }

  /** Enqueues a job in the caller's transaction. */
  @Override
  public Enqueued enqueue(Connection tx, Job<?> job) {
    return enqueueAll(tx, List.of(job)).getFirst();
  }

  /**
   * Enqueues jobs in a transaction of its own, with one statement for each 1000, or for each 8 MiB
   * where that is less.
   *
   * @return one answer for each job, in order
   */
  @Override
  public List<Enqueued> enqueueAll(List<? extends Job<?>> jobs) {
    return preparing.append(
        jobs,
        prepared ->
            database.call("enqueue", tx -> producer.append(tx, prepared), () -> wake(prepared)));
  }

  private void wake(List<? extends Job<?>> jobs) {
    jobs.stream()
        .filter(job -> job.readyTime().equals(ReadyTime.NOW))
        .map(Job::queue)
        .distinct()
        .forEach(wake);
  }

  /** Enqueues jobs in the caller's transaction. */
  @Override
  public List<Enqueued> enqueueAll(Connection tx, List<? extends Job<?>> jobs) {
    return preparing.append(
        jobs,
        prepared ->
            database.on(tx, "enqueue", connection -> producer.append(connection, prepared)));
  }

  /**
   * Enqueues any number of jobs by COPY, in a transaction of its own, without holding more than
   * 1000 of them in memory, or 8 MiB where that is less. The fastest way in.
   *
   * @param answers gets one answer for each job, in order; they hold once this method has returned
   * @return how many jobs were enqueued, duplicates not counted
   */
  public long copy(Iterator<? extends Job<?>> jobs, Consumer<Enqueued> answers) {
    return preparing.copy(
        jobs,
        answers,
        (prepared, told) -> database.transaction("copy", tx -> producer.copy(tx, prepared, told)));
  }

  /** Enqueues any number of jobs by COPY in the caller's transaction, a distributed one too. */
  public long copy(Connection tx, Iterator<? extends Job<?>> jobs, Consumer<Enqueued> answers) {
    return preparing.copy(
        jobs,
        answers,
        (prepared, told) ->
            database.on(tx, "copy", connection -> producer.copy(connection, prepared, told)));
  }

  /** What is done in a transaction. */
  public interface InTransaction<X extends Exception> {
    /** Does it. The connection is neither committed, rolled back nor closed here. */
    void run(Connection tx) throws X;
  }

  /** What is done in a transaction, and has a result. */
  public interface FromTransaction<T, X extends Exception> {
    /** Does it. The connection is neither committed, rolled back nor closed here. */
    T run(Connection tx) throws X;
  }

  /**
   * Runs code in a transaction, on a connection of the data source. Commits when the code returns,
   * rolls back when the code throws anything, and gives the connection back as it was taken. So the
   * rows that the code writes and the jobs that it enqueues with this connection come into being
   * together, or not at all. This does not depend on what the pool does with open transactions.
   *
   * <pre>{@code
   * awa.inTransaction(tx -> {
   *   orders.insert(tx, order);
   *   awa.enqueue(tx, Job.of(new SendReceipt(order)));
   * });
   * }</pre>
   *
   * <p>A call inside another call opens a second transaction on a second connection; the two commit
   * independently. When the data source hands out the connection of a transaction that is open
   * already, the call is refused. A client that is {@link #joining} runs the code in that
   * transaction instead, and whoever began the transaction ends it.
   *
   * @throws X what {@code work} throws
   * @throws AwaException when there is no connection, when the call is refused, or when the commit
   *     fails; also when a statement failed and {@code work} returned all the same: then everything
   *     is rolled back
   */
  public <X extends Exception> void inTransaction(InTransaction<X> work) throws X {
    this.<Boolean, X>fromTransaction(tx -> {
      work.run(tx);
      return true;
    });
  }

  /**
   * Does something in a transaction, as {@link #inTransaction} does, and answers its result once
   * that is committed.
   *
   * @throws X what {@code work} throws
   * @throws AwaException see {@link #inTransaction}
   */
  public <T, X extends Exception> T fromTransaction(FromTransaction<T, X> work) throws X {
    try {
      return database.transaction("run a transaction", tx -> carrying(work, tx));
    } catch (Carried e) {
      @SuppressWarnings("unchecked") // nothing else is carried but what work throws
      X thrown = (X) e.unloaded();
      throw thrown;
    }
  }

  private static <T, X extends Exception> T carrying(FromTransaction<T, X> work, Connection tx) {
    try {
      return work.run(tx);
    } catch (Exception e) {
      throw new Carried(e);
    }
  }

  /** Carries what the caller's code threw past what would take it for a failure of ours. */
  private static final class Carried extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Exception load;

    Carried(Exception load) {
      super(load);
      this.load = load;
    }

    /** With what went wrong on the way. */
    Exception unloaded() {
      for (Throwable onTheWay : getSuppressed()) {
        load.addSuppressed(onTheWay);
      }
      return load;
    }
  }

  /**
   * Checks that a job would be accepted, without a database.
   *
   * @throws dev.awa.InvalidJobException when it would be refused
   */
  public void validate(Job<?> job) {
    producer.check(job);
  }

  /**
   * Looks how the queue fares: the database, the schema, who leads, the workers, what is late. An
   * answer in any case, also when the database can't be reached.
   *
   * @param within how long the database may take, 1 ms and more
   * @throws IllegalArgumentException when that is less
   * @throws AwaException in a transaction that the data source takes part in: the looks need one of
   *     their own
   */
  public Health health(Duration within) {
    Database reader = database.as(Duty.READER);
    try {
      check();
      return reader.within(
          "look how the queue fares", within, look -> look.at(new HealthLook(engine)::on));
    } catch (SchemaException e) {
      return Health.of(List.of(down("schema", e)));
    } catch (AwaException e) {
      if (e.getCause() == null) { // the database was not asked
        throw e;
      }
      return Health.of(List.of(down("database", e)));
    }
  }

  private static Health.Check down(String name, AwaException e) {
    return new Health.Check(name, Health.Status.DOWN, String.valueOf(e.getMessage()));
  }

  /** Looks at worker processes. */
  public Workers workers() {
    return new Workers(engine, database.as(Duty.READER));
  }

  /** Looks at what is said of kinds, and sets for how long their jobs are kept. */
  public Kinds kinds() {
    return new Kinds(engine, database.as(Duty.READER));
  }

  /** Looks at and steers queues. */
  public Queues queues() {
    return new Queues(engine, database.as(Duty.READER), jobs());
  }

  /** Looks at and steers jobs. */
  public Jobs jobs() {
    return new Jobs(engine, database.as(Duty.READER), producer, encryption);
  }

  /** Runs failed and cancelled jobs again, or deletes them. */
  public DeadLetters deadLetters() {
    return new DeadLetters(engine, database, producer);
  }

  /** Does something to many jobs, however many these are, and looks how far that is. */
  public Operations operations() {
    return new Operations(engine, database, jobs());
  }

  /** Looks at who has asked for which change, and notes it. */
  public Audit audit() {
    return new Audit(engine, database);
  }

  /** Filters of jobs that people have saved under a name: lists, saves, renames, deletes them. */
  public SavedViews savedViews() {
    return new SavedViews(engine, database);
  }

  /** Declares, looks at and steers schedules: jobs that are enqueued by time. */
  public Schedules schedules() {
    return new Schedules(engine, database, producer, encryption);
  }

  /** Tells what was measured of runs and queues. */
  public Stats stats() {
    return new Stats(engine, database.as(Duty.READER));
  }

  /** Looks at and steers the storage, for operators. */
  public Storage storage() {
    return new Storage(engine, database.as(Duty.READER));
  }

  /**
   * Checks that the schema is there, fits this library, and was written in this cluster.
   *
   * @throws dev.awa.SchemaException when it is missing, older or newer, or was restored from a dump
   *     into another cluster
   * @throws AwaException when the database can't be reached
   */
  public void check() {
    database.as(Duty.READER).run("check the schema", engine.migrations()::check);
  }
}
