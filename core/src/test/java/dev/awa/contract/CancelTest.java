package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.CancelVerdict;
import dev.awa.Job;
import dev.awa.JobFilter;
import dev.awa.JobState;
import dev.awa.QueueStats;
import dev.awa.RawJson;
import dev.awa.Unique;
import dev.awa.client.Awa;
import dev.awa.support.TestQueue;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Cancelling one job by its key, and many by what they are. */
@Tag("every-postgres")
final class CancelTest {
  private final TestQueue queue = TestQueue.create();

  private static Job<RawJson> keyed(String key) {
    return TestQueue.job("q", 0).withUnique(Unique.byText(key));
  }

  private CancelVerdict cancel(Job<?> like) {
    return queue.awa().jobs().cancel(like, "not wanted");
  }

  private long cancelAll(@Nullable JobState state, @Nullable String kind, int limit) {
    return queue
        .awa()
        .jobs()
        .cancelAll(
            JobFilter.newest(limit).withState(state).withQueue("q").withKind(kind), "not wanted");
  }

  private QueueStats stats() {
    return queue.awa().queues().stats("q");
  }

  @Test
  void anIdThatIsThereTwiceIsOneJob() {
    long id = queue.awa().enqueue(TestQueue.job("q", 0)).id();
    assertThat(queue.awa().jobs().cancel(List.of(id, id), "not wanted"))
        .containsExactly(Map.entry(id, CancelVerdict.CANCELLED));
  }

  @Test
  void theHolderOfAKeyIsCancelledAndTheKeyIsFree() {
    long id = queue.awa().enqueue(keyed("order 7")).id();
    assertThat(cancel(keyed("order 8"))).isEqualTo(CancelVerdict.UNKNOWN);
    assertThat(cancel(keyed("order 7"))).isEqualTo(CancelVerdict.CANCELLED);
    assertThat(queue.awa().jobs().find(id).orElseThrow().state()).isEqualTo(JobState.CANCELLED);
    assertThat(cancel(keyed("order 7"))).as("nobody holds it").isEqualTo(CancelVerdict.UNKNOWN);
    assertThat(queue.awa().enqueue(keyed("order 7")).duplicate()).isFalse();
  }

  @Test
  void aJobWithoutARuleHasNoKeyToFind() {
    assertThatThrownBy(() -> cancel(TestQueue.job("q", 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unique");
  }

  @Test
  void everyUnfinishedJobOfAQueueIsCancelled() throws SQLException {
    long worker = queue.worker();
    queue.enqueue("q", 2500);
    queue.claim(worker, "q", 100);
    queue.awa().enqueue(TestQueue.job("q", 0).withDelay(Duration.ofHours(1)));
    queue.enqueue("other", 1);
    assertThat(cancelAll(null, null, JobFilter.MAX_LIMIT)).isEqualTo(2501);
    assertThat(stats())
        .returns(2501L, QueueStats::cancelled)
        .returns(0L, QueueStats::available)
        .returns(0L, QueueStats::running)
        .returns(0L, QueueStats::scheduled);
    assertThat(queue.claim(worker, "q", 10).runs()).isZero();
    assertThat(queue.awa().queues().stats("other").available()).isEqualTo(1);
    assertThat(cancelAll(null, null, JobFilter.MAX_LIMIT)).as("none is left").isZero();
    queue.enqueue("q", 3);
    assertThat(queue.claim(worker, "q", 10).runs()).as("the queue goes on").isEqualTo(3);
  }

  @Test
  void aFilterCancelsWhatItNamesAndNoMoreThanItsLimit() throws SQLException {
    queue.enqueue("q", 5);
    List<Long> others =
        LongStream.range(0, 5)
            .map(i ->
                queue.awa().enqueue(Job.of("other kind", new RawJson("{}")).withQueue("q")).id())
            .boxed()
            .toList();
    assertThat(cancelAll(JobState.AVAILABLE, "test", 3)).isEqualTo(3);
    assertThat(cancelAll(JobState.SCHEDULED, "test", 3)).isZero();
    assertThat(cancelAll(null, "test", 100)).isEqualTo(2);
    assertThat(queue.drain(queue.worker(), "q")).as("in order").isEqualTo(others);
  }

  @Test
  void runningJobsAreCancelledOnOneConnection() throws SQLException {
    queue.enqueue("q", 50);
    queue.claim(queue.worker(), "q", 50);
    AtomicInteger taken = new AtomicInteger();
    DataSource counting =
        (DataSource)
            Proxy.newProxyInstance(
                DataSource.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("getConnection")) {
                    taken.incrementAndGet();
                  }
                  return method.invoke(queue.dataSource(), arguments);
                });
    long cancelled =
        Awa.of(counting)
            .jobs()
            .cancelAll(
                JobFilter.newest(100).withState(JobState.RUNNING).withQueue("q"), "not wanted");
    assertThat(cancelled).isEqualTo(50);
    assertThat(taken).hasValueLessThanOrEqualTo(2);
    assertThat(queue.number("SELECT count(DISTINCT xmin::text) FROM awa.finished_jobs"))
        .as("each in a transaction of its own")
        .isEqualTo(50);
  }

  @Test
  void aFilterNeedsAQueue() {
    assertThatThrownBy(() -> queue.awa().jobs().cancelAll(JobFilter.newest(10), "all of them"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("queue");
  }

  @Test
  void aJobThatIsBeingEnqueuedIsNotCancelledWithTheOthers() throws SQLException {
    try (Connection open = queue.begin()) {
      queue.awa().enqueue(open, TestQueue.job("q", 0));
      queue.enqueue("q", 2);
      assertThat(cancelAll(null, null, 100)).isEqualTo(2);
      open.commit();
    }
    assertThat(stats().available()).isEqualTo(1);
    assertThat(queue.claim(queue.worker(), "q", 10).runs()).isEqualTo(1);
  }
}
