package dev.awa.bench.peer;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;

/** A queue of the Node world, run by a child process. */
final class NodePeer implements Peer {
  private static final String ADD_JOB =
      "SELECT id FROM graphile_worker.add_job('send_email', ?::json)";

  private final String name;
  private final String settings;
  private final String looks;
  private final String source;
  private final String unfinished;
  private final List<Integer> sweep;
  private final List<Way> ways;

  private NodePeer(
      String name,
      String settings,
      String looks,
      String source,
      String unfinished,
      List<Integer> sweep,
      List<Way> ways) {
    this.name = name;
    this.settings = settings;
    this.looks = looks;
    this.source = source;
    this.unfinished = unfinished;
    this.sweep = sweep;
    this.ways = ways;
  }

  /**
   * pg-boss: batches as large as its throughput needs, since each worker waits for the polling
   * interval between two of them, and the shortest interval there is.
   *
   * @see <a href="https://timgit.github.io/pg-boss/api/workers">workers</a>
   */
  static NodePeer pgBoss() {
    return new NodePeer(
        "pg-boss",
        "batchSize 1000, pollingIntervalSeconds 0.5 (its least), calls of work() from the sweep,"
            + " one process, commands through a pipe; send, insert",
        "each call of work() polls every 0.5 s, its least",
        "https://timgit.github.io/pg-boss/api/workers",
        "SELECT count(*) FROM pgboss.job WHERE name = 'mail' AND state < 'completed'",
        List.of(2, 8, 24),
        List.of(Way.ONE, Way.BATCH));
  }

  /**
   * graphile-worker with the settings of the throughput figures in its documentation.
   *
   * @see <a href="https://worker.graphile.org/docs/performance">performance</a>
   */
  static NodePeer graphileWorker() {
    return new NodePeer(
        "graphile-worker",
        "localQueue 500, completeJobBatchDelay 0, failJobBatchDelay 0, concurrentJobs from the"
            + " sweep, one process, commands through a pipe; addJob, addJobs, add_job by SQL",
        "is notified, and polls every 2 s (default)",
        "https://worker.graphile.org/docs/performance",
        "SELECT count(*) FROM graphile_worker._private_jobs",
        List.of(4, 24, 96),
        List.of(Way.ONE, Way.WITH_ROW, Way.BATCH));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String version() {
    return NodeModules.version(name);
  }

  @Override
  public String license() {
    return "MIT";
  }

  @Override
  public String settings() {
    return settings;
  }

  @Override
  public String looks() {
    return looks;
  }

  @Override
  public String source() {
    return source;
  }

  @Override
  public List<Integer> sweep() {
    return sweep;
  }

  @Override
  public List<Way> ways() {
    return ways;
  }

  @Override
  public Optional<String> missing() {
    return NodeModules.missing();
  }

  @Override
  public boolean hasProcesses() {
    return true;
  }

  @Override
  public Contender open(Site site) throws Exception {
    NodeProcess process = NodeProcess.start(NodeModules.folder(), name, site.plainUrl());
    try {
      process.call("migrate");
    } catch (Exception e) {
      process.close();
      throw e;
    }
    return new Opened(name, site, unfinished, process);
  }

  private static final class Opened implements Contender {
    private final String name;
    private final Site site;
    private final String unfinishedSql;
    private final NodeProcess process;
    private final List<NodeProcess> all = new CopyOnWriteArrayList<>();
    private final Deque<NodeProcess> idle = new ConcurrentLinkedDeque<>();

    Opened(String name, Site site, String unfinishedSql, NodeProcess process) {
      this.name = name;
      this.site = site;
      this.unfinishedSql = unfinishedSql;
      this.process = process;
      all.add(process);
      idle.add(process);
    }

    @Override
    public void enqueue(long from, int count) throws Exception {
      process.call("enqueue", "from", from, "count", count);
    }

    @Override
    public void enqueue(Connection tx, long n) throws SQLException {
      try (PreparedStatement add = tx.prepareStatement(ADD_JOB)) {
        add.setString(1, Payload.json(n));
        add.execute();
      }
    }

    @Override
    public AutoCloseable start(int workers, Work work) throws Exception {
      NodeProcess one = idle.isEmpty() ? another() : idle.removeFirst();
      one.tell(work.ledger());
      one.call("start", "workers", workers, "millis", work.sleep().toMillis());
      return () -> {
        one.call("stop");
        idle.add(one);
      };
    }

    /** The first instance works in the process that enqueues. */
    private NodeProcess another() throws Exception {
      NodeProcess another = NodeProcess.start(NodeModules.folder(), name, site.plainUrl());
      all.add(another);
      another.call("migrate");
      return another;
    }

    @Override
    public long unfinished() throws SQLException {
      return site.number(unfinishedSql);
    }

    @Override
    public List<ProcessHandle> processes() {
      return all.stream().map(NodeProcess::handle).toList();
    }

    @Override
    public void close() throws Exception {
      for (NodeProcess one : all) {
        one.close();
      }
    }
  }
}
