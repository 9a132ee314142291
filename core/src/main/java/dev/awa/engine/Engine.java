package dev.awa.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.postgresql.core.BaseConnection;

/**
 * The storage engine of one schema: every table and every statement. Each part is one family of
 * tables; each method is one verb and takes the transaction it belongs to as its first argument.
 * The engine keeps no state and calls nobody back.
 */
public final class Engine {
  public static final String DEFAULT_SCHEMA = "awa";

  /** It keeps the statements that were read. A process knows few schemas. */
  private static final Map<String, Engine> KNOWN = new ConcurrentHashMap<>();

  private static final int MOST_KNOWN = 16;

  private final String schema;
  private final Migrations migrations;
  private final Rights rights;
  private final DutyRoles roles;
  private final Ring ring;
  private final ReadyLog readyLog;
  private final ClaimLog claimLog;
  private final ClosureLog closureLog;
  private final DeferredJobs deferredJobs;
  private final UniqueKeys uniqueKeys;
  private final History history;
  private final Reports reports;
  private final TimingLog timings;
  private final Workers workers;
  private final Deaths deaths;
  private final Sleepers sleepers;
  private final Leadership leadership;
  private final Queues queues;
  private final Policies policies;
  private final Descriptors descriptors;
  private final Jobs jobs;
  private final JobAttempts jobAttempts;
  private final DeadLetters deadLetters;
  private final Operations operations;
  private final Audit audit;
  private final SavedViews savedViews;
  private final Schedules schedules;
  private final AllSchedules allSchedules;
  private final Storage storage;

  private Engine(String schema) {
    this.schema = schema;
    rights = new Rights(schema);
    roles = new DutyRoles(schema, rights);
    Origin origin = new Origin(schema);
    migrations = new Migrations(schema, rights, origin);
    ring = new Ring(schema);
    readyLog = new ReadyLog(schema);
    claimLog = new ClaimLog(schema);
    closureLog = new ClosureLog(schema);
    deferredJobs = new DeferredJobs(schema);
    uniqueKeys = new UniqueKeys(schema);
    history = new History(schema);
    reports = new Reports(schema);
    timings = new TimingLog(schema);
    deaths = new Deaths(schema);
    sleepers = new Sleepers(schema);
    leadership = new Leadership(schema);
    workers = new Workers(schema, sleepers, leadership);
    queues = new Queues(schema);
    policies = new Policies(schema);
    descriptors = new Descriptors(schema);
    jobs = new Jobs(schema);
    jobAttempts = new JobAttempts(schema);
    deadLetters = new DeadLetters(schema);
    operations = new Operations(schema);
    audit = new Audit(schema);
    savedViews = new SavedViews(schema);
    schedules = new Schedules(schema);
    allSchedules = new AllSchedules(schema);
    storage = new Storage(schema, ring, origin);
  }

  /** The engine of a schema, whatever its name: the same one, for it has no state. */
  public static Engine of(String schema) {
    return KNOWN.size() < MOST_KNOWN ? KNOWN.computeIfAbsent(schema, Engine::new) : known(schema);
  }

  private static Engine known(String schema) {
    Engine known = KNOWN.get(schema);
    return known == null ? new Engine(schema) : known;
  }

  /**
   * Makes a transaction that has just begun READ COMMITTED whatever its connection is set to, as
   * verbs need that take a lock and then look.
   */
  public static void readCommitted(Connection tx) throws SQLException {
    execute(tx, "SET TRANSACTION ISOLATION LEVEL READ COMMITTED");
  }

  /** Makes a transaction that has just begun REPEATABLE READ. */
  public static void repeatableRead(Connection tx) throws SQLException {
    execute(tx, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
  }

  /**
   * Makes a transaction READ COMMITTED in which no statement takes longer than this, waits for
   * locks included.
   */
  public static void readCommitted(Connection tx, Duration within) throws SQLException {
    execute(
        tx,
        "SET TRANSACTION ISOLATION LEVEL READ COMMITTED; SET LOCAL statement_timeout = "
            + Math.clamp(within.toMillis(), 1, Integer.MAX_VALUE));
  }

  /**
   * Marks a place in a transaction. In SQL and not by {@link Connection#setSavepoint()}: a driver
   * refuses that in a distributed transaction, where the server has nothing against it. Under one
   * name, for a new name each time is a new entry in {@code pg_stat_statements} each time.
   */
  public static void setSavepoint(Connection tx) throws SQLException {
    execute(tx, "SAVEPOINT awa_undo");
  }

  /** Takes back what came after the newest place that was marked, and forgets the place. */
  public static void rollBackToSavepoint(Connection tx) throws SQLException {
    execute(tx, "ROLLBACK TO SAVEPOINT awa_undo");
    releaseSavepoint(tx);
  }

  /** Forgets the newest place that was marked. */
  public static void releaseSavepoint(Connection tx) throws SQLException {
    execute(tx, "RELEASE SAVEPOINT awa_undo");
  }

  /**
   * Ends a connection at once, before it is closed: the driver's own, for aborted through the proxy
   * of a pool, c3p0 counts it as taken for ever. Then a statement is asked for, so that a pool
   * learns of it that goes by what fails.
   */
  public static void abort(Connection connection) throws SQLException {
    connection.unwrap(BaseConnection.class).abort(Runnable::run);
    try {
      connection.createStatement().close();
    } catch (SQLException e) {
      // it is closed, which is what the pool is to learn
    }
  }

  private static void execute(Connection tx, String sql) throws SQLException {
    try (Statement statement = tx.createStatement()) {
      statement.execute(sql);
    }
  }

  public String schema() {
    return schema;
  }

  public Migrations migrations() {
    return migrations;
  }

  public Rights rights() {
    return rights;
  }

  public DutyRoles roles() {
    return roles;
  }

  public Ring ring() {
    return ring;
  }

  public ReadyLog readyLog() {
    return readyLog;
  }

  public ClaimLog claimLog() {
    return claimLog;
  }

  public ClosureLog closureLog() {
    return closureLog;
  }

  public DeferredJobs deferredJobs() {
    return deferredJobs;
  }

  public UniqueKeys uniqueKeys() {
    return uniqueKeys;
  }

  public History history() {
    return history;
  }

  public Reports reports() {
    return reports;
  }

  /** What was measured of runs and of queues. */
  public TimingLog timings() {
    return timings;
  }

  public Workers workers() {
    return workers;
  }

  public JobAttempts jobAttempts() {
    return jobAttempts;
  }

  public AllSchedules allSchedules() {
    return allSchedules;
  }

  public Deaths deaths() {
    return deaths;
  }

  public Sleepers sleepers() {
    return sleepers;
  }

  public Leadership leadership() {
    return leadership;
  }

  public Queues queues() {
    return queues;
  }

  /** What is set of queues, and whether they are paused. */
  public Policies policies() {
    return policies;
  }

  /** What applications say of their queues and kinds. */
  public Descriptors descriptors() {
    return descriptors;
  }

  public Jobs jobs() {
    return jobs;
  }

  /** Failed and cancelled jobs that run again, or go. */
  public DeadLetters deadLetters() {
    return deadLetters;
  }

  /** Who has asked for which change. */
  public Audit audit() {
    return audit;
  }

  public SavedViews savedViews() {
    return savedViews;
  }

  /** Things that are done to many jobs. */
  public Operations operations() {
    return operations;
  }

  public Schedules schedules() {
    return schedules;
  }

  public Storage storage() {
    return storage;
  }
}
