package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Handler;
import dev.awa.Interceptor;
import dev.awa.JobState;
import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.event.JobEvent;
import dev.awa.support.LogLines;
import dev.awa.support.TestQueue;
import dev.awa.worker.Backoff;
import dev.awa.worker.Worker;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** What a handler finds on its thread, and what a developer sees of its failures. */
final class SurroundingsTest extends WorkerCase {
  private static final InheritableThreadLocal<String> TENANT = new InheritableThreadLocal<>();

  @Test
  void aHandlerInheritsNothingFromWhoeverStartedTheWorker() throws Exception {
    AtomicReference<String> tenant = new AtomicReference<>("not asked");
    AtomicReference<ClassLoader> loader = new AtomicReference<>();
    AtomicReference<ClassLoader> listenersLoader = new AtomicReference<>();
    Thread starting = Thread.currentThread();
    ClassLoader before = starting.getContextClassLoader();
    try (URLClassLoader other = new URLClassLoader(new URL[0], before)) {
      starting.setContextClassLoader(other);
      TENANT.set("of whoever started it");
      try (Worker worker =
          Worker.of(queue.dataSource())
              .config(config())
              .queue("q")
              .listen(
                  JobEvent.class,
                  event -> listenersLoader.set(Thread.currentThread().getContextClassLoader()))
              .handler(
                  "test",
                  RawJson.class,
                  (args, context) -> {
                    tenant.set(TENANT.get());
                    loader.set(Thread.currentThread().getContextClassLoader());
                    return Outcome.complete();
                  },
                  Backoff.exponential())
              .start()) {
        awaitState(enqueue(), JobState.COMPLETED);
      }
    } finally {
      TENANT.remove();
      starting.setContextClassLoader(before);
    }
    assertThat(tenant.get()).isNull();
    assertThat(loader.get()).isSameAs(SurroundingsTest.class.getClassLoader());
    assertThat(listenersLoader.get()).isSameAs(SurroundingsTest.class.getClassLoader());
  }

  @Test
  void aHandlersLogKnowsItsJob() {
    AtomicReference<Map<String, String>> found = new AtomicReference<>();
    AtomicReference<String> thread = new AtomicReference<>();
    long id = enqueue();
    try (Worker worker =
        worker(
                (args, context) -> {
                  found.set(MDC.getCopyOfContextMap());
                  thread.set(Thread.currentThread().getName());
                  return Outcome.complete();
                })
            .start()) {
      awaitState(id, JobState.COMPLETED);
    }
    assertThat(found.get())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("awa.job", "" + id, "awa.kind", "test", "awa.queue", "q", "awa.attempt", "1"));
    assertThat(thread.get()).isEqualTo("awa-job-" + id);
  }

  @Test
  void interceptorsAreAroundEachAttemptTheFirstOutermost() {
    Queue<String> calls = new ConcurrentLinkedQueue<>();
    long id = enqueue();
    try (Worker worker =
        worker(
                (args, context) -> {
                  calls.add("handler " + context.job().attempt());
                  return context.job().attempt() == 1 ? Outcome.retry("again") : Outcome.complete();
                })
            .around(noting("outer", calls))
            .around(noting("inner", calls))
            .start()) {
      awaitState(id, JobState.COMPLETED);
    }
    assertThat(calls)
        .containsExactly(
            "outer",
            "inner",
            "handler 1",
            "/inner",
            "/outer",
            "outer",
            "inner",
            "handler 2",
            "/inner",
            "/outer");
  }

  private static Interceptor noting(String name, Queue<String> calls) {
    return (context, next) -> {
      calls.add(name);
      Outcome outcome = next.call();
      calls.add("/" + name);
      return outcome;
    };
  }

  private static Outcome failing(String message) {
    throw new IllegalStateException(message, new IOException("connection reset by peer"));
  }

  @Test
  void aFailedAttemptIsToldOnceAKindAndADeadLetterEachTime() {
    Handler<RawJson> fails = (args, context) -> failing("no answer of the bank");
    try (LogLines log = new LogLines("dev.awa")) {
      try (Worker worker = worker(fails).start()) {
        List<Long> ids =
            IntStream.range(0, 20)
                .mapToObj(n -> queue.awa().enqueue(TestQueue.job("q", n).withMaxAttempts(3)).id())
                .toList();
        ids.forEach(id -> awaitState(id, JobState.FAILED));
      }
      assertThat(log.all().stream().filter(line -> line.startsWith("WARN job ")))
          .hasSizeBetween(1, 4)
          .first()
          .asString()
          .matches(
              "(?s)WARN job \\d+ \\(test, queue q\\): attempt 1 of 3 failed after \\d+ ms, again in"
                  + " 1 ms.*")
          .contains(
              "IllegalStateException: no answer of the bank", "IOException: connection reset");
      assertThat(log.all().stream().filter(line -> line.startsWith("ERROR job ")))
          .hasSize(20)
          .allSatisfy(line ->
              assertThat(line)
                  .contains("attempt 3 of 3 failed", "for good (max_attempts_exhausted)")
                  .contains("IOException: connection reset by peer"));
    }
    assertThat(events.stream().filter(JobEvent.Failed.class::isInstance))
        .hasSize(20)
        .allSatisfy(event ->
            assertThat(((JobEvent.Failed) event).thrown())
                .isInstanceOf(IllegalStateException.class)
                .hasRootCauseMessage("connection reset by peer"));
  }

  @Test
  void aStoredErrorSaysWhereWhenAndOnWhichWorker() throws SQLException {
    long id = queue.awa().enqueue(TestQueue.job("q", 0).withMaxAttempts(1)).id();
    try (Worker worker = worker((args, context) -> failing("no answer of the bank")).start()) {
      awaitState(id, JobState.FAILED);
    }
    assertThat(queue.texts("SELECT ext -> 'errors' -> 0 ->> 'error' FROM awa.jobs"))
        .first()
        .asString()
        .startsWith(
            "java.lang.IllegalStateException: no answer of the bank\n  at " + getClass().getName())
        .contains("\ncaused by java.io.IOException: connection reset by peer");
    assertThat(queue.texts("SELECT ext -> 'errors' -> 0 ->> 'worker' FROM awa.jobs"))
        .containsExactly("test");
    assertThat(
            queue.number(
                "SELECT count(*) FROM awa.jobs WHERE (ext -> 'errors' -> 0 ->> 'at')::timestamptz"
                    + " BETWEEN now() - interval '1 minute' AND now()"))
        .isEqualTo(1);
  }

  @Test
  void aQueueWithJobsAndNoWorkerIsToldOfAndSeen() throws SQLException {
    queue.enqueue("misspelt", 1);
    assertThat(queue.awa().queues().list()).extracting(one -> one.workers()).containsExactly(0);
    try (Worker worker = worker((args, context) -> Outcome.complete()).start()) {
      awaitState(enqueue(), JobState.COMPLETED);
      assertThat(queue.awa().queues().list())
          .extracting(one -> one.queue() + " " + one.workers())
          .containsExactly("misspelt 0", "q 1");
      assertThat(unserved()).containsExactly("misspelt");
    }
    queue.enqueue("q", 1);
    assertThat(unserved()).containsExactly("misspelt", "q");
    queue.awa().queues().pause("q", "test");
    assertThat(unserved()).as("a paused one is meant to wait").containsExactly("misspelt");
  }

  private List<String> unserved() throws SQLException {
    return queue.with(tx -> queue.engine().queues().unserved(tx, "", 1000)).queues();
  }

  @Test
  void aWorkerWithoutHandlersSaysSo() {
    try (LogLines log = new LogLines("dev.awa")) {
      Worker.of(queue.dataSource()).config(config()).queue("q").start().close();
      assertThat(log.all()).anyMatch(line -> line.startsWith("WARN test: has no handler at all"));
    }
  }
}
