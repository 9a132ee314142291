package dev.awa.bench.peer;

import com.zaxxer.hikari.HikariDataSource;
import dev.awa.Job;
import dev.awa.QueueStats;
import dev.awa.Unique;
import dev.awa.bench.lab.ClaimTimer;
import dev.awa.bench.lab.SendEmail;
import dev.awa.bench.measure.Sample;
import dev.awa.client.Awa;
import dev.awa.worker.Worker;
import java.sql.Connection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Awa itself, with nothing set but the concurrency of its queue. */
public final class AwaPeer implements Peer {
  public static final String NAME = "awa";
  private static final int POOL = 40;
  private static final int URGENT = 1;
  private static final int NOT_URGENT = 3;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String version() {
    String version = Awa.class.getPackage().getImplementationVersion();
    return version == null ? "of this checkout" : version;
  }

  @Override
  public String license() {
    return "Apache-2.0";
  }

  @Override
  public String settings() {
    return "defaults; concurrency of the queue from the sweep; enqueue, enqueueAll, copy; where one"
        + " process enqueues and works, the client wakes the worker (waking)";
  }

  @Override
  public String source() {
    return "README.md";
  }

  @Override
  public List<Integer> sweep() {
    return List.of(50, 500, 2000);
  }

  @Override
  public List<Way> ways() {
    return List.of(Way.values());
  }

  @Override
  public Set<MixJob.Part> parts() {
    return EnumSet.allOf(MixJob.Part.class);
  }

  @Override
  public String looks() {
    return "is notified while it is asleep, and looks after 2 ms while work comes; polls every 2 s"
        + " at the latest (defaults)";
  }

  @Override
  public String watch() {
    return "beats every 2 s; a process whose session is gone is dead after 5 s, any other after"
        + " 30 s (defaults)";
  }

  @Override
  public Contender open(Site site) {
    Opened opened = new Opened(site.pool(POOL));
    opened.awa.migrate();
    return opened;
  }

  @Override
  public Contender join(Site site) {
    return new Opened(site.pool(POOL));
  }

  private static final class Opened implements Contender {
    private final HikariDataSource pool;
    private final Awa awa;
    private @Nullable ClaimTimer timer;
    private volatile @Nullable Worker here;

    Opened(HikariDataSource pool) {
      this.pool = pool;
      awa = Awa.of(pool).waking(this::wake);
    }

    @Override
    public void enqueue(long from, int count) {
      if (count == 1) {
        awa.enqueue(SendEmail.job(from));
      } else {
        awa.enqueueAll(SendEmail.jobs(from, count));
      }
    }

    @Override
    public void copy(long from, int count) {
      awa.copy(SendEmail.jobs(from, count).iterator(), enqueued -> {});
    }

    @Override
    public void enqueue(Connection tx, long n) {
      awa.enqueue(tx, SendEmail.job(n));
    }

    @Override
    public void enqueueMix(List<MixJob> jobs) {
      awa.enqueueAll(jobs.stream().map(Opened::job).toList());
    }

    private static Job<SendEmail> job(MixJob mixed) {
      Job<SendEmail> job =
          SendEmail.job(mixed.n()).withPriority(mixed.urgent() ? URGENT : NOT_URGENT);
      return switch (mixed.part()) {
        case DEAD_LETTER -> job.withMaxAttempts(2);
        case SCHEDULED -> job.withDelay(MixJob.DELAY);
        case UNIQUE -> job.withUnique(Unique.byText("order " + mixed.n()));
        case RETRY, PRIORITY, PLAIN -> job;
      };
    }

    @Override
    public long deadLetters() {
      return awa.queues().stats(SendEmail.QUEUE).deadLetters();
    }

    @Override
    public boolean timeClaims() {
      timer = new ClaimTimer();
      return true;
    }

    @Override
    public Sample claimMillis() {
      return timer == null ? Contender.super.claimMillis() : timer.millis();
    }

    @Override
    public AutoCloseable start(int workers, Work work) {
      Worker worker =
          Worker.of(timer == null ? pool : timer.timing(pool))
              .queue(SendEmail.QUEUE, workers)
              .task(SendEmail.class, (email, context) -> work.run(email.number()))
              .start();
      here = worker;
      return () -> {
        here = null;
        worker.close();
      };
    }

    private void wake(String queue) {
      Worker worker = here;
      if (worker != null) {
        worker.wake(queue);
      }
    }

    @Override
    public long unfinished() {
      QueueStats stats = awa.queues().stats(SendEmail.QUEUE);
      return stats.available() + stats.running() + stats.scheduled() + stats.retryable();
    }

    @Override
    public void close() {
      pool.close();
    }
  }
}
