package dev.awa.chaos.scenario;

import dev.awa.chaos.lab.Lab;
import dev.awa.chaos.lab.WorkerChild;
import java.time.Duration;

/**
 * A worker gets SIGTERM while its handlers will not be done within the grace time: it ends in time,
 * and what it puts back is started elsewhere at once, not when somebody has missed it.
 */
final class ShutDownUnderLoad implements Scenario {
  /** Grace 2 s, cancel grace 2 s, and a little. */
  private static final Duration LIMIT = Duration.ofSeconds(9);

  private static final int JOBS = 20;

  @Override
  public String name() {
    return "shut-down-under-load";
  }

  @Override
  public String about() {
    return "SIGTERM while 20 handlers run for long: it ends in time and puts them back";
  }

  @Override
  public String faults() {
    return "W12";
  }

  @Override
  public void run(Lab lab) throws Exception {
    WorkerChild leaving = lab.workers().start("leaving").awaitStarted();
    lab.producers().enqueueSlow(JOBS, Duration.ofMinutes(5));
    lab.watch().awaitStarts(leaving, JOBS);
    WorkerChild other = lab.workers().start("other").awaitStarted();
    lab.injected();
    long begun = System.nanoTime();
    leaving.close();
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    if (took.compareTo(LIMIT) > 0) {
      throw new IllegalStateException("it took " + took + " to end");
    }
    lab.watch().awaitStarts(other, JOBS);
  }
}
