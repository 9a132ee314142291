package dev.awa.correctness;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The checks of several configurations, two at a time. Closing it ends those that still run. */
final class Checks implements AutoCloseable {
  private static final int AT_A_TIME = 2;

  private final ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
  private final Map<Configuration, Future<Finding>> findings = new LinkedHashMap<>();

  Checks(Checker checker, List<Configuration> configurations) {
    configurations.forEach(one -> findings.put(one, threads.submit(() -> checker.check(one))));
  }

  /** Waits for what is found out about one of them. */
  Finding of(Configuration configuration) throws IOException, InterruptedException {
    Future<Finding> finding = findings.get(configuration);
    if (finding == null) {
      throw new IllegalArgumentException(configuration.name() + " is not among these checks");
    }
    try {
      return finding.get();
    } catch (ExecutionException e) {
      throw new IOException(configuration.name() + " could not be checked", e.getCause());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }
}
