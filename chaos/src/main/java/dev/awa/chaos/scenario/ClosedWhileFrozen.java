package dev.awa.chaos.scenario;

import dev.awa.chaos.lab.Lab;
import dev.awa.chaos.lab.WorkerChild;
import dev.awa.chaos.ledger.Entry;
import dev.awa.chaos.ledger.Fault;
import dev.awa.lab.Postgres;
import java.time.Duration;

/**
 * Workers are closed while their handlers run for minutes: one by a thread that is interrupted,
 * which waits for nobody and puts all back; then one like it and one by SIGTERM, while every
 * process of the database stands still. Each process ends in time and by itself, its {@code main}
 * has returned long ago; what could not be put back is rescued.
 */
final class ClosedWhileFrozen implements Scenario {
  private static final int JOBS = 20;

  /** An interrupted close waits 2 s for the database at most, and a goodbye takes two more. */
  private static final Duration HURRIED = Duration.ofSeconds(8);

  /** Grace, cancel grace and send grace of a second each, two for the goodbye, and a little. */
  private static final Duration LIMIT = Duration.ofSeconds(9);

  @Override
  public String name() {
    return "closed-while-frozen";
  }

  @Override
  public String about() {
    return "workers are closed by SIGTERM and by an interrupted thread, while the database stands"
        + " still: they end in time";
  }

  @Override
  public String faults() {
    return "W12, W13, D4";
  }

  @Override
  public boolean sharesServer() {
    return false;
  }

  @Override
  public void run(Lab lab) throws Exception {
    WorkerChild hurried = lab.workers().startHasty("hurried").awaitStarted();
    lab.producers().enqueueSlow(JOBS, Duration.ofMinutes(5));
    lab.watch().awaitStarts(hurried, JOBS);
    lab.injected();
    hurried.closeInterrupted();
    hurried.awaitEnd(HURRIED);
    requireStillInterrupted(hurried);
    WorkerChild interrupted = lab.workers().startHasty("interrupted").awaitStarted();
    lab.watch().awaitStarts(interrupted, JOBS); // they were put back: nobody is to be rescued
    lab.producers().enqueueSlow(JOBS, Duration.ofMinutes(5));
    lab.watch().awaitStarts(interrupted, 2 * JOBS);
    WorkerChild terminated = lab.workers().startHasty("terminated").awaitStarted();
    lab.producers().enqueueSlow(JOBS, Duration.ofMinutes(5));
    lab.watch().awaitStarts(terminated, JOBS);
    lab.begin(Fault.DISCONNECTED, Entry.ALL);
    Postgres server = lab.database().server();
    server.freeze();
    try {
      interrupted.closeInterrupted();
      terminated.terminate();
      interrupted.awaitEnd(HURRIED);
      terminated.awaitEnd(LIMIT);
    } finally {
      server.thaw();
    }
    requireStillInterrupted(interrupted);
    interrupted.endedUnheard();
    terminated.endedUnheard();
    lab.end(Fault.DISCONNECTED, Entry.ALL);
    WorkerChild heir = lab.workers().start("heir").awaitStarted();
    lab.watch().awaitStarts(heir, 2 * JOBS);
  }

  private static void requireStillInterrupted(WorkerChild worker) {
    if (!worker.output().contains("the thread is interrupted: true")) {
      throw new IllegalStateException(
          "the interrupt is gone, or close() has not returned: " + worker.output());
    }
  }
}
