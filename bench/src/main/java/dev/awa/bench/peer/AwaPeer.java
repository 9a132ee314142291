package dev.awa.bench.peer;

import com.zaxxer.hikari.HikariDataSource;
import dev.awa.QueueStats;
import dev.awa.bench.lab.SendEmail;
import dev.awa.client.Awa;
import dev.awa.worker.Worker;
import java.sql.Connection;
import java.util.List;

/** Awa itself, with nothing set but the concurrency of its queue. */
public final class AwaPeer implements Peer {
  public static final String NAME = "awa";
  private static final int POOL = 40;

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
    return "defaults; concurrency of the queue from the sweep; enqueue, enqueueAll, copy";
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

    Opened(HikariDataSource pool) {
      this.pool = pool;
      awa = Awa.of(pool);
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
    public AutoCloseable start(int workers, Work work) {
      return Worker.of(pool)
          .queue(SendEmail.QUEUE, workers)
          .task(SendEmail.class, (email, context) -> work.run(email.number()))
          .start();
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
