package dev.awa.bench.dashboard;

import dev.awa.Descriptor;
import dev.awa.Health;
import dev.awa.Job;
import dev.awa.KnownWorker;
import dev.awa.bench.lab.BenchQueue;
import dev.awa.bench.lab.Lab;
import dev.awa.bench.lab.SendEmail;
import dev.awa.engine.ClaimLog;
import dev.awa.engine.Claimed;
import dev.awa.engine.Lead;
import dev.awa.engine.Queues;
import dev.awa.engine.Ring;
import dev.awa.engine.Workers;
import dev.awa.lab.Eventually;
import dev.awa.schedule.Declaration;
import dev.awa.schedule.Schedule;
import dev.awa.worker.Worker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A queue that has seen much: nine of ten finished jobs were completed and lie in the logs, the
 * others failed or were cancelled. They, what was measured, operations and the audit are written by
 * SQL ({@code town.sql}) that leaves what the engine would have left. What waits, what runs,
 * schedules and counts are the engine's own. A real worker leads; the others only beat.
 */
final class Town implements AutoCloseable {
  private static final int SEGMENTS = 8;
  private static final int CLAIM = 100;
  private static final int RUNNING = 5;
  private static final Duration BEAT = Duration.ofSeconds(2);
  private static final Workers.Promise PROMISE =
      new Workers.Promise(BEAT, BEAT.multipliedBy(60), BEAT.multipliedBy(30));
  private static final long FIRST_WORKER = 100;
  private static final int VIEWS = 50;
  private static final List<String> ANALYZED =
      List.of(
          "finished_jobs",
          "dead_letters",
          "deferred_jobs",
          "lanes",
          "lane_counts",
          "lane_tallies",
          "closure_sums",
          "timings",
          "depths",
          "operations",
          "audit",
          "schedules");

  private final BenchQueue queue;
  private final Size size;
  private final Connection connection;
  private final ScheduledExecutorService beats = Executors.newSingleThreadScheduledExecutor();
  private final Map<Long, List<Short>> held = new LinkedHashMap<>();
  private long nonce = 1L << 40;
  private @Nullable Worker leader;
  private @Nullable ScheduledFuture<?> beating;

  /** How much there is. */
  record Size(
      int finished, int waiting, int queues, int kinds, int workers, int deadLetters, int audit) {
    static Size of(Lab lab) {
      int less = lab.isTiny() ? 10 : 1;
      return new Size(
          lab.sized(1_000_000, 10_000_000) / less,
          lab.sized(100_000, 1_000_000) / less,
          lab.sized(100, 1_000),
          lab.sized(40, 100),
          lab.sized(20, 50),
          lab.sized(1_000, 5_000),
          lab.sized(2_000, 20_000));
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%,d finished, %,d waiting, %,d queues, %,d kinds, %,d workers",
          finished,
          waiting,
          queues,
          kinds,
          workers);
    }
  }

  private Town(BenchQueue queue, Size size) throws SQLException {
    this.queue = queue;
    this.size = size;
    connection = queue.connect();
  }

  /** Makes one; says what takes how long. */
  static Town of(Lab lab) throws Exception {
    Town town = new Town(lab.newQueue(), Size.of(lab));
    lab.say(town.size.toString());
    town.fill(lab);
    return town;
  }

  BenchQueue queue() {
    return queue;
  }

  Size size() {
    return size;
  }

  static String queue(int no) {
    return String.format(Locale.ROOT, "queue_%04d", no);
  }

  static String kind(int no) {
    return String.format(Locale.ROOT, "kind_%03d", no);
  }

  static String view(int no) {
    return "view_" + no;
  }

  /** One part of it. */
  private interface Part {
    void make() throws Exception;
  }

  private void fill(Lab lab) throws Exception {
    part(lab, "workers", this::register);
    part(lab, "completed", this::complete);
    part(lab, "failed, cancelled, dead letters, retryable", this::fail);
    part(lab, "what was measured", this::measure);
    part(lab, "waiting", this::enqueue);
    part(lab, "running", this::run);
    part(lab, "schedules, saved views", this::schedule);
    part(lab, "counts", this::count);
    part(lab, "statistics of the server", this::analyze);
    part(lab, "the leader", this::lead);
  }

  private static void part(Lab lab, String what, Part part) throws Exception {
    long begun = System.nanoTime();
    part.make();
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    lab.say(String.format(Locale.ROOT, "made %s in %.1f s", what, took.toMillis() / 1000.0));
  }

  private void sql(String statement) throws SQLException {
    BenchQueue.sql(connection, statement);
  }

  private static String script() throws IOException {
    try (InputStream in = Town.class.getResourceAsStream("town.sql")) {
      if (in == null) {
        throw new IllegalStateException("missing resource town.sql");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void register() throws SQLException, IOException {
    sql(script());
    for (int n = 1; n < size.workers(); n++) {
      long id = FIRST_WORKER + n;
      List<String> works = new ArrayList<>();
      for (int no = n; no < size.queues(); no += size.workers()) {
        works.add(queue(no));
      }
      Workers.Self self =
          new Workers.Self("host-" + n % 10 + ":" + n, works, Set.of(KnownWorker.EVERY_KIND));
      queue.engine().workers().register(connection, id, self, PROMISE);
      held.put(id, List.of());
    }
    beating = beats.scheduleAtFixedRate(this::beat, 0, BEAT.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void beat() {
    try (Connection session = queue.connect()) {
      for (Map.Entry<Long, List<Short>> one : List.copyOf(held.entrySet())) {
        Workers.Announcement holds = new Workers.Announcement(Long.MAX_VALUE, one.getValue());
        queue.engine().workers().beat(session, one.getKey(), holds);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Segments are opened as fast as they are filled, and kept all the time. */
  private void complete() throws SQLException {
    sql("UPDATE awa.storage_state SET rotate_after = '0', keep_history = '10 days'");
    sql("UPDATE awa.storage_state SET keep_bytes = 1e12");
    int claims = size.finished() / 10 * 9 / SEGMENTS / CLAIM;
    sql("SELECT pg_temp.lanes(%d, %d)".formatted(size.queues(), claims));
    long most = BenchQueue.number(connection, "SELECT max(claims) FROM shares");
    Lead lead = lead(FIRST_WORKER + 1);
    for (int segment = 0; segment < SEGMENTS; segment++) {
      sql("CALL pg_temp.spend(%d)".formatted(most));
      int minutes = 7 * (SEGMENTS - segment);
      sql(
          """
          SELECT pg_temp.complete(%d, %d, %d, clock_timestamp() - interval '%d minutes', '7 minutes')
          """
              .formatted(FIRST_WORKER + 1, CLAIM, size.kinds(), minutes));
      queue.engine().ring().rotate(connection, lead);
      queue.engine().ring().publishHead(connection);
    }
    sql("UPDATE awa.storage_state SET rotate_after = '1 day', rotate_bytes = 1e12");
  }

  private Lead lead(long worker) throws SQLException {
    return queue
        .engine()
        .leadership()
        .lead(connection, worker, Duration.ofHours(1))
        .mine()
        .orElseThrow();
  }

  private void fail() throws SQLException {
    sql(
        "SELECT pg_temp.fail(%d, %d, %d, %d)"
            .formatted(
                size.finished() / 10, size.deadLetters(), size.waiting() / 50, size.kinds()));
  }

  private void measure() throws SQLException {
    String measure = "SELECT pg_temp.measure(%d, '%s', '%s', '%s', %d)";
    sql(measure.formatted(1, "1 minute", "1 hour", "1 minute", size.kinds()));
    sql(measure.formatted(2, "5 minutes", "2 days", "1 hour", size.kinds()));
    sql(measure.formatted(3, "1 hour", "7 days", "2 days", size.kinds()));
    sql("SELECT pg_temp.measure_depths('1 day')");
    sql("SELECT pg_temp.note(%d, %d)".formatted(200, size.audit()));
  }

  private Job<?> job(long n) {
    int no = n % 5 == 0 ? 0 : (int) (n % size.queues());
    Job<?> job = Job.of(kind((int) ((no + n % 3) % size.kinds())), SendEmail.number(n));
    Job<?> queued = job.withQueue(queue(no)).withTags("tenant-" + n % 100);
    return n % 50 == 1 ? queued.withDelay(Duration.ofHours(1 + n % 20)) : queued;
  }

  private void enqueue() {
    Iterator<Job<?>> jobs =
        LongStream.range(0, size.waiting()).<Job<?>>mapToObj(this::job).iterator();
    queue.awa().copy(jobs, enqueued -> {});
  }

  /** Some of the workers have taken jobs and not ended them. */
  private void run() throws SQLException {
    for (long id : List.copyOf(held.keySet())) {
      ClaimLog.Stripe stripe = new ClaimLog.Stripe(queue((int) (id - FIRST_WORKER)), (short) 0);
      Claimed claimed =
          queue
              .engine()
              .claimLog()
              .claim(
                  connection, new ClaimLog.Request(id, stripe, RUNNING, Long.MAX_VALUE, ++nonce));
      held.put(
          id, claimed.batches().stream().map(batch -> batch.claim().slot()).distinct().toList());
    }
  }

  private void schedule() {
    List<Schedule> all = new ArrayList<>();
    for (int n = 0; n < Math.min(500, size.queues()); n++) {
      all.add(Schedule.cron("schedule " + n, n % 60 + " 3 1 1 *", job(5L * n + 2)));
    }
    queue.awa().schedules().declare(Declaration.of("bench", "1", all));
    queue.awa().queues().pause(queue(3), "anna", "deploy", null);
    for (int n = 0; n < VIEWS; n++) {
      queue.awa().savedViews().save(view(n), "queue:" + queue(n) + " state:failed", "anna");
    }
  }

  /** As the leader would, in time. */
  private void count() throws SQLException {
    Lead lead = lead(FIRST_WORKER + 1);
    queue.engine().readyLog().summarize(connection);
    for (Ring.Generation generation : queue.engine().ring().generations(connection)) {
      OptionalInt cameTo = OptionalInt.of(0);
      while (cameTo.isPresent()) {
        cameTo =
            queue
                .engine()
                .closureLog()
                .tally(connection, lead, generation, cameTo.getAsInt(), 1, 1_000_000);
      }
    }
    OptionalInt cameTo = OptionalInt.of(0);
    while (cameTo.isPresent()) {
      Queues.Counted counted =
          queue.engine().queues().countWaiting(connection, lead, cameTo.getAsInt(), 1000, 100);
      cameTo = counted.cameTo();
    }
    queue.engine().leadership().resign(connection, FIRST_WORKER + 1);
  }

  /** As autovacuum would: of the tables that it looks after. */
  private void analyze() throws SQLException {
    for (String table : ANALYZED) {
      sql("VACUUM ANALYZE awa." + table);
    }
  }

  /** A worker of a queue in which nothing waits. */
  private void lead() {
    Worker.Builder worker =
        Worker.of(queue.dataSource())
            .queue("leader", 1)
            .task(SendEmail.class, (email, context) -> {});
    for (int no = 0; no < size.kinds(); no++) {
      worker.describeKind(kind(no), Descriptor.empty().withDisplayName("Kind " + no));
    }
    leader = worker.start();
    Eventually.holds(
        "it leads",
        () ->
            queue.awa().health(Duration.ofSeconds(5)).checks().stream()
                .anyMatch(
                    check -> check.name().equals("leader") && check.status() == Health.Status.UP));
  }

  // --- what there is ---

  long id(String select) throws SQLException {
    return BenchQueue.number(connection, select);
  }

  /** Fails when the workers have ceased to beat meanwhile. */
  @Override
  public void close() throws SQLException {
    if (leader != null) {
      leader.close();
    }
    boolean beat = beating != null && !beating.isDone();
    beats.shutdownNow();
    connection.close();
    if (!beat) {
      throw new IllegalStateException("the workers have ceased to beat");
    }
  }
}
