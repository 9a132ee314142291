package dev.awa.chaos.lab;

import dev.awa.QueueStats;
import dev.awa.chaos.lab.Proxy.Point;
import dev.awa.chaos.ledger.Entry;
import dev.awa.chaos.ledger.Fault;
import dev.awa.chaos.ledger.Ledger;
import dev.awa.chaos.ledger.LedgerCheck;
import dev.awa.chaos.ledger.Recovery;
import dev.awa.chaos.ledger.Verdict;
import dev.awa.chaos.ledger.What;
import dev.awa.client.Awa;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** What a scenario works with: a queue in a database of its own, worker processes, a ledger. */
public final class Lab implements AutoCloseable {
  /** The queue of a scenario. */
  public static final String QUEUE = "q";

  /** How long a scenario waits for what must come. */
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path folder;
  private final boolean isShort;
  private final Ledger ledger;
  private final List<WorkerChild> workers = new ArrayList<>();
  private final List<AutoCloseable> others = new ArrayList<>();
  private final String database;
  private final Postgres home;
  private Postgres server;
  private int faults;

  /** A lab in a folder of its own, with a new database. */
  public Lab(Postgres server, Path folder, boolean isShort) throws SQLException {
    this.home = server;
    this.server = server;
    this.folder = folder;
    this.isShort = isShort;
    this.ledger = Ledger.open(folder, "chaos");
    this.database = server.newDatabase();
    awa().migrate();
  }

  public boolean isShort() {
    return isShort;
  }

  public Postgres server() {
    return server;
  }

  public Path folder() {
    return folder;
  }

  public String database() {
    return database;
  }

  /** From now on another server has the database; it may be new there. */
  public void moveTo(Postgres other) {
    server = other;
  }

  /** Closes something with the lab. */
  public <T extends AutoCloseable> T closing(T other) {
    others.add(other);
    return other;
  }

  public Awa awa() {
    return Awa.of(dataSource(server.port()));
  }

  private DataSource dataSource(int port) {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setURL(url(port) + "&socketTimeout=10&connectTimeout=10");
    return dataSource;
  }

  /** How the database is reached through a port; statements are sent as text. */
  public String url(int port) {
    return Postgres.url(port, database) + "&prepareThreshold=0";
  }

  // --- workers ---

  /** Starts a worker of the queue, with short times. */
  public WorkerChild worker(String name) throws IOException {
    return worker(name, server.port(), 20, "quick", List.of(QUEUE));
  }

  /** Starts workers of the queue at once, with short times; waits until all of them claim. */
  public void startWorkers(String... names) throws IOException {
    startWorkers(server.port(), names);
  }

  /** The same behind a proxy. */
  public void startWorkers(Proxy proxy, String... names) throws IOException {
    startWorkers(proxy.port(), names);
  }

  private void startWorkers(int port, String... names) throws IOException {
    List<WorkerChild> started = new ArrayList<>();
    for (String name : names) {
      started.add(worker(name, port, 20, "quick", List.of(QUEUE)));
    }
    started.forEach(WorkerChild::awaitStarted);
  }

  /** Starts a worker of the queue behind a proxy, with short times. */
  public WorkerChild worker(String name, Proxy proxy) throws IOException {
    return worker(name, proxy.port(), 20, "quick", List.of(QUEUE));
  }

  /** Starts a worker of the queue that connects to a port, with short times. */
  public WorkerChild workerAt(int port, String name) throws IOException {
    return worker(name, port, 20, "quick", List.of(QUEUE));
  }

  /** Starts a worker as users have it. */
  public WorkerChild workerWithDefaults(String name) throws IOException {
    return worker(name, server.port(), 20, "defaults", List.of(QUEUE));
  }

  /** Starts a worker. */
  public WorkerChild worker(
      String name, int port, int concurrency, String config, List<String> queues)
      throws IOException {
    String url = url(port) + "&ApplicationName=" + name;
    WorkerChild worker =
        WorkerChild.start(
            new WorkerChild.Command(url, folder, name, concurrency, config, queues), ledger);
    workers.add(worker);
    return worker;
  }

  /** A proxy to the server, for clients of this lab. */
  public Proxy proxy() {
    return closing(Proxy.to(server.port()));
  }

  /** The worker that leads now; waits until one does. */
  public WorkerChild leader() {
    Wait.until("somebody leads", PATIENCE, () -> leaderName() != null);
    String name = String.valueOf(leaderName());
    return workers.stream().filter(w -> w.name().equals(name)).findFirst().orElseThrow();
  }

  private @Nullable String leaderName() {
    return text("SELECT w.name FROM awa.leadership l JOIN awa.workers w ON w.id = l.worker_id"
            + " WHERE l.expires_at > clock_timestamp() AND w.dead_since IS NULL")
        .filter(name -> workers.stream().anyMatch(w -> w.name().equals(name) && w.isAlive()))
        .orElse(null);
  }

  /** As if the lead's time were over: it is four seconds, which only costs time here. */
  public void expireLeadership() throws SQLException {
    execute("UPDATE awa.leadership SET expires_at = clock_timestamp() - interval '1 second'");
  }

  // --- jobs ---

  public Producer producer() {
    return new Producer(dataSource(server.port()), ledger);
  }

  /** A producer behind a proxy. */
  public Producer producer(Proxy proxy) {
    return new Producer(dataSource(proxy.port()), ledger);
  }

  /** Enqueues jobs that are done at once. */
  public void enqueueQuick(int count) {
    enqueue(IntStream.range(0, count).mapToObj(i -> Work.quick(Producer.newId())).toList());
  }

  /** Enqueues jobs whose first run takes a time. */
  public void enqueueSlow(int count, Duration first) {
    enqueue(
        IntStream.range(0, count)
            .mapToObj(i -> Work.slow(Producer.newId(), first.toMillis()))
            .toList());
  }

  /** Enqueues jobs; they must be taken. */
  public void enqueue(List<Work> works) {
    What answer = producer().enqueue(QUEUE, works);
    if (answer != What.ACKED) {
      throw new IllegalStateException("jobs were not taken: " + answer);
    }
  }

  /** Enqueues mixed jobs through a proxy until it is closed. */
  public Load load(Proxy proxy) {
    return closing(new Load(producer(proxy), QUEUE, 1));
  }

  /** Enqueues mixed jobs through a port until it is closed. */
  public Load loadAt(int port) {
    return closing(new Load(new Producer(dataSource(port), ledger), QUEUE, 1));
  }

  /** Enqueues mixed jobs until it is closed. */
  public Load load() {
    return closing(new Load(producer(), QUEUE, 1));
  }

  // --- the database ---

  public void execute(String sql) throws SQLException {
    server.execute(database, sql);
  }

  public long number(String sql) {
    return text(sql).map(Long::parseLong).orElseThrow();
  }

  /** The first column of the first row, if there is one. */
  public Optional<String> text(String sql) {
    try (Connection connection = DriverManager.getConnection(url(server.port()));
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Waits until one more segment was pruned. */
  public void awaitPruned() {
    long before = lastPruned();
    Wait.until("a segment is pruned", PATIENCE, () -> lastPruned() > before);
  }

  private long lastPruned() {
    return number("SELECT coalesce(max(gen), -1) FROM awa.prunes");
  }

  /** Can stop whoever writes certain rows; open at first. */
  public Barrier barrier(String event, String condition) throws SQLException {
    return closing(Barrier.plant(url(server.port()), event, condition));
  }

  /** Lets everybody pass: who broke off at a barrier would keep the end waiting for ever. */
  public void openBarriers() {
    others.stream()
        .filter(other -> other instanceof Barrier)
        .map(other -> (Barrier) other)
        .forEach(Barrier::close);
  }

  // --- faults and what is known of them ---

  /** Counts a fault that was injected. */
  public void injected() {
    faults++;
  }

  public int faults() {
    return faults;
  }

  /** Kills a worker. */
  public void kill(WorkerChild worker) throws InterruptedException {
    injected();
    worker.kill();
  }

  /** Waits until a point is reached, then kills the worker that is held there. */
  public void killAt(Point point, WorkerChild worker) throws InterruptedException {
    point.await();
    kill(worker);
  }

  /** Writes down that something is done to a process, or to all. */
  public void begin(Fault fault, String victim) {
    injected();
    ledger.fault(fault, victim);
  }

  /** Writes down that it is over. */
  public void end(Fault fault, String victim) {
    ledger.healed(fault, victim);
  }

  /** What was written down so far. */
  public List<Entry> entries() {
    return Ledger.read(folder);
  }

  /** Waits until so many entries of a kind were written down. */
  public void awaitEntries(String what, int count, Predicate<Entry> which) {
    Wait.until(
        () -> count + " times " + what + " in " + folder,
        PATIENCE,
        () -> entries().stream().filter(which).count() >= count);
  }

  /** Waits until a worker has started so many handlers. */
  public void awaitStarts(WorkerChild worker, int count) {
    awaitEntries(
        "a start by " + worker.name(),
        count,
        e -> e.what() == What.START && e.process().equals(worker.name()));
  }

  /** Waits until so many handlers of a worker are at work at once. */
  public void awaitOpen(WorkerChild worker, int count) {
    Wait.until(
        () -> count + " open runs of " + worker.name(),
        PATIENCE,
        () -> wrote(worker, What.START) - wrote(worker, What.END) >= count);
  }

  private long wrote(WorkerChild worker, What what) {
    return entries().stream()
        .filter(e -> e.what() == what && e.process().equals(worker.name()))
        .count();
  }

  // --- the end ---

  /** Waits until nothing is left to do, closes the workers, and judges. */
  public Verdict settle() throws Exception {
    awaitDrained();
    for (WorkerChild worker : workers) {
      worker.close();
    }
    return LedgerCheck.check(entries(), new Records(url(server.port()), awa()).read());
  }

  /** How long it took until work went on after the worst of the faults. */
  public Optional<Duration> recovery() {
    return Recovery.longest(entries());
  }

  /** Waits until every job is finished. Those that are not are for the checker to find. */
  private void awaitDrained() {
    try {
      Wait.until("everything is done", PATIENCE, () -> isDrained(awa().queues().stats(QUEUE)));
    } catch (IllegalStateException e) {
      System.out.println("  still open after " + PATIENCE.toSeconds() + " s");
    }
  }

  private static boolean isDrained(QueueStats stats) {
    return stats.available() + stats.running() + stats.scheduled() + stats.retryable() == 0;
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable other : others.reversed()) {
      other.close();
    }
    for (WorkerChild worker : workers) {
      worker.end();
    }
    ledger.close();
    home.dropDatabase(database);
  }
}
