package dev.awa.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Handler;
import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.lab.Eventually;
import dev.awa.support.Pool;
import dev.awa.support.TestQueue;
import dev.awa.worker.Backoff;
import dev.awa.worker.Worker;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A worker and its handlers share a pool that is far too small for both, and the database ends
 * every session of the pool, again and again: the worker has to get its connections back out of the
 * hands of a crowd.
 */
final class StarvedPoolTest {
  private static final int JOBS = 400;
  private static final int HANDLERS = 60;

  /** Seven for a worker as it starts and leads, and three for sixty handlers. */
  private static final int POOL = 10;

  private final TestQueue queue = TestQueue.create();

  @ParameterizedTest
  @EnumSource(names = {"HIKARI", "C3P0", "TOMCAT"})
  void aWorkerComesBackAmongHandlersThatWantEveryConnection(Pool.Kind kind) throws Exception {
    for (int i = 0; i < JOBS; i++) {
      queue.awa().enqueue(TestQueue.job("q", i).withMaxAttempts(1000));
    }
    AtomicInteger done = new AtomicInteger();
    try (Pool pool = Pool.of(kind, queue.dataSource(), new Pool.Wish(POOL, true, null));
        Worker worker = worker(pool.dataSource(), done).start()) {
      for (int round = 1; round <= 3; round++) {
        int most = round * JOBS / 4;
        Eventually.holds(() -> done + " of " + most, () -> done.get() >= most);
        endEverySession();
      }
      Eventually.holds(
          () -> queue.awa().queues().stats("q").toString(),
          () -> queue.awa().queues().stats("q").completed() == JOBS);
      assertThat(worker.running()).isZero();
    }
  }

  /** Each handler wants a connection of its own for a while, as handlers do. */
  private static Worker.Builder worker(DataSource pool, AtomicInteger done) {
    Handler<RawJson> handler =
        (args, context) -> {
          try (Connection connection = pool.getConnection();
              Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_sleep(0.01)");
          }
          done.incrementAndGet();
          return Outcome.complete();
        };
    return Worker.of(pool)
        .queue("q", HANDLERS)
        .handler("test", RawJson.class, handler, Backoff.fixed(Duration.ofMillis(50)));
  }

  private void endEverySession() throws SQLException {
    queue.sql(
        """
        SELECT pg_terminate_backend(pid)
          FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()
           AND backend_type = 'client backend'
        """);
  }
}
