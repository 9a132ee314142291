package dev.awa.bench.peer;

import com.zaxxer.hikari.HikariDataSource;
import dev.awa.bench.lab.SendEmail;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.scheduling.JobBuilder;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.server.JobActivator;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.sql.postgres.PostgresStorageProvider;
import org.jobrunr.utils.mapper.jackson3.Jackson3JsonMapper;

/**
 * The open-source JobRunr, with job requests instead of lambdas, which need no analysis of byte
 * code, and its default worker threads. The shortest interval at which its open-source SQL storage
 * may be polled is 5 s: as long as there is work it fetches without waiting for it.
 *
 * @see <a href="https://www.jobrunr.io/en/documentation/background-methods/background-job-server/">
 *     background job server</a>
 */
public final class JobRunrPeer implements Peer {
  private static final int CLIENTS = 20;
  private static final Duration POLL = Duration.ofSeconds(5);

  @Override
  public String name() {
    return "jobrunr";
  }

  @Override
  public String version() {
    return Versions.of("org.jobrunr", "jobrunr");
  }

  @Override
  public String license() {
    return "LGPL-3.0-or-later";
  }

  @Override
  public String settings() {
    return "poll interval 5 s (its least), worker count from the sweep, virtual threads, no"
        + " dashboard; enqueue(JobRequest), enqueue(Stream)";
  }

  @Override
  public String source() {
    return "https://www.jobrunr.io/en/documentation/background-methods/background-job-server/,"
        + " https://github.com/jobrunr/jobrunr/issues/256";
  }

  @Override
  public List<Integer> sweep() {
    return List.of(16, 64, 256);
  }

  @Override
  public List<Way> ways() {
    return List.of(Way.ONE, Way.BATCH);
  }

  @Override
  public Set<MixJob.Part> parts() {
    return EnumSet.of(
        MixJob.Part.RETRY, MixJob.Part.DEAD_LETTER, MixJob.Part.SCHEDULED, MixJob.Part.UNIQUE);
  }

  @Override
  public String looks() {
    return "polls every 5 s, its least";
  }

  @Override
  public String watch() {
    return "heartbeats at each poll (5 s), dead after 4 that are missed (default)";
  }

  @Override
  public Contender open(Site site) {
    return new Opened(site);
  }

  @Override
  public Contender join(Site site) {
    return new Opened(site);
  }

  /** The arguments of a job. */
  public record Send(SendEmail email) implements JobRequest {
    @Override
    public Class<Sender> getJobRequestHandler() {
      return Sender.class;
    }
  }

  /** Handles jobs. */
  public static final class Sender implements JobRequestHandler<Send> {
    private final Work work;

    Sender(Work work) {
      this.work = work;
    }

    @Override
    public void run(Send request) throws InterruptedException {
      work.run(request.email().number());
    }
  }

  /** Gives out the handler, which has no constructor without arguments. */
  private record Activator(Sender sender) implements JobActivator {
    @Override
    public <T> T activateJob(Class<T> type) {
      return type.cast(sender);
    }
  }

  private static final class Opened implements Contender {
    private final Site site;
    private final HikariDataSource pool;
    private final StorageProvider storage;
    private final JobRequestScheduler scheduler;

    Opened(Site site) {
      this.site = site;
      pool = site.pool(CLIENTS, "reWriteBatchedInserts=true");
      storage = storage(pool);
      scheduler = new JobRequestScheduler(storage);
    }

    private static StorageProvider storage(HikariDataSource pool) {
      StorageProvider storage = new PostgresStorageProvider(pool);
      storage.setJobMapper(new JobMapper(new Jackson3JsonMapper()));
      return storage;
    }

    @Override
    public void enqueue(long from, int count) {
      if (count == 1) {
        scheduler.enqueue(request(from));
      } else {
        scheduler.enqueue(LongStream.range(from, from + count).mapToObj(Opened::request));
      }
    }

    @Override
    public void enqueueMix(List<MixJob> jobs) {
      scheduler.create(jobs.stream().map(Opened::job));
    }

    private static JobBuilder job(MixJob mixed) {
      JobBuilder job = JobBuilder.aJob().withJobRequest(request(mixed.n()));
      return switch (mixed.part()) {
        case DEAD_LETTER -> job.withAmountOfRetries(1);
        case SCHEDULED -> job.scheduleIn(MixJob.DELAY);
        case UNIQUE -> job.withId(new UUID(0, mixed.n()));
        case RETRY, PRIORITY, PLAIN -> job;
      };
    }

    @Override
    public long deadLetters() throws SQLException {
      return site.number("SELECT count(*) FROM jobrunr_jobs WHERE state = 'FAILED'");
    }

    private static Send request(long n) {
      return new Send(SendEmail.number(n));
    }

    @Override
    public AutoCloseable start(int workers, Work work) {
      HikariDataSource connections = site.pool(Math.min(workers, 60) + 8);
      StorageProvider mine = storage(connections);
      BackgroundJobServer server =
          new BackgroundJobServer(
              mine,
              new Jackson3JsonMapper(),
              new Activator(new Sender(work)),
              BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                  .andPollInterval(POLL)
                  .andWorkerCount(workers)
                  .andInterruptJobsAwaitDurationOnStopBackgroundJobServer(Duration.ofSeconds(2)));
      server.start();
      return () -> {
        server.stop();
        mine.close();
        connections.close();
      };
    }

    @Override
    public long unfinished() throws SQLException {
      return site.number(
          "SELECT count(*) FROM jobrunr_jobs WHERE state IN ('ENQUEUED', 'PROCESSING',"
              + " 'SCHEDULED')");
    }

    @Override
    public void close() {
      storage.close();
      pool.close();
    }
  }
}
