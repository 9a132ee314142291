package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Handler;
import dev.awa.JobState;
import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.StoredJob;
import dev.awa.event.JobEvent;
import dev.awa.lab.Eventually;
import dev.awa.support.TestQueue;
import dev.awa.worker.Backoff;
import dev.awa.worker.Worker;
import dev.awa.worker.WorkerConfig;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** A queue and workers of it, and what they said. */
abstract class WorkerCase {
  record Greeting(String to, int times) {}

  private static final Duration SOON = Duration.ofMillis(1);

  final TestQueue queue = TestQueue.create();
  final Queue<JobEvent> events = new ConcurrentLinkedQueue<>();

  static WorkerConfig config() {
    return WorkerConfig.defaults()
        .withName("test")
        .withGrace(Duration.ofSeconds(20))
        .withCancelGrace(Duration.ofSeconds(20));
  }

  /** A worker of queue "q" that runs jobs of kind "test". */
  final Worker.Builder worker(Handler<RawJson> handler) {
    return worker(config(), handler);
  }

  final Worker.Builder worker(WorkerConfig config, Handler<RawJson> handler) {
    return Worker.of(queue.dataSource())
        .config(config)
        .queue("q")
        .listen(JobEvent.class, events::add)
        .handler("test", RawJson.class, handler, Backoff.fixed(SOON));
  }

  /** Waits until it is interrupted, notes whether it was cancelled then, and completes. */
  static Handler<RawJson> untilInterrupted(CountDownLatch begun, AtomicBoolean cancelled) {
    return (args, context) -> {
      begun.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        cancelled.set(context.isCancelled());
      }
      return Outcome.complete();
    };
  }

  final StoredJob job(long id) {
    return queue.awa().jobs().find(id).orElseThrow();
  }

  final long enqueue() {
    return queue.awa().enqueue(TestQueue.job("q", 0)).id();
  }

  final void awaitState(long id, JobState state) {
    Eventually.holds(() -> state + " is reached by " + job(id), () -> job(id).state() == state);
  }

  final List<String> heardOf(long id) {
    return events.stream()
        .filter(event -> event.job().id() == id)
        .map(event -> event.getClass().getSimpleName() + " " + event.job().attempt())
        .toList();
  }

  final void awaitEvents(long id, String... expected) {
    Eventually.holds(
        () -> "heard of " + List.of(expected) + ", got " + heardOf(id),
        () -> heardOf(id).size() >= expected.length);
    assertThat(heardOf(id)).containsExactly(expected);
  }
}
