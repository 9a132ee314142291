package dev.awa.spring;

import dev.awa.Limits;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties below {@code awa}. A property that is unknown or out of its range ends the start.
 *
 * @param enabled whether the application has a client and a worker of Awa at all
 * @param schema the schema of the queue, 1 to 63 bytes
 * @param dataSource the name of the DataSource bean whose transactions jobs are enqueued in. Needed
 *     only where there are several and none is primary
 * @param migrate what is done about the schema when the application starts
 * @param metrics the metrics of the worker
 * @param tracing the traces of the client and the worker
 * @param worker the worker
 * @param workers more workers, by name, for queues that are to have a worker of their own
 * @param schedules the schedules that this application declares
 * @param health what the health of Actuator looks at
 * @param admin the admin API and the dashboard
 * @param handlers settings of handlers, by the kind of the job. They go before those of the
 *     annotation
 */
@ConfigurationProperties(prefix = "awa", ignoreUnknownFields = false)
public record AwaProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("awa") String schema,
    @Nullable String dataSource,
    @DefaultValue("on-start") Migrate migrate,
    @DefaultValue MetricsSettings metrics,
    @DefaultValue TracingSettings tracing,
    @DefaultValue WorkerSettings worker,
    @DefaultValue Map<String, NamedWorkerSettings> workers,
    @DefaultValue ScheduleSettings schedules,
    @DefaultValue HealthSettings health,
    @DefaultValue @NestedConfigurationProperty AwaAdminProperties admin,
    @DefaultValue Map<String, HandlerSettings> handlers) {

  /** What is done about the schema when the application starts. */
  public enum Migrate {
    /**
     * Creates the schema or brings it up to date. Any number of nodes may do so at once. The role
     * needs CREATE on the database, or has to own the schema.
     */
    ON_START,

    /** Changes nothing; the application does not start where the schema is missing or unfit. */
    CHECK,

    /** Neither changes nor checks anything; the worker still checks before it starts. */
    NONE
  }

  /**
   * The metrics of the worker.
   *
   * @param enabled whether they are published, where there is a MeterRegistry and awa-metrics
   */
  public record MetricsSettings(@DefaultValue("true") boolean enabled) {}

  /**
   * The traces of the client and the worker.
   *
   * @param enabled whether they are made, where there is an ObservationRegistry and awa-metrics
   */
  public record TracingSettings(@DefaultValue("true") boolean enabled) {}

  /**
   * The worker that runs the jobs of this application.
   *
   * @param enabled whether jobs run in this process. A process without a worker enqueues only
   * @param name how people recognise the worker. By default pid@host
   * @param dataSource the name of the DataSource bean that the worker takes its seven connections
   *     from. By default it opens them beside the pool, with the settings of the pool, if that is
   *     HikariCP's; otherwise it takes them from the pool
   * @param concurrency how many jobs of a queue run at once, 1 to 1000000, where the queue has no
   *     setting of its own. Handlers that use the database wait for each other when the pool is
   *     smaller
   * @param queues settings of queues, by name. The worker works on these queues and on those that
   *     handlers name. Write a name that has other characters than a-z, 0-9 and - in brackets:
   *     awa.worker.queues[my_queue].concurrency
   * @param deadline how long an attempt may take when neither the job nor its handler says so, 1 ms
   *     to 7 days. By default there is no limit
   * @param grace how long handlers may go on when the application stops. By default as long as
   *     spring.lifecycle.timeout-per-shutdown-phase allows: 8 s less than that
   * @param timings whether it measures how long its jobs wait and run, and stores that every ten
   *     seconds for awa.stats() and awa stats
   * @param stackAfter after how long the stack of a running job is written to its log, and again
   *     each time it has run twice as long; 0 for never
   * @param phase in which phase of the life cycle the worker starts and stops. By default the last
   *     to start and the first to stop
   */
  public record WorkerSettings(
      @DefaultValue("true") boolean enabled,
      @Nullable String name,
      @Nullable String dataSource,
      @DefaultValue("10") int concurrency,
      @DefaultValue Map<String, QueueSettings> queues,
      @Nullable Duration deadline,
      @Nullable Duration grace,
      @DefaultValue("true") boolean timings,
      @DefaultValue("1m") Duration stackAfter,
      @DefaultValue("2147483647") int phase) {
    /** Checks the ranges. */
    public WorkerSettings {
      requireConcurrency("awa.worker.concurrency", concurrency, 1);
      requireDeadline("awa.worker.deadline", deadline);
      requireNotNegative("awa.worker.grace", grace);
      requireNotNegative("awa.worker.stack-after", stackAfter);
    }
  }

  /**
   * One more worker. It has the handlers of the application and the queues of its properties, which
   * the usual worker then leaves to it.
   *
   * @param enabled whether it runs in this process. With {@code false} its queues are left to other
   *     processes
   * @param name how people recognise the worker. By default its name here and pid@host
   * @param dataSource the name of the DataSource bean that the worker takes its connections from,
   *     as awa.worker.data-source
   * @param queues the queues that it works on, at least one
   * @param deadline how long an attempt may take, as awa.worker.deadline
   * @param grace how long handlers may go on when the application stops, as awa.worker.grace
   * @param timings whether it measures its jobs, as awa.worker.timings
   * @param stackAfter when the stack of a running job is written to its log, as
   *     awa.worker.stack-after
   */
  public record NamedWorkerSettings(
      @DefaultValue("true") boolean enabled,
      @Nullable String name,
      @Nullable String dataSource,
      @DefaultValue Map<String, QueueSettings> queues,
      @Nullable Duration deadline,
      @Nullable Duration grace,
      @DefaultValue("true") boolean timings,
      @DefaultValue("1m") Duration stackAfter) {
    /** Checks the ranges. */
    public NamedWorkerSettings {
      requireDeadline("awa.workers.<name>.deadline", deadline);
      requireNotNegative("awa.workers.<name>.grace", grace);
      requireNotNegative("awa.workers.<name>.stack-after", stackAfter);
    }

    /** The same for a worker of this name. */
    WorkerSettings settings(String usualName) {
      String called = name == null ? usualName : name;
      return new WorkerSettings(
          enabled,
          called,
          dataSource,
          1,
          queues,
          deadline,
          grace,
          timings,
          stackAfter,
          Integer.MAX_VALUE);
    }
  }

  /**
   * What the health of Actuator looks at.
   *
   * @param timeout how long the database may take to answer, 10 ms to 1 min
   * @param maxLag how long jobs may wait in a queue that this application works on, more than 0. By
   *     default the lag is shown and judged by nobody
   */
  public record HealthSettings(@DefaultValue("2s") Duration timeout, @Nullable Duration maxLag) {
    /** Checks the ranges. */
    public HealthSettings {
      if (timeout.compareTo(Duration.ofMillis(10)) < 0
          || timeout.compareTo(Duration.ofMinutes(1)) > 0) {
        throw new IllegalArgumentException(
            "awa.health.timeout: must be 10 ms to 1 min, got " + timeout);
      }
      if (maxLag != null && (maxLag.isZero() || maxLag.isNegative())) {
        throw new IllegalArgumentException(
            "awa.health.max-lag: must be more than 0, got " + maxLag);
      }
    }
  }

  /**
   * The schedules that this application declares when it starts.
   *
   * @param enabled whether it declares any
   * @param owner whose they are, 1 to 200 characters, the same for all processes of the
   *     application. By default spring.application.name
   * @param revision what is deployed, 1 to 200 characters: a version or a build. By default it
   *     follows from the schedules themselves, so it changes when they do
   * @param grace how long the schedules go on that only an earlier revision declares, 0 to 3650
   *     days. Each process declares again four times in it
   * @param keep whether those go on until somebody retires them
   */
  public record ScheduleSettings(
      @DefaultValue("true") boolean enabled,
      @Nullable String owner,
      @Nullable String revision,
      @DefaultValue("10m") Duration grace,
      @DefaultValue("false") boolean keep) {
    /** Checks the range. */
    public ScheduleSettings {
      if (grace.isNegative() || grace.compareTo(Duration.ofDays(3650)) > 0) {
        throw new IllegalArgumentException(
            "awa.schedules.grace: must be 0 to 3650 days, got " + grace);
      }
    }
  }

  /**
   * A queue that the worker works on.
   *
   * @param concurrency how many of its jobs run at once in this process, 0 to 1000000; with 0 this
   *     process does not work on the queue
   */
  public record QueueSettings(int concurrency) {
    /** Checks the range. */
    public QueueSettings {
      requireConcurrency("awa.worker.queues.<name>.concurrency", concurrency, 0);
    }
  }

  /**
   * A handler.
   *
   * @param queue a queue that the worker works on because of this handler
   * @param retries how often a job is tried again after its first attempt, 0 to 999; a job that
   *     allows fewer attempts gets fewer
   * @param deadline how long an attempt may take when the job does not say so, 1 ms to 7 days
   */
  public record HandlerSettings(
      @Nullable String queue, @Nullable Integer retries, @Nullable Duration deadline) {
    /** Checks the ranges. */
    public HandlerSettings {
      requireRetries("awa.handlers.<kind>.retries", retries);
      requireDeadline("awa.handlers.<kind>.deadline", deadline);
    }
  }

  private static void requireConcurrency(String what, int value, int least) {
    if (value < least || value > 1_000_000) {
      throw new IllegalArgumentException(what + ": must be " + least + " to 1000000, got " + value);
    }
  }

  private static void requireNotNegative(String what, @Nullable Duration value) {
    if (value != null && value.isNegative()) {
      throw new IllegalArgumentException(what + ": must not be negative, got " + value);
    }
  }

  static void requireRetries(String what, @Nullable Integer value) {
    if (value != null && (value < 0 || value > 999)) {
      throw new IllegalArgumentException(what + ": must be 0 to 999, got " + value);
    }
  }

  static void requireDeadline(String what, @Nullable Duration value) {
    if (value != null
        && (value.compareTo(Limits.MIN_DEADLINE) < 0 || value.compareTo(Limits.MAX_DEADLINE) > 0)) {
      throw new IllegalArgumentException(what + ": must be 1 ms to 7 days, got " + value);
    }
  }
}
