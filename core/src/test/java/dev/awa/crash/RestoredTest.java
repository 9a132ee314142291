package dev.awa.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.Job;
import dev.awa.JobState;
import dev.awa.Outcome;
import dev.awa.QueueStats;
import dev.awa.RawJson;
import dev.awa.Rebased;
import dev.awa.SchemaException;
import dev.awa.Unique;
import dev.awa.client.Awa;
import dev.awa.engine.Claimed;
import dev.awa.engine.Closure;
import dev.awa.engine.Ending;
import dev.awa.engine.Flush;
import dev.awa.engine.Ring;
import dev.awa.engine.Run;
import dev.awa.lab.Eventually;
import dev.awa.lab.Postgres;
import dev.awa.support.TestQueue;
import dev.awa.worker.Backoff;
import dev.awa.worker.Worker;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A queue with jobs in every state is dumped on one server and restored on another, whose
 * transaction ids are far behind: nobody works on it before it was rebased, and then each
 * unfinished job runs exactly once, in its place.
 */
@Tag("every-postgres")
final class RestoredTest {
  private static final Ending RETRIED = again(JobState.RETRYABLE, Duration.ofMillis(1));
  private static final Ending FAILED =
      new Ending(Closure.FAILED, new Ending.Next.Failed("failed_by_handler"), null);

  private final TestQueue here = TestQueue.create();
  private final List<Long> waiting = new ArrayList<>();
  private final List<Long> open = new ArrayList<>();
  private final List<Long> retried = new ArrayList<>();
  private long flushes;

  private static Ending again(JobState state, Duration delay) {
    return new Ending(
        Closure.RETRIED, new Ending.Next.Again(delay.toNanos() / 1000, state, 1), null);
  }

  @Test
  void aQueueThatWasRestoredElsewhereGoesOnOnceItIsRebased() throws Exception {
    useUpIds();
    fill();
    QueueStats before = here.awa().queues().stats("q");
    assertThat(before.completed()).isEqualTo(4);
    Dump dump;
    try (Connection late = here.begin()) {
      here.awa().enqueue(late, TestQueue.job("q", 1)); // was not committed when the dump was made
      dump = Dump.of(here);
      late.rollback();
    }
    try (Postgres server = OwnServer.start()) {
      TestQueue there = TestQueue.in(server.database("postgres"), "awa");
      dump.restoreTo(there);
      assertRefused(there);
      assertThat(there.awa().storage().rebase())
          .isEqualTo(new Rebased(waiting.size(), open.size()));
      assertCounts(there, before);
      List<Long> ran = work(there, before);
      List<Long> inOrder = new ArrayList<>(open);
      inOrder.addAll(waiting);
      assertThat(ran).containsExactlyInAnyOrderElementsOf(concat(inOrder, retried));
      assertThat(ran.stream().filter(inOrder::contains).toList()).isEqualTo(inOrder);
      assertTheRingGoesOn(there);
    }
  }

  private static List<Long> concat(List<Long> some, List<Long> others) {
    List<Long> all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }

  /** So that the other server is far behind. */
  private void useUpIds() throws SQLException {
    here.with(connection -> {
      TestQueue.script(
          connection,
          """
          DO $$
          BEGIN
            FOR i IN 1..20000 LOOP
              PERFORM pg_current_xact_id();
              COMMIT;
            END LOOP;
          END
          $$
          """);
      return true;
    });
  }

  /** Jobs in every state, in three segments and in the carry partition. */
  private void fill() throws SQLException {
    Awa awa = here.awa();
    long worker = here.worker();
    List<Long> first = here.enqueue("q", 12);
    Claimed claimed = here.claim(worker, "q", 9);
    end(worker, claimed, 0, TestQueue.completed());
    end(worker, claimed, 1, TestQueue.completed());
    end(worker, claimed, 2, RETRIED);
    end(worker, claimed, 3, FAILED);
    end(worker, claimed, 4, again(JobState.RETRYABLE, Duration.ofHours(1)));
    retried.add(first.get(2));
    open.addAll(first.subList(5, 9));
    awa.jobs().cancel(first.get(9), "not wanted");
    waiting.addAll(first.subList(10, 12));
    rotate();
    carryOldest();
    waiting.addAll(here.enqueue("q", 3));
    rotate();
    waiting.addAll(here.enqueue("q", 3));
    awa.enqueue(TestQueue.job("q", 1).withDelay(Duration.ofHours(1)));
    Claimed more = here.claim(worker, "q", 1); // of the window from before: first.get(10)
    assertThat(TestQueue.jobs(more)).containsExactly(first.get(10));
    end(worker, more, 0, TestQueue.completed());
    waiting.remove(first.get(10));
    Job<?> held = TestQueue.job("q", 2).withUnique(Unique.byText("one"));
    waiting.add(awa.enqueue(held).id());
    Claimed last = here.claim(worker, "q", 1);
    end(worker, last, 0, TestQueue.completed());
    waiting.removeAll(TestQueue.jobs(last));
    here.declareDead(worker);
  }

  private void end(long worker, Claimed claimed, int member, Ending ending) throws SQLException {
    Claimed.Batch batch = claimed.batches().getFirst();
    Run run = batch.runs().get(member);
    List<Flush.Ended> ended = List.of(TestQueue.ended(batch.claim(), run, ending));
    assertThat(here.flush(worker, ++flushes, ended)).isEmpty();
  }

  private void rotate() {
    here.awa().storage().rotate();
  }

  private void carryOldest() throws SQLException {
    Ring ring = here.engine().ring();
    Ring.Generation oldest = new Ring.Generation(0, (short) 0);
    here.transaction(tx ->
        assertThat(
                here.engine()
                    .leadership()
                    .<Ring.Emptying>lend(
                        tx,
                        Duration.ofSeconds(10),
                        lead -> ring.carry(tx, lead, oldest, Duration.ofSeconds(1))))
            .isEqualTo(Ring.Emptying.CARRIED));
  }

  private static void assertRefused(TestQueue queue) {
    assertThatThrownBy(() -> Worker.of(queue.dataSource()).queue("q").start())
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("was written in another cluster")
        .hasMessageContaining("awa storage rebase");
    assertThatThrownBy(queue.awa()::check).isInstanceOf(SchemaException.class);
  }

  /** What runs when a worker with one permit works until all is done. */
  private List<Long> work(TestQueue queue, QueueStats before) throws SQLException {
    Queue<Long> ran = new ConcurrentLinkedQueue<>();
    long all = before.completed() + waiting.size() + open.size() + retried.size();
    try (Worker worker =
        Worker.of(queue.dataSource())
            .queue("q", 1)
            .handler(
                "test",
                RawJson.class,
                (args, context) -> {
                  ran.add(context.job().id());
                  return Outcome.complete();
                },
                Backoff.exponential())
            .start()) {
      Eventually.holds(
          () -> "all complete: " + queue.awa().queues().stats("q") + ", ran " + ran,
          Duration.ofSeconds(60),
          () -> queue.awa().queues().stats("q").completed() == all);
    }
    QueueStats after = queue.awa().queues().stats("q");
    assertThat(List.of(after.available(), after.running())).containsExactly(0L, 0L);
    assertThat(List.of(after.scheduled(), after.retryable(), after.failed(), after.cancelled()))
        .containsExactly(1L, 1L, 1L, 1L);
    assertScanned(queue, after);
    return List.copyOf(ran);
  }

  private void assertCounts(TestQueue queue, QueueStats before) throws SQLException {
    QueueStats after = queue.awa().queues().stats("q");
    assertThat(after.available()).isEqualTo(waiting.size() + open.size());
    assertThat(after.running()).isZero();
    assertThat(after.completed()).isEqualTo(before.completed());
    assertThat(
            List.of(
                after.scheduled(),
                after.retryable(),
                after.failed(),
                after.cancelled(),
                after.deadLetters()))
        .containsExactly(
            before.scheduled(),
            before.retryable(),
            before.failed(),
            before.cancelled(),
            before.deadLetters());
    assertScanned(queue, after);
  }

  /** Completed jobs from before the rebase are sums only; all others are there to be counted. */
  private static void assertScanned(TestQueue queue, QueueStats stats) throws SQLException {
    assertThat(stats.available()).isEqualTo(scan(queue, "available"));
    assertThat(stats.running()).isEqualTo(scan(queue, "running"));
    assertThat(stats.scheduled()).isEqualTo(scan(queue, "scheduled"));
    assertThat(stats.retryable()).isEqualTo(scan(queue, "retryable"));
    assertThat(stats.failed()).isEqualTo(scan(queue, "failed"));
    assertThat(stats.cancelled()).isEqualTo(scan(queue, "cancelled"));
  }

  private static long scan(TestQueue queue, String state) throws SQLException {
    return queue.number("SELECT count(*) FROM awa.jobs WHERE queue = 'q' AND state = ?", state);
  }

  /** New jobs get new ids, and the ring is turned. */
  private static void assertTheRingGoesOn(TestQueue queue) throws SQLException {
    long known = queue.number("SELECT max(id) FROM awa.jobs");
    List<Long> added = new ArrayList<>(queue.enqueue("q", 2));
    assertThat(added.getFirst()).isGreaterThan(known);
    queue.awa().storage().rotate();
    added.addAll(queue.enqueue("q", 1));
    assertThat(queue.drain(queue.worker(), "q")).isEqualTo(added);
  }
}
