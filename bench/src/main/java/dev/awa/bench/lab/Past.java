package dev.awa.bench.lab;

import dev.awa.JobFilter;
import dev.awa.JobState;
import dev.awa.engine.Claim;
import dev.awa.engine.ClaimLog;
import dev.awa.engine.Claimed;
import dev.awa.engine.Closure;
import dev.awa.engine.Ending;
import dev.awa.engine.Engine;
import dev.awa.engine.Flush;
import dev.awa.engine.Jobs;
import dev.awa.engine.Lead;
import dev.awa.engine.Rescue;
import dev.awa.engine.Ring;
import dev.awa.engine.Workers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A queue with a past: jobs that one worker has claimed and completed, spread over segments, as the
 * script {@code history.sql} makes them. Some jobs wait in it, and the worker has a few open.
 */
public final class Past {
  /** Calls after which a session has its plans. */
  public static final int WARM_UP = 6;

  /** What the server says of a statement that took too long. */
  public static final String TIMED_OUT = "57014";

  private static final int OPEN = 5;
  private static final int WAITING = 30;
  private static final Workers.Promise PROMISE =
      new Workers.Promise(Duration.ofSeconds(2), Duration.ofSeconds(30), Duration.ofSeconds(5));

  private static final Duration LEASE = Duration.ofHours(1);
  private static final ClaimLog.Stripe STRIPE = new ClaimLog.Stripe(SendEmail.QUEUE, (short) 0);
  private static final Ending DONE =
      new Ending(Closure.COMPLETED, new Ending.Next.Completed(), null);
  private static final long WORKER = 7;

  private final BenchQueue queue;
  private final Engine engine;
  private final Lead lead;
  private final Claimed open;
  private final long oldest;
  private final long newest;
  private long call = 1L << 40;

  private Past(BenchQueue queue, Connection connection, long newest) throws SQLException {
    this.queue = queue;
    this.newest = newest;
    engine = queue.engine();
    oldest =
        BenchQueue.number(connection, "SELECT coalesce(min(job_id), 0) FROM awa.ready_entries");
    queue.copy(connection, 0, OPEN);
    open = engine.claimLog().claim(connection, request(OPEN));
    queue.copy(connection, OPEN, WAITING);
    lead = engine.leadership().lead(connection, WORKER, LEASE).mine().orElseThrow();
    List<Short> slots = open.batches().stream().map(batch -> batch.claim().slot()).toList();
    engine.workers().beat(connection, WORKER, new Workers.Announcement(Long.MAX_VALUE, slots));
  }

  /** What fills a segment. */
  private interface Filler {
    void fill(Connection connection, long lane) throws SQLException;
  }

  /** Makes a queue have so many claims of so many jobs each, over so many segments. */
  public static Past of(BenchQueue queue, int claims, int size, int segments)
      throws SQLException, IOException {
    return of(queue, segments, (tx, lane) -> add(tx, lane, claims / segments, size));
  }

  /** One with a completed job in each of so many other queues, all in the oldest segment. */
  public static Past ofLanes(BenchQueue queue, int lanes) throws SQLException, IOException {
    return of(
        queue,
        1,
        (tx, lane) -> {
          BenchQueue.sql(tx, "CALL pg_temp.spend(%d)".formatted(lanes + 1));
          BenchQueue.sql(tx, "SELECT pg_temp.lanes(%d, %d)".formatted(WORKER, lanes));
        });
  }

  /** One with so many open claims of one job each. */
  public static Past ofOpen(BenchQueue queue, int claims) throws SQLException, IOException {
    return of(
        queue,
        1,
        (tx, lane) -> {
          add(tx, lane, claims, 1);
          BenchQueue.sql(tx, "DELETE FROM awa.closures");
        });
  }

  private static Past of(BenchQueue queue, int segments, Filler filler)
      throws SQLException, IOException {
    try (Connection connection = queue.connect()) {
      BenchQueue.sql(connection, script());
      BenchQueue.sql(
          connection, "UPDATE awa.storage_state SET rotate_after = '0', keep_history = '0'");
      queue
          .engine()
          .workers()
          .register(connection, WORKER, new Workers.Self("of old", List.of(), Set.of()), PROMISE);
      long lane =
          BenchQueue.number(
              connection,
              "SELECT awa.lane('%s', 2::smallint, 0::smallint)".formatted(SendEmail.QUEUE));
      Lead lead = queue.engine().leadership().lead(connection, WORKER, LEASE).mine().orElseThrow();
      for (int i = 0; i < segments; i++) {
        filler.fill(connection, lane);
        queue.engine().ring().rotate(connection, lead);
        queue.engine().ring().publishHead(connection);
      }
      queue.engine().readyLog().summarize(connection);
      for (Ring.Generation generation : queue.engine().ring().generations(connection)) {
        queue.engine().closureLog().tally(connection, lead, generation, 0, 1, Integer.MAX_VALUE);
      }
      BenchQueue.sql(connection, "ANALYZE awa.lanes");
      return new Past(
          queue,
          connection,
          BenchQueue.number(connection, "SELECT coalesce(max(job_id), 0) FROM awa.ready_entries"));
    }
  }

  private static void add(Connection connection, long lane, int claims, int size)
      throws SQLException {
    if (claims > 0) {
      BenchQueue.sql(connection, "CALL pg_temp.spend(%d)".formatted(claims));
      BenchQueue.sql(
          connection,
          "SELECT pg_temp.history(%d, %d, %d, %d)".formatted(lane, WORKER, claims, size));
    }
  }

  private static String script() throws IOException {
    try (InputStream in = Past.class.getResourceAsStream("history.sql")) {
      if (in == null) {
        throw new IllegalStateException("missing resource history.sql");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  public void analyze() throws SQLException {
    try (Connection connection = queue.connect()) {
      BenchQueue.sql(connection, "ANALYZE");
    }
  }

  /** A session for calls that are rolled back, each for at most so long. */
  public Connection connect(Duration limit) throws SQLException {
    Connection tx = queue.connect();
    BenchQueue.sql(tx, "SET statement_timeout = " + limit.toMillis());
    BenchQueue.sql(tx, "SET max_parallel_workers_per_gather = 0");
    tx.setAutoCommit(false);
    return tx;
  }

  /** How many blocks of the queue's tables and indexes have been touched so far. */
  public long blocks(Connection tx) throws SQLException {
    BenchQueue.sql(tx, "SELECT pg_stat_force_next_flush()");
    tx.rollback();
    long blocks =
        BenchQueue.number(
            tx,
            """
            SELECT sum(heap_blks_hit + heap_blks_read + coalesce(idx_blks_hit + idx_blks_read, 0))
            FROM pg_statio_user_tables WHERE schemaname = 'awa'
            """);
    tx.rollback();
    return blocks;
  }

  // --- what there is ---

  public BenchQueue queue() {
    return queue;
  }

  public Engine engine() {
    return engine;
  }

  public List<String> queues() {
    return List.of(SendEmail.QUEUE);
  }

  /** Jobs of the queue in a state, or in any. */
  public JobFilter filter(@Nullable JobState state) {
    return JobFilter.newest(50).withState(state).withQueue(SendEmail.QUEUE);
  }

  /** The first that was completed; 0 when none was. */
  public long oldestJob() {
    return oldest;
  }

  /** The last that was completed; 0 when none was. */
  public long newestJob() {
    return newest;
  }

  public long openJob() {
    return open.batches().getFirst().runs().getFirst().jobId();
  }

  public long waitingJob() {
    return openJob() + OPEN + 1;
  }

  // --- calls ---

  private ClaimLog.Request request(int limit) {
    return new ClaimLog.Request(WORKER, STRIPE, limit, Long.MAX_VALUE, ++call);
  }

  public void claim(Connection tx) throws SQLException {
    if (engine.claimLog().claim(tx, request(1)).runs() != 1) {
      throw new IllegalStateException("nothing was claimed");
    }
  }

  private Flush batch() {
    List<Flush.Ended> ended = new ArrayList<>();
    for (Claimed.Batch batch : open.batches()) {
      batch.runs().forEach(run -> ended.add(new Flush.Ended(batch.claim(), run, DONE, null)));
    }
    return new Flush(WORKER, ++call, ended.subList(0, 1));
  }

  public void flush(Connection tx) throws SQLException {
    engine.closureLog().flush(tx, batch());
  }

  public void settleClaim(Connection tx) throws SQLException {
    engine.claimLog().settle(tx, request(1));
  }

  public void settleFlush(Connection tx) throws SQLException {
    engine.closureLog().settle(tx, batch());
  }

  private List<Claim> page(Connection tx) throws SQLException {
    return engine.claimLog().claimsOf(tx, WORKER, Rescue.Position.START);
  }

  public void claimsOf(Connection tx) throws SQLException {
    page(tx);
  }

  public void openRuns(Connection tx) throws SQLException {
    engine.claimLog().openRuns(tx, page(tx));
  }

  public void tally(Connection tx) throws SQLException {
    engine.closureLog().tally(tx, lead, engine.ring().generations(tx).getLast(), 0, 1, 20_000);
  }

  public void tallyLists(Connection tx) throws SQLException {
    engine.closureLog().tallyLists(tx, lead, 0, 500, 20_000);
  }

  public void find(Connection tx, long job) throws SQLException {
    engine.jobs().find(tx, job);
  }

  public void list(Connection tx, JobFilter filter) throws SQLException {
    engine.jobs().list(tx, filter);
  }

  public void stats(Connection tx) throws SQLException {
    engine.queues().stats(tx, SendEmail.QUEUE);
  }

  public void statsWithoutTrust(Connection tx) throws SQLException {
    BenchQueue.sql(tx, "UPDATE awa.storage_state SET counters_trusted_at = NULL");
    stats(tx);
  }

  public void cancel(Connection tx, long job) throws SQLException {
    engine.jobs().cancel(tx, job, "not wanted");
  }

  public void cancelWaiting(Connection tx) throws SQLException {
    JobFilter kind = JobFilter.newest(1).withQueue(SendEmail.QUEUE).withKind(SendEmail.KIND);
    engine.jobs().cancelWaiting(tx, kind, JobState.AVAILABLE, Jobs.Place.BEGIN, 10, "not wanted");
  }

  public void countWaiting(Connection tx) throws SQLException {
    engine.queues().countWaiting(tx, lead, 0, 1000, 1);
  }

  private Ring.Generation oldestSegment(Connection tx) throws SQLException {
    return engine.ring().generations(tx).get(1);
  }

  public void drained(Connection tx) throws SQLException {
    engine.ring().drained(tx, oldestSegment(tx));
  }

  public void prune(Connection tx) throws SQLException {
    Ring.Generation generation = oldestSegment(tx);
    String drained = engine.ring().drained(tx, generation).orElse("1:1:");
    engine.ring().prune(tx, lead, generation, drained, Duration.ZERO);
  }

  public void carry(Connection tx) throws SQLException {
    engine.ring().carry(tx, lead, oldestSegment(tx), Duration.ZERO);
  }

  public void sweep(Connection tx) throws SQLException {
    engine.ring().sweepCarry(tx, lead, 1000);
  }

  /** As if its workers had been restored with the data, and stopped long ago. */
  public void rebase(Connection tx) throws SQLException {
    BenchQueue.sql(tx, "UPDATE awa.beats SET beat_at = clock_timestamp() - interval '1 day'");
    engine.storage().rebase(tx);
  }
}
