package dev.awa.bench.dashboard;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** Open dashboards: each asks for its page again after five seconds, as its script does. */
final class Viewers implements AutoCloseable {
  private static final long REST_NANOS = Duration.ofSeconds(5).toNanos();
  private static final long LOOK_NANOS = Duration.ofMillis(50).toNanos();
  private static final List<String> PLACES = List.of("/", "/jobs");

  private final AtomicBoolean over = new AtomicBoolean();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<Long>> all;

  /** Opens so many, half of them on the overview and half on the page of jobs. */
  Viewers(Visits visits, int viewers) {
    all =
        java.util.stream.IntStream.range(0, viewers)
            .mapToObj(n -> threads.submit(() -> view(visits, n, viewers)))
            .toList();
  }

  private long view(Visits visits, int n, int viewers) throws Exception {
    rest(REST_NANOS * n / viewers);
    long looks = 0;
    while (!over.get()) {
      long begun = System.nanoTime();
      visits.get(PLACES.get(n % PLACES.size()));
      looks++;
      rest(Math.max(REST_NANOS, 10 * (System.nanoTime() - begun)));
    }
    return looks;
  }

  private void rest(long nanos) {
    long until = System.nanoTime() + nanos;
    while (!over.get() && System.nanoTime() < until) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  /** Closes them; answers how often they have asked. */
  long end() throws Exception {
    over.set(true);
    long looks = 0;
    for (Future<Long> one : all) {
      looks += one.get();
    }
    return looks;
  }

  @Override
  public void close() {
    over.set(true);
    threads.close();
  }
}
