package dev.awa.race;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Action;
import dev.awa.JobFilter;
import dev.awa.QueueStats;
import dev.awa.StoredOperation;
import dev.awa.engine.Claimed;
import dev.awa.engine.Lead;
import dev.awa.engine.Operations.Chunk;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Workers claim, run and end jobs while an operation changes the same ones. */
final class OperationRaceTest {
  private static final int JOBS = 1500;

  private final TestQueue queue = TestQueue.create();

  /** Works off a queue, one or a few jobs at a time; answers what it has run, in order. */
  private List<Long> work(String name, AtomicBoolean over) {
    List<Long> ran = new ArrayList<>();
    try (Connection connection = queue.connect()) {
      long worker = queue.worker();
      long flushNo = 0;
      boolean last = false;
      while (true) {
        Claimed claimed =
            queue.engine().claimLog().claim(connection, TestQueue.request(worker, name, 5));
        if (claimed.runs() > 0) {
          queue.flush(worker, ++flushNo, TestQueue.ended(claimed, TestQueue.completed()));
          ran.addAll(TestQueue.jobs(claimed));
        } else if (claimed.status() != Claimed.Status.BUSY && last) {
          return ran;
        }
        last = over.get();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private StoredOperation race(Action action, int limit, List<Long> ran) throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    JobFilter filter = JobFilter.newest(1).withQueue("q");
    long id = queue.awa().operations().submit(filter, action, "jo", "why");
    CompletableFuture<List<Long>> one = CompletableFuture.supplyAsync(() -> work("q", over));
    CompletableFuture<List<Long>> other =
        CompletableFuture.supplyAsync(
            () -> work(action.verb() == Action.Verb.EDIT ? "slow" : "q", over));
    try (Connection connection = queue.connect()) {
      Lead lead =
          queue.engine().leadership().lead(connection, 1, Duration.ofHours(1)).mine().orElseThrow();
      Optional<Chunk> chunk;
      do {
        chunk = queue.engine().operations().work(connection, lead, id, limit, null);
      } while (chunk.isPresent() && !chunk.get().ended());
    } finally {
      over.set(true);
    }
    ran.addAll(one.get());
    ran.addAll(other.get());
    return queue.awa().operations().find(id).orElseThrow();
  }

  @Test
  void aCancelAndWorkersShareTheJobs() throws Exception {
    queue.enqueue("q", JOBS);
    List<Long> ran = new ArrayList<>();
    StoredOperation done = race(Action.cancel(), 20, ran);
    QueueStats stats = queue.awa().queues().stats("q");
    assertThat(ran).as("each once").doesNotHaveDuplicates();
    assertThat(stats.cancelled()).isEqualTo(done.counts().changed());
    assertThat(stats)
        .returns(0L, QueueStats::available)
        .returns(0L, QueueStats::running)
        .returns(JOBS - done.counts().changed(), QueueStats::completed);
    assertThat(queue.number("SELECT count(*) FROM awa.jobs")).isEqualTo(JOBS);
    assertThat(done.counts().failed() + done.counts().duplicates()).isZero();
  }

  @Test
  void anEditAndWorkersRunEachJobOnce() throws Exception {
    List<Long> ids = queue.enqueue("q", JOBS);
    List<Long> ran = new ArrayList<>();
    StoredOperation done = race(Action.edit(change -> change.queue("slow")), 20, ran);
    assertThat(ran).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(ids);
    assertThat(queue.awa().queues().stats("slow").completed()).isEqualTo(done.counts().changed());
    assertThat(queue.awa().queues().stats("q").completed())
        .isEqualTo(JOBS - done.counts().changed());
  }
}
