package dev.awa.bench.scenario;

import dev.awa.bench.lab.SendEmail;
import dev.awa.worker.Worker;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The worker process of {@link Sleepers}: prints what it measured, a {@code name=number} a line.
 */
public final class SleepersWorker {
  private static final double MEGABYTE = 1 << 20;
  private static final double SECONDS = 1e-9;

  private final int jobs;
  private final CountDownLatch done;
  private final AtomicInteger asleep = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final AtomicLong first = new AtomicLong(Long.MAX_VALUE);
  private final AtomicLong last = new AtomicLong(Long.MIN_VALUE);
  private volatile double live = Double.NaN;

  private SleepersWorker(int jobs) {
    this.jobs = jobs;
    done = new CountDownLatch(jobs);
  }

  /** Started with a URL and a number of jobs that wait. */
  public static void main(String[] arguments) throws Exception {
    Locale.setDefault(Locale.ROOT); // numbers are printed for programs too
    new SleepersWorker(Integer.parseInt(arguments[1])).run(arguments[0]);
  }

  private void run(String url) throws Exception {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setUrl(url);
    long begun = System.nanoTime();
    try (Worker worker =
        Worker.of(dataSource)
            .queue(SendEmail.QUEUE, jobs)
            .task(SendEmail.class, (email, context) -> sleep())
            .start()) {
      measureWhenAllSleep();
      done.await();
      awaitClosed(dataSource);
      print("wall", (System.nanoTime() - begun) * SECONDS);
      print("still running", worker.running());
    }
    print("handlers", (last.get() - first.get()) * SECONDS);
    print("most", most.get());
    print("peak", peak() / MEGABYTE);
    print("live", Double.isNaN(live) ? peak() / MEGABYTE : live);
    print("resident", resident());
  }

  private void sleep() throws InterruptedException {
    long started = System.nanoTime();
    first.accumulateAndGet(started, Math::min);
    int now = asleep.incrementAndGet();
    most.accumulateAndGet(now, Math::max);
    Thread.sleep(1_000);
    asleep.decrementAndGet();
    last.accumulateAndGet(System.nanoTime(), Math::max);
    done.countDown();
  }

  /** The collection takes a fraction of the second that they sleep. */
  private void measureWhenAllSleep() throws InterruptedException {
    while (asleep.get() < jobs && done.getCount() > jobs / 2) {
      Thread.sleep(1);
    }
    System.gc();
    live = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MEGABYTE;
  }

  private void awaitClosed(PGSimpleDataSource dataSource)
      throws SQLException, InterruptedException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      long closed = 0;
      while (closed < jobs) {
        Thread.sleep(2);
        try (ResultSet row = statement.executeQuery("SELECT sum(n) FROM awa.closures")) {
          row.next();
          closed = row.getLong(1);
        }
      }
    }
  }

  private static double peak() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToDouble((MemoryPoolMXBean pool) -> pool.getPeakUsage().getUsed())
        .sum();
  }

  /** Of the whole process, in megabytes; 0 where there is no /proc. */
  private static double resident() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("VmHWM"))
          .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
          .sum();
    } catch (IOException e) {
      return 0;
    }
  }

  private static void print(String name, double value) {
    System.out.println(name + "=" + value);
  }
}
