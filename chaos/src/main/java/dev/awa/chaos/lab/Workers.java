package dev.awa.chaos.lab;

import dev.awa.StorageStatus;
import dev.awa.chaos.ledger.Ledger;
import dev.awa.lab.Eventually;
import dev.awa.lab.Proxy;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The worker processes of a lab. Each works on the queue of the lab, writes a ledger of its own,
 * and has short times (a lease of seconds) unless it is said to have others.
 */
public final class Workers {
  private static final int CONCURRENCY = 20;

  private final Database database;
  private final Path folder;
  private final Ledger ledger;
  private final List<WorkerChild> all = new CopyOnWriteArrayList<>();

  /**
   * No worker yet.
   *
   * @param folder of their ledgers and logs
   * @param ledger of the harness, for what is done to them
   */
  Workers(Database database, Path folder, Ledger ledger) {
    this.database = database;
    this.folder = folder;
    this.ledger = ledger;
  }

  /** Starts a worker; it is not ready yet. */
  public WorkerChild start(String name) throws IOException {
    return startAt(database.server().port(), name);
  }

  /** Starts a worker behind a proxy. */
  public WorkerChild start(String name, Proxy proxy) throws IOException {
    return startAt(proxy.port(), name);
  }

  /** Starts a worker that connects to a port. */
  public WorkerChild startAt(int port, String name) throws IOException {
    return start(port, name, Settings.QUICK);
  }

  /** Starts a worker as users have it. */
  public WorkerChild startWithDefaults(String name) throws IOException {
    return start(database.server().port(), name, Settings.DEFAULTS);
  }

  /** Starts a worker that waits for ten minutes before it gives up a call. */
  public WorkerChild startPatient(String name) throws IOException {
    return start(database.server().port(), name, Settings.PATIENT);
  }

  /** The same behind a proxy. */
  public WorkerChild startPatient(String name, Proxy proxy) throws IOException {
    return start(proxy.port(), name, Settings.PATIENT);
  }

  /** Starts a worker that beats each 4 s, which is longer than the lease of the others. */
  public WorkerChild startSlow(String name) throws IOException {
    return start(database.server().port(), name, Settings.SLOW);
  }

  /** Starts a worker in an application whose code throws and blocks wherever it is called. */
  public WorkerChild startHostile(String name) throws IOException {
    return start(database.server().port(), name, Settings.HOSTILE);
  }

  /** Starts a worker in a process with hardly any memory. */
  public WorkerChild startNarrow(String name) throws IOException {
    return start(database.server().port(), name, Settings.NARROW);
  }

  /** Starts a worker that is closed within a few seconds, whatever it is at. */
  public WorkerChild startHasty(String name) throws IOException {
    return start(database.server().port(), name, Settings.HASTY);
  }

  /** Starts a worker with a lease of ten seconds. */
  public WorkerChild startSteady(String name) throws IOException {
    return start(database.server().port(), name, Settings.STEADY);
  }

  /** The same with a version of the library. */
  public WorkerChild startSteady(Code code, String name) throws IOException {
    return startBy(code, database.url(), name, Settings.STEADY, Lab.QUEUE);
  }

  /** What the workers that live are at, for their logs: a scenario waited for them in vain. */
  public void dumpThreads() throws InterruptedException {
    for (WorkerChild worker : all) {
      try {
        worker.dumpThreads();
      } catch (IOException e) {
        // it has ended
      }
    }
  }

  /** Whether a worker is alive and has beaten since a moment, as the database told it. */
  public boolean hasBeatSince(WorkerChild worker, String moment) throws SQLException {
    return database.number(
            """
            SELECT count(*) FROM awa.workers w JOIN awa.beats b ON b.worker_id = w.id
            WHERE w.name = '%s' AND w.dead_since IS NULL AND b.beat_at > '%s'\
            """
                .formatted(worker.name(), moment))
        > 0;
  }

  /** Waits until a worker is alive and has beaten since a moment, as the database told it. */
  public void awaitBeatSince(WorkerChild worker, String moment) {
    Eventually.holds(worker.name() + " beats", Lab.PATIENCE, () -> hasBeatSince(worker, moment));
  }

  /** Starts workers at once; waits until all of them claim. */
  public List<WorkerChild> startAll(String... names) throws IOException {
    return startAllAt(database.server().port(), names);
  }

  /** The same behind a proxy. */
  public List<WorkerChild> startAll(Proxy proxy, String... names) throws IOException {
    return startAllAt(proxy.port(), names);
  }

  /** The same at a port. */
  public List<WorkerChild> startAllAt(int port, String... names) throws IOException {
    List<WorkerChild> started = new ArrayList<>();
    for (String name : names) {
      started.add(startAt(port, name));
    }
    started.forEach(WorkerChild::awaitStarted);
    return started;
  }

  /** Starts a worker that has another queue and does nothing there, but may lead. */
  public WorkerChild startAside(String name) throws IOException {
    return start(database.server().port(), name, Settings.QUICK, "aside");
  }

  /** Starts a worker that connects as another role than the owner of everything. */
  public WorkerChild startAs(String role, String name) throws IOException {
    int port = database.server().port();
    String url = database.url(port).replace("user=postgres", "user=" + role);
    return startBy(url, name, Settings.QUICK, Lab.QUEUE);
  }

  private WorkerChild start(int port, String name, String config) throws IOException {
    return start(port, name, config, Lab.QUEUE);
  }

  private WorkerChild start(int port, String name, String config, String queue) throws IOException {
    return startBy(database.url(port), name, config, queue);
  }

  private WorkerChild startBy(String database, String name, String config, String queue)
      throws IOException {
    return startBy(Code.own("own"), database, name, config, queue);
  }

  private WorkerChild startBy(Code code, String database, String name, String config, String queue)
      throws IOException {
    String url = database + "&ApplicationName=" + name;
    WorkerChild.Command command =
        new WorkerChild.Command(code, url, folder, name, CONCURRENCY, config, List.of(queue));
    WorkerChild worker = WorkerChild.start(command, ledger);
    all.add(worker);
    return worker;
  }

  /** The worker that leads now; waits until one does. */
  public WorkerChild leader() {
    Eventually.holds("somebody leads", Lab.PATIENCE, () -> findLeader().isPresent());
    return findLeader().orElseThrow();
  }

  /** Waits until another leads than this one. */
  public void awaitOtherLeader(WorkerChild one) {
    Eventually.holds(
        "another leads than " + one.name(),
        Lab.PATIENCE,
        () -> findLeader().filter(leader -> !leader.equals(one)).isPresent());
  }

  private Optional<WorkerChild> findLeader() {
    return database
        .text(
            "SELECT w.name FROM awa.leadership l JOIN awa.workers w ON w.id = l.worker_id"
                + " WHERE l.expires_at > clock_timestamp() AND w.dead_since IS NULL")
        .flatMap(this::living);
  }

  private Optional<WorkerChild> living(String name) {
    return all.stream().filter(w -> w.name().equals(name) && w.isAlive()).findFirst();
  }

  /** As if the lead's time were over: it is four seconds, which only costs time here. */
  public void expireLeadership() throws SQLException {
    database.execute(
        "UPDATE awa.leadership SET expires_at = clock_timestamp() - interval '1 second'");
  }

  /** Another living worker has the lead from now on, as if the leader had been too late. */
  public void depose(WorkerChild leader) throws SQLException {
    database.execute(
        """
        UPDATE awa.leadership AS l
        SET worker_id = w.id, term = l.term + 1, expires_at = clock_timestamp() + interval '4 s'
        FROM (SELECT w.id FROM awa.workers w JOIN awa.beats b ON b.worker_id = w.id
              WHERE w.name <> '%s' AND w.dead_since IS NULL
              ORDER BY b.beat_at DESC LIMIT 1) AS w\
        """
            .formatted(leader.name()));
    awaitOtherLeader(leader);
  }

  /**
   * Waits until each worker that the database holds for alive has beaten once more. What disturbs
   * connections all the time must leave room for that: a worker that can't beat for as long as its
   * lease is rightly declared dead, and then runs are allowed that broken connections do not allow.
   */
  public void awaitBeats() {
    Map<Long, Instant> before = beats();
    Eventually.holds("every worker beats", Lab.PATIENCE, () -> haveBeatenSince(before));
  }

  private boolean haveBeatenSince(Map<Long, Instant> before) {
    Map<Long, Instant> now = beats();
    return now.entrySet().stream()
        .allMatch(beat -> !beat.getValue().equals(before.get(beat.getKey())));
  }

  private Map<Long, Instant> beats() {
    return alive()
        .collect(Collectors.toMap(StorageStatus.Worker::id, StorageStatus.Worker::beatAt));
  }

  /** Waits until the database holds so many workers for alive. */
  public void awaitAlive(int count) {
    Eventually.holds(count + " workers are alive", Lab.PATIENCE, () -> alive().count() == count);
  }

  /**
   * Waits until so many workers have registered on the server's timeline: after a failover, anew.
   */
  public void awaitOnTimeline(int count) {
    Eventually.holds(
        count + " workers have registered on the timeline",
        Lab.PATIENCE,
        () ->
            database.number("SELECT count(*) FROM awa.beats WHERE timeline = awa.timeline()")
                == count);
  }

  private Stream<StorageStatus.Worker> alive() {
    return database.awa().storage().status(0).workers().stream()
        .filter(worker -> worker.state().equals("alive"));
  }

  /** Ends those that are still there, as applications end theirs. */
  void close() throws IOException, InterruptedException {
    for (WorkerChild worker : all) {
      worker.close();
    }
  }

  /** Makes sure that all are gone. */
  void end() throws InterruptedException {
    for (WorkerChild worker : all) {
      worker.end();
    }
  }
}
