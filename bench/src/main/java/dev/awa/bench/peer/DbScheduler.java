package dev.awa.bench.peer;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Priority;
import com.github.kagkarlsson.scheduler.task.SchedulableInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * db-scheduler with one of its two polling strategies. Its documentation recommends lock-and-fetch
 * above 1,000 executions a second, and immediate execution where latency matters. The limits of the
 * strategies are those with which its author measured them.
 *
 * @see <a href="https://github.com/kagkarlsson/db-scheduler#readme">db-scheduler</a>
 * @see <a href="https://github.com/kagkarlsson/db-scheduler/pull/175">measurements of its
 *     author</a>
 */
public final class DbScheduler implements Peer {
  private static final String TASK = "send_email";
  private static final int CLIENTS = 20;

  // The columns and the indexes that its documentation asks for, without those of priorities.
  private static final String TABLE =
      """
      CREATE TABLE scheduled_tasks (
        task_name text NOT NULL,
        task_instance text NOT NULL,
        task_data bytea,
        execution_time timestamptz NOT NULL,
        picked boolean NOT NULL,
        picked_by text,
        last_success timestamptz,
        last_failure timestamptz,
        consecutive_failures int,
        last_heartbeat timestamptz,
        version bigint NOT NULL,
        priority smallint,
        PRIMARY KEY (task_name, task_instance)
      );
      CREATE INDEX execution_time_idx ON scheduled_tasks (execution_time);
      CREATE INDEX last_heartbeat_idx ON scheduled_tasks (last_heartbeat);
      """;

  private static final String PRIORITY_INDEX =
      "CREATE INDEX priority_execution_time_idx ON scheduled_tasks"
          + " (priority DESC, execution_time ASC)";
  private static final Duration BACKOFF = Duration.ofSeconds(2);

  private final Polling polling;

  DbScheduler(Polling polling) {
    this.polling = polling;
  }

  /** How it finds work. */
  enum Polling {
    FETCH("fetch"),
    LOCK_AND_FETCH("lock-and-fetch");

    private final String text;

    Polling(String text) {
      this.text = text;
    }

    private SchedulerBuilder of(SchedulerBuilder builder, Limits limits) {
      return this == FETCH
          ? builder.pollUsingFetch(limits.lower(), limits.upper())
          : builder.pollUsingLockAndFetch(limits.lower(), limits.upper());
    }
  }

  /**
   * Multiples of the number of threads: how few executions it holds when it fetches again, and how
   * many it then holds.
   */
  private record Limits(double lower, double upper) {
    private static final Limits FEW_THREADS = new Limits(4, 20);
    private static final Limits MANY_THREADS = new Limits(2, 6);

    static Limits of(int threads) {
      return threads < 50 ? FEW_THREADS : MANY_THREADS;
    }
  }

  @Override
  public String name() {
    return "db-scheduler-" + (polling == Polling.FETCH ? "fetch" : "lock");
  }

  @Override
  public String version() {
    return Versions.of("com.github.kagkarlsson", "db-scheduler");
  }

  @Override
  public String license() {
    return "Apache-2.0";
  }

  @Override
  public String settings() {
    return "polling strategy "
        + polling.text
        + ", threads from the sweep, limits (4, 20) below 50 threads and (2, 6) from there on,"
        + " immediate execution, polling every 100 ms, reWriteBatchedInserts; scheduleIfNotExists,"
        + " scheduleBatch";
  }

  @Override
  public String source() {
    return "https://github.com/kagkarlsson/db-scheduler#readme,"
        + " https://github.com/kagkarlsson/db-scheduler/pull/175";
  }

  @Override
  public List<Integer> sweep() {
    return List.of(20, 50, 100);
  }

  @Override
  public List<Way> ways() {
    return List.of(Way.ONE, Way.BATCH);
  }

  @Override
  public Set<MixJob.Part> parts() {
    return EnumSet.of(
        MixJob.Part.RETRY, MixJob.Part.SCHEDULED, MixJob.Part.UNIQUE, MixJob.Part.PRIORITY);
  }

  @Override
  public String looks() {
    return "polls every 100 ms; what its own process schedules starts without a poll";
  }

  @Override
  public String watch() {
    return "heartbeats every 5 min, dead after 6 that are missed (defaults): half an hour";
  }

  @Override
  public Contender open(Site site) throws SQLException {
    site.sql(TABLE);
    return join(site);
  }

  @Override
  public Contender join(Site site) {
    return new Opened(site, polling);
  }

  private static OneTimeTask<String> task(Work work) {
    return Tasks.oneTime(TASK, String.class)
        .onFailure(new FailureHandler.ExponentialBackoffFailureHandler<>(BACKOFF, 2))
        .execute((instance, context) -> {
          try {
            work.run(Payload.number(instance.getData()));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private static final class Opened implements Contender {
    private final Site site;
    private final Polling polling;
    private final HikariDataSource pool;
    private final SchedulerClient client;
    private volatile @Nullable Scheduler running;
    private final AtomicInteger instances = new AtomicInteger();
    private final OneTimeTask<String> task = task(Work.none(new Ledger(1)));

    Opened(Site site, Polling polling) {
      this.site = site;
      this.polling = polling;
      pool = site.pool(CLIENTS, "reWriteBatchedInserts=true");
      client = SchedulerClient.Builder.create(pool, task).build();
    }

    /** Only what is scheduled by a scheduler that runs is executed by it without a poll. */
    private SchedulerClient client() {
      Scheduler scheduler = running;
      return scheduler == null ? client : scheduler;
    }

    @Override
    public void enqueue(long from, int count) {
      if (count == 1) {
        client().scheduleIfNotExists(instance(from), Instant.now());
        return;
      }
      List<TaskInstance<?>> instances =
          LongStream.range(from, from + count).<TaskInstance<?>>mapToObj(this::instance).toList();
      client().scheduleBatch(instances, Instant.now());
    }

    @Override
    public void prepareMix() throws SQLException {
      site.sql(PRIORITY_INDEX);
    }

    @Override
    public void enqueueMix(List<MixJob> jobs) {
      Instant now = Instant.now();
      List<SchedulableInstance<?>> instances = new ArrayList<>(jobs.size());
      for (MixJob job : jobs) {
        Instant at = job.part() == MixJob.Part.SCHEDULED ? now.plus(MixJob.DELAY) : now;
        instances.add(
            new TaskInstance.Builder<String>(TASK, Long.toString(job.n()))
                .data(Payload.json(job.n()))
                .priority(job.urgent() ? Priority.HIGH : Priority.MEDIUM)
                .scheduledTo(at));
      }
      client().scheduleBatch(instances);
    }

    private TaskInstance<String> instance(long n) {
      return task.instance(Long.toString(n), Payload.json(n));
    }

    @Override
    public AutoCloseable start(int workers, Work work) {
      HikariDataSource connections = site.pool(workers + 4);
      SchedulerBuilder builder =
          Scheduler.create(connections, task(work))
              .schedulerName(new SchedulerName.Fixed(name()))
              .threads(workers)
              .pollingInterval(Duration.ofMillis(100))
              .enableImmediateExecution();
      if (work.isMixed()) {
        builder = builder.enablePriority();
      }
      Scheduler scheduler = polling.of(builder, Limits.of(workers)).build();
      scheduler.start();
      running = scheduler;
      return () -> {
        running = null;
        scheduler.stop();
        connections.close();
      };
    }

    private String name() {
      return "instance-" + ProcessHandle.current().pid() + "-" + instances.incrementAndGet();
    }

    @Override
    public long unfinished() throws SQLException {
      return site.number("SELECT count(*) FROM scheduled_tasks");
    }

    @Override
    public void close() {
      pool.close();
    }
  }
}
