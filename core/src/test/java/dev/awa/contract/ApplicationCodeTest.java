package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Handler;
import dev.awa.Job;
import dev.awa.JobState;
import dev.awa.JsonCodec;
import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.event.JobEvent;
import dev.awa.lab.Eventually;
import dev.awa.support.TestQueue;
import dev.awa.worker.Backoff;
import dev.awa.worker.Worker;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.reflect.Type;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Wherever a worker calls code of the application, whatever is thrown there stays there: every job
 * comes to its end, the worker goes on, and nothing of it is open when it signs off.
 */
final class ApplicationCodeTest extends WorkerCase {
  private static final String BEAT =
      "SELECT (extract(epoch FROM max(beat_at)) * 1000)::bigint FROM awa.beats";
  private static final Duration SOON = Duration.ofMillis(1);

  /** Where the application is called. */
  enum Site {
    HANDLER,
    BACKOFF,
    LISTENER,
    CANCEL_ACTION,
    CODEC,
    INTERCEPTOR,
    INTERCEPTOR_AFTERWARDS,
    DATA_SOURCE
  }

  /** What nobody expects to be thrown. */
  private static final List<Supplier<Throwable>> THROWN =
      List.of(
          () -> new IOException("checked, where none is declared"),
          () -> new InterruptedException("by nobody"),
          IllegalStateException::new,
          StackOverflowError::new,
          () -> new OutOfMemoryError("by hand"),
          () -> new NoClassDefFoundError("dev/awa/Missing"),
          OfNoKind::new,
          Hostile::new,
          Circular::new);

  private static final class OfNoKind extends Throwable {
    private static final long serialVersionUID = 1L;
  }

  /** Throws whatever it is asked. */
  private static final class Hostile extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no message");
    }

    @Override
    public String toString() {
      throw new StackOverflowError("no text");
    }

    @Override
    public synchronized Throwable getCause() {
      throw new IllegalStateException("no cause");
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      throw new IllegalStateException("no trace");
    }
  }

  private static final class Circular extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Circular() {
      super("one");
      initCause(new RuntimeException("other", this));
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneak(Throwable thrown) throws T {
    throw (T) thrown;
  }

  /** Throws at one site what a job names, once for each job. */
  private static final class Thrower {
    private final Site site;
    private final ConcurrentHashMap<Long, Boolean> thrown = new ConcurrentHashMap<>();

    Thrower(Site site) {
      this.site = site;
    }

    void at(Site here, long job, int which) {
      if (here == site && which > 0 && thrown.putIfAbsent(job, true) == null) {
        ApplicationCodeTest.<RuntimeException>sneak(THROWN.get(which - 1).get());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(value = Site.class, names = "DATA_SOURCE", mode = EnumSource.Mode.EXCLUDE)
  void whateverIsThrownThereStaysThere(Site site) throws SQLException {
    Thrower thrower = new Thrower(site);
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i <= THROWN.size(); i++) {
      Duration deadline =
          site == Site.CANCEL_ACTION ? Duration.ofMillis(50) : Duration.ofMinutes(5);
      ids.add(queue.awa().enqueue(numbered(i).withDeadline(deadline)).id());
    }
    try (Worker worker = worker(thrower).start()) {
      ids.forEach(id -> awaitState(id, JobState.COMPLETED));
      long last = queue.awa().enqueue(numbered(0)).id();
      awaitState(last, JobState.COMPLETED);
      Eventually.holds("no attempt is left", () -> worker.running() == 0);
    }
    assertThat(thrower.thrown)
        .as("for what it was thrown")
        .hasSizeGreaterThanOrEqualTo(THROWN.size());
    assertThat(queue.number("SELECT count(*) FROM awa.workers")).as("signed off").isZero();
    assertThat(queue.number("SELECT count(*) FROM awa.members WHERE outcome IS NULL")).isZero();
  }

  private static Job<RawJson> numbered(int n) {
    Job<RawJson> job = TestQueue.job("q", n);
    return job.withMetadata(java.util.Map.of("n", n)).withDeadline(Duration.ofMinutes(5));
  }

  private static int number(dev.awa.RunningJob job) {
    return ((Number) job.metadata().get("n")).intValue();
  }

  private Worker.Builder worker(Thrower thrower) {
    return Worker.of(queue.dataSource())
        .config(config())
        .queue("q")
        .codec(
            new JsonCodec() {
              @Override
              public String write(Object value) {
                throw new UnsupportedOperationException();
              }

              @Override
              public Object read(String json, Type type) {
                int n = Integer.parseInt(json.replaceAll("\\D", ""));
                thrower.at(Site.CODEC, n, n);
                return json;
              }
            })
        .listen(
            JobEvent.class,
            event -> thrower.at(Site.LISTENER, event.job().id(), number(event.job())))
        .around((context, next) -> {
          thrower.at(Site.INTERCEPTOR, context.job().id(), number(context.job()));
          Outcome outcome = next.call();
          thrower.at(Site.INTERCEPTOR_AFTERWARDS, context.job().id(), number(context.job()));
          return outcome;
        })
        .handler(
            "test",
            String.class,
            (args, context) -> {
              long id = context.job().id();
              int n = number(context.job());
              thrower.at(Site.HANDLER, id, n);
              if (thrower.site == Site.CANCEL_ACTION && n > 0 && context.job().attempt() == 1) {
                context.onCancel(() -> thrower.at(Site.CANCEL_ACTION, id, n));
                Eventually.holds("the action runs", () -> thrower.thrown.containsKey(id));
                context.onCancel(() -> thrower.at(Site.CANCEL_ACTION, -id, n)); // at once
              }
              if (thrower.site == Site.BACKOFF && n > 0 && context.job().attempt() == 1) {
                return Outcome.retry("ask the back-off " + id + " " + n);
              }
              return Outcome.complete();
            },
            new Backoff() {
              private final AtomicInteger asked = new AtomicInteger();

              @Override
              public Duration after(int attempt) {
                int n = asked.getAndIncrement() % (THROWN.size() + 1);
                thrower.at(Site.BACKOFF, n, n);
                return Duration.ofMillis(1);
              }
            });
  }

  @Test
  void aDataSourceThatThrowsAnythingCostsNothingButTime() throws SQLException {
    AtomicInteger opened = new AtomicInteger();
    AtomicBoolean fails =
        new AtomicBoolean(); // a worker is refused that can't connect when it starts
    DataSource failing =
        new Delegating(queue.dataSource()) {
          @Override
          public Connection getConnection() throws SQLException {
            int n = fails.get() ? opened.getAndIncrement() : THROWN.size();
            if (n < THROWN.size()) {
              ApplicationCodeTest.<RuntimeException>sneak(THROWN.get(n).get());
            }
            return super.getConnection();
          }
        };
    try (Worker worker =
        Worker.of(failing)
            .config(config())
            .queue("q")
            .handler(
                "test", RawJson.class, (args, context) -> Outcome.complete(), Backoff.fixed(SOON))
            .start()) {
      fails.set(true);
      queue.texts(
          "SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity"
              + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
      long id = enqueue();
      awaitState(id, JobState.COMPLETED);
      Eventually.holds("each was thrown", () -> opened.get() > THROWN.size());
    }
    assertThat(queue.number("SELECT count(*) FROM awa.workers")).isZero();
  }

  /** A data source as an application might wrap one. */
  private static class Delegating implements DataSource {
    private final DataSource dataSource;

    Delegating(DataSource dataSource) {
      this.dataSource = dataSource;
    }

    @Override
    public Connection getConnection() throws SQLException {
      return dataSource.getConnection();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
      return dataSource.getConnection(user, password);
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
      return dataSource.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
      dataSource.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
      dataSource.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
      return dataSource.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() {
      throw new UnsupportedOperationException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
      return dataSource.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
      return dataSource.isWrapperFor(type);
    }
  }

  // --- what blocks ---

  @Test
  void whatBlocksHoldsUpNoOtherDeadlineAndNoBeat() throws SQLException {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch blocked = new CountDownLatch(2);
    Handler<RawJson> waits = untilInterrupted(new CountDownLatch(1), new AtomicBoolean());
    Worker worker =
        Worker.of(queue.dataSource())
            .config(config().withGrace(Duration.ZERO).withCancelGrace(Duration.ZERO))
            .queue("q")
            .listen(JobEvent.class, events::add)
            .handler(
                "back-off blocks",
                RawJson.class,
                waits,
                attempt -> {
                  blocked.countDown();
                  awaitQuietly(never);
                  return Duration.ZERO;
                })
            .<RawJson>handler(
                "action blocks",
                RawJson.class,
                (args, context) -> {
                  context.onCancel(() -> {
                    blocked.countDown();
                    awaitQuietly(never);
                  });
                  return waits.handle(args, context);
                },
                Backoff.fixed(SOON))
            .handler("waits", RawJson.class, waits, Backoff.fixed(SOON))
            .start();
    try {
      for (String kind : List.of("back-off blocks", "action blocks", "waits")) {
        Job<RawJson> job = Job.of(kind, new RawJson("{}")).withQueue("q").withMaxAttempts(1);
        long id = queue.awa().enqueue(job.withDeadline(Duration.ofMillis(50))).id();
        awaitState(id, JobState.FAILED);
      }
      Eventually.holds("both block", () -> blocked.getCount() == 0);
      long before = queue.number(BEAT);
      Eventually.holds("it goes on beating", () -> queue.number(BEAT) > before);
    } finally {
      worker.close();
      never.countDown();
    }
    assertThat(queue.number("SELECT count(*) FROM awa.workers")).isZero();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        // goes on
      }
    }
  }
}
