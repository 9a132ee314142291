package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.Handler;
import dev.awa.JobState;
import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.event.JobEvent;
import dev.awa.lab.Eventually;
import dev.awa.lab.Proxy;
import dev.awa.support.LogLines;
import dev.awa.worker.Backoff;
import dev.awa.worker.Worker;
import dev.awa.worker.WorkerConfig;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** A worker comes to its end in bounded time, whoever closes it, and however. */
final class ClosingTest extends WorkerCase {
  private static final Duration FEW_SECONDS = Duration.ofSeconds(25);

  private static Handler<RawJson> stubborn(CountDownLatch begun, CountDownLatch free) {
    return (args, context) -> {
      begun.countDown();
      awaitUninterruptibly(free);
      return Outcome.complete();
    };
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        // goes on
      }
    }
  }

  /** The threads that a worker of this name has, but for one that a driver may hang in. */
  private static long threads(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> (thread.getName() + " ").startsWith(name + " ") && thread.isAlive())
        .filter(thread -> !thread.getName().endsWith(" connecting"))
        .count();
  }

  private long connections(String application) throws SQLException {
    return queue.number(
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = ?", application);
  }

  private PGSimpleDataSource named(String application) {
    PGSimpleDataSource original = (PGSimpleDataSource) queue.dataSource();
    PGSimpleDataSource copy = new PGSimpleDataSource();
    copy.setURL(original.getURL());
    copy.setUser(original.getUser());
    copy.setApplicationName(application);
    return copy;
  }

  @Test
  void anInterruptedThreadClosesWithoutWaitingAndStaysInterrupted() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch free = new CountDownLatch(1);
    long id = enqueue();
    Worker worker =
        Worker.of(named("interrupted"))
            .config(WorkerConfig.defaults().withName("interrupted"))
            .queue("q")
            .handler("test", RawJson.class, stubborn(begun, free), Backoff.exponential())
            .start();
    begun.await();
    AtomicBoolean interrupted = new AtomicBoolean();
    long before = System.nanoTime();
    Thread closing =
        Thread.ofPlatform()
            .start(() -> {
              Thread.currentThread().interrupt();
              worker.close();
              interrupted.set(Thread.interrupted());
            });
    assertThat(closing.join(FEW_SECONDS)).as("closed, long before the grace is over").isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(FEW_SECONDS);
    assertThat(interrupted.get()).isTrue();
    assertThat(job(id).state()).as("put back").isEqualTo(JobState.AVAILABLE);
    assertThat(queue.number("SELECT count(*) FROM awa.workers")).as("signed off").isZero();
    Eventually.holds("no thread is left", () -> threads("interrupted") == 0);
    Eventually.holds("no connection is left", () -> connections("interrupted") == 0);
    worker.close();
    free.countDown();
  }

  @Test
  void anInterruptWhileItWaitsEndsTheWait() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch free = new CountDownLatch(1);
    long id = enqueue();
    Worker worker = worker(config().withGrace(Duration.ofDays(1)), stubborn(begun, free)).start();
    begun.await();
    Thread closing = Thread.ofPlatform().start(worker::close);
    Eventually.holds("it waits", () -> closing.getState() == Thread.State.WAITING);
    closing.interrupt();
    assertThat(closing.join(FEW_SECONDS)).isTrue();
    assertThat(job(id).state()).isEqualTo(JobState.AVAILABLE);
    free.countDown();
  }

  @Test
  void aHandlerThatInterruptsEveryThreadDisturbsNoShutdown() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch free = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    long id = enqueue();
    Worker worker =
        Worker.of(named("disturbed"))
            .config(WorkerConfig.defaults().withName("disturbed"))
            .queue("q")
            .handler("test", RawJson.class, stubborn(begun, free), Backoff.exponential())
            .start();
    begun.await();
    Thread closing = Thread.ofPlatform().start(worker::close);
    Eventually.holds("it waits", () -> threads("disturbed shutdown") == 1);
    Thread hostile = Thread.ofPlatform().start(() -> interruptAll("disturbed", over));
    Eventually.holds("it is disturbed", () -> hostile.getState() == Thread.State.TIMED_WAITING);
    free.countDown();
    assertThat(closing.join(FEW_SECONDS)).isTrue();
    over.countDown();
    hostile.join();
    assertThat(job(id).state()).isEqualTo(JobState.COMPLETED);
    assertThat(queue.number("SELECT count(*) FROM awa.workers")).as("signed off").isZero();
    Eventually.holds("no connection is left", () -> connections("disturbed") == 0);
  }

  /** As code does that means well and reaches for threads that it does not know. */
  private static void interruptAll(String worker, CountDownLatch over) {
    try {
      while (!over.await(5, TimeUnit.MILLISECONDS)) {
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith(worker + " "))
            .forEach(Thread::interrupt);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whoClosesASecondTimeWaitsForTheFirst() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch free = new CountDownLatch(1);
    long id = enqueue();
    Worker worker = worker(stubborn(begun, free)).start();
    begun.await();
    Thread first = Thread.ofPlatform().start(worker::close);
    Thread second = Thread.ofPlatform().start(worker::close);
    Eventually.holds(
        "both wait",
        () ->
            first.getState() == Thread.State.WAITING && second.getState() == Thread.State.WAITING);
    free.countDown();
    first.join();
    second.join();
    assertThat(job(id).state()).isEqualTo(JobState.COMPLETED);
    assertThat(queue.number("SELECT count(*) FROM awa.workers")).isZero();
  }

  @Test
  void aListenerMayCloseItsWorker() {
    AtomicReference<Worker> self = new AtomicReference<>();
    CountDownLatch closed = new CountDownLatch(1);
    self.set(
        worker((args, context) -> Outcome.complete())
            .listen(
                JobEvent.class,
                event -> {
                  if (event instanceof JobEvent.Completed) {
                    Eventually.holds("it is known", () -> self.get() != null);
                    self.get().close();
                    closed.countDown();
                  }
                })
            .start());
    long id = enqueue();
    Eventually.holds("the listener comes back", () -> closed.getCount() == 0);
    awaitState(id, JobState.COMPLETED);
    self.get().close();
    Eventually.holds("it signs off", () -> queue.number("SELECT count(*) FROM awa.workers") == 0);
  }

  @Test
  void aListenerThatBlocksForEverStopsNoClose() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch blocked = new CountDownLatch(1);
    Worker worker =
        worker((args, context) -> Outcome.complete())
            .listen(
                JobEvent.class,
                event -> {
                  blocked.countDown();
                  awaitUninterruptibly(never);
                })
            .start();
    enqueue();
    blocked.await();
    Thread closing = Thread.ofPlatform().start(worker::close);
    assertThat(closing.join(FEW_SECONDS)).isTrue();
    assertThat(queue.number("SELECT count(*) FROM awa.workers")).isZero();
    never.countDown();
  }

  @Test
  void aDatabaseThatStandsStillStopsNoClose() throws Exception {
    Duration send = Duration.ofSeconds(1);
    try (Proxy proxy = Proxy.to(named("frozen").getPortNumbers()[0])) {
      PGSimpleDataSource frozen = named("frozen");
      frozen.setPortNumbers(new int[] {proxy.port()});
      Worker worker =
          Worker.of(frozen)
              .config(
                  config()
                      .withName("frozen")
                      .withGrace(Duration.ofSeconds(1))
                      .withCancelGrace(Duration.ofSeconds(1))
                      .withSendGrace(send)
                      .withNetworkTimeout(Duration.ofDays(20)))
              .queue("q")
              .handler(
                  "test",
                  RawJson.class,
                  (args, context) -> Outcome.complete(),
                  Backoff.exponential())
              .start();
      long id = enqueue();
      awaitState(id, JobState.COMPLETED);
      proxy.stall();
      Thread closing = Thread.ofPlatform().start(worker::close);
      assertThat(closing.join(FEW_SECONDS)).as("1 + 1 + 1 s and a few").isTrue();
      Eventually.holds("no thread is left", () -> threads("frozen") == 0);
    }
  }

  @Test
  void theLogSaysWhatItWaitsForAndHowLongItTook() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch free = new CountDownLatch(1);
    long id = enqueue();
    try (LogLines log = new LogLines("dev.awa")) {
      Worker worker = worker(stubborn(begun, free)).start();
      begun.await();
      Thread closing = Thread.ofPlatform().start(worker::close);
      Eventually.holds(
          () -> "it says what it waits for: " + log.all(),
          () ->
              log.all().stream()
                  .anyMatch(
                      line -> line.contains("test: waits for 1 handlers: job " + id + " (test, ")));
      free.countDown();
      closing.join();
      assertThat(log.all())
          .anyMatch(
              line -> line.matches("(?s)INFO test: started as worker .*\\{q=50\\}.*\\[test\\].*"))
          .contains("INFO test: shuts down; 1 handlers run")
          .anyMatch(line ->
              line.matches(
                  "INFO test: was shut down in \\d+ ms; 0 handlers still run, 0 endings were"
                      + " not stored"));
    }
  }

  @Test
  void aStartThatFailsLeavesNothing() throws Exception {
    PGSimpleDataSource elsewhere = named("half started");
    assertThatThrownBy(Worker.of(elsewhere).schema("nowhere").queue("q")::start)
        .isInstanceOf(dev.awa.SchemaException.class);
    Eventually.holds("no connection is left", () -> connections("half started") == 0);
    assertThat(queue.number("SELECT count(*) FROM awa.workers")).isZero();
  }

  @Test
  void aWorkerCanBeStartedAndClosedOnAVirtualThread() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    Thread.ofVirtual()
        .start(() -> {
          worker((args, context) -> Outcome.complete()).start().close();
          done.countDown();
        });
    done.await();
    assertThat(queue.number("SELECT count(*) FROM awa.workers")).isZero();
  }
}
