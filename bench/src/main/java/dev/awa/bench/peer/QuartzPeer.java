package dev.awa.bench.peer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Date;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.SimpleTrigger;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.impl.SchedulerRepository;
import org.quartz.impl.StdSchedulerFactory;

/**
 * Quartz with its JDBC store, clustered. One durable job and a trigger that fires once for each job
 * of ours, which writes less than a job and a trigger each. Triggers are acquired in batches as
 * large as the pool of threads, as the configuration reference advises for many that fire at once.
 *
 * @see <a
 *     href="https://www.quartz-scheduler.org/documentation/quartz-2.3.0/configuration/ConfigMain.html">
 *     configuration reference</a>
 */
public final class QuartzPeer implements Peer {
  private static final String WORK = "work";
  private static final String ARGS = "args";
  private static final String NAME = "bench";
  private static final AtomicInteger SOURCES = new AtomicInteger();
  private static final String TABLES = "/org/quartz/impl/jdbcjobstore/tables_postgres.sql";

  @Override
  public String name() {
    return "quartz";
  }

  @Override
  public String version() {
    return Versions.of("org.quartz-scheduler", "quartz");
  }

  @Override
  public String license() {
    return "Apache-2.0";
  }

  @Override
  public String settings() {
    return "JobStoreTX, clustered, requestsRecovery, useProperties, batchTriggerAcquisitionMaxCount"
        + " = threads (from the sweep), acquireTriggersWithinLock, a trigger a job;"
        + " scheduleJob, scheduleJobs";
  }

  @Override
  public String source() {
    return "https://www.quartz-scheduler.org/documentation/quartz-2.3.0/configuration/ConfigMain.html";
  }

  @Override
  public List<Integer> sweep() {
    return List.of(10, 25, 50);
  }

  @Override
  public List<Way> ways() {
    return List.of(Way.ONE, Way.BATCH);
  }

  @Override
  public Set<MixJob.Part> parts() {
    return EnumSet.of(MixJob.Part.SCHEDULED, MixJob.Part.UNIQUE, MixJob.Part.PRIORITY);
  }

  @Override
  public String looks() {
    return "polls after at most 1 s (idleWaitTime) when it found nothing; its own process is told";
  }

  @Override
  public String watch() {
    return "cluster check-in every 7.5 s (default), requestsRecovery";
  }

  @Override
  public Contender open(Site site) throws SQLException, SchedulerException, IOException {
    try (InputStream tables = Scheduler.class.getResourceAsStream(TABLES)) {
      site.sql(new String(tables.readAllBytes(), StandardCharsets.UTF_8));
    }
    Opened opened = new Opened(site);
    opened.client.addJob(opened.job, true);
    return opened;
  }

  @Override
  public Contender join(Site site) throws SchedulerException {
    return new Opened(site);
  }

  /** The handler: Quartz makes one for each job it runs. */
  public static final class Send implements Job {
    @Override
    public void execute(JobExecutionContext context) throws JobExecutionException {
      try {
        Object work = context.getScheduler().getContext().get(WORK);
        ((Work) Objects.requireNonNull(work))
            .run(Payload.number(context.getTrigger().getJobDataMap().getString(ARGS)));
      } catch (SchedulerException e) {
        throw new JobExecutionException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static final class Opened implements Contender {
    private final Site site;
    private final Scheduler client;
    private final JobDetail job =
        JobBuilder.newJob(Send.class).withIdentity(NAME).storeDurably().requestRecovery().build();

    Opened(Site site) throws SchedulerException {
      this.site = site;
      client = scheduler("client", 1);
    }

    private Scheduler scheduler(String instance, int threads) throws SchedulerException {
      Properties set = new Properties();
      set.put("org.quartz.scheduler.instanceName", NAME);
      set.put("org.quartz.scheduler.instanceId", instance);
      set.put("org.quartz.scheduler.skipUpdateCheck", "true");
      set.put("org.quartz.scheduler.idleWaitTime", "1000");
      set.put("org.quartz.scheduler.batchTriggerAcquisitionMaxCount", Integer.toString(threads));
      set.put("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool");
      set.put("org.quartz.threadPool.threadCount", Integer.toString(threads));
      set.put("org.quartz.jobStore.class", "org.quartz.impl.jdbcjobstore.JobStoreTX");
      set.put(
          "org.quartz.jobStore.driverDelegateClass",
          "org.quartz.impl.jdbcjobstore.PostgreSQLDelegate");
      set.put("org.quartz.jobStore.useProperties", "true");
      set.put("org.quartz.jobStore.isClustered", "true");
      set.put("org.quartz.jobStore.misfireThreshold", "600000");
      set.put("org.quartz.jobStore.acquireTriggersWithinLock", "true");
      // Data sources and schedulers are found by name in the whole JVM.
      String source = "db" + SOURCES.incrementAndGet();
      set.put("org.quartz.jobStore.dataSource", source);
      set.put("org.quartz.dataSource." + source + ".provider", "hikaricp");
      set.put("org.quartz.dataSource." + source + ".driver", "org.postgresql.Driver");
      set.put("org.quartz.dataSource." + source + ".URL", site.url());
      set.put(
          "org.quartz.dataSource." + source + ".maxConnections", Integer.toString(threads + 20));
      SchedulerRepository.getInstance().remove(NAME);
      return new StdSchedulerFactory(set).getScheduler();
    }

    @Override
    public void enqueue(long from, int count) throws SchedulerException {
      if (count == 1) {
        client.scheduleJob(trigger(from));
        return;
      }
      Set<Trigger> triggers =
          LongStream.range(from, from + count).mapToObj(this::trigger).collect(Collectors.toSet());
      client.scheduleJobs(Map.of(job, triggers), true);
    }

    private Trigger trigger(long n) {
      return builder(n).startNow().build();
    }

    private TriggerBuilder<SimpleTrigger> builder(long n) {
      return TriggerBuilder.newTrigger()
          .withIdentity(Long.toString(n))
          .forJob(job)
          .usingJobData(ARGS, Payload.json(n))
          .withSchedule(SimpleScheduleBuilder.simpleSchedule());
    }

    @Override
    public void enqueueMix(List<MixJob> jobs) throws SchedulerException {
      Instant now = Instant.now();
      Set<Trigger> triggers = new HashSet<>();
      for (MixJob mixed : jobs) {
        Instant at = mixed.part() == MixJob.Part.SCHEDULED ? now.plus(MixJob.DELAY) : now;
        int priority = Trigger.DEFAULT_PRIORITY + (mixed.urgent() ? 1 : 0);
        triggers.add(builder(mixed.n()).startAt(Date.from(at)).withPriority(priority).build());
      }
      client.scheduleJobs(Map.of(job, triggers), true);
    }

    @Override
    public AutoCloseable start(int workers, Work work) throws SchedulerException {
      Scheduler scheduler = scheduler(instance(), workers);
      scheduler.getContext().put(WORK, work);
      scheduler.start();
      return () -> scheduler.shutdown(true);
    }

    /** Unique in the cluster. */
    private static String instance() {
      return "worker-" + ProcessHandle.current().pid() + "-" + SOURCES.get();
    }

    /** A trigger that has fired is in both tables until its job has ended. */
    @Override
    public long unfinished() throws SQLException {
      return site.number(
          "SELECT (SELECT count(*) FROM qrtz_triggers) + (SELECT count(*) FROM"
              + " qrtz_fired_triggers f WHERE NOT EXISTS (SELECT FROM qrtz_triggers t WHERE"
              + " (t.sched_name, t.trigger_name, t.trigger_group)"
              + " = (f.sched_name, f.trigger_name, f.trigger_group)))");
    }

    @Override
    public void close() throws SchedulerException {
      client.shutdown();
    }
  }
}
