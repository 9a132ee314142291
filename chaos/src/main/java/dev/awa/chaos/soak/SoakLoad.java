package dev.awa.chaos.soak;

import dev.awa.CancelVerdict;
import dev.awa.Enqueued;
import dev.awa.Job;
import dev.awa.client.Awa;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Enqueues mixed jobs at an even pace: of a hundred, 2 are retried, 2 snooze, 2 are scheduled, 2
 * are scheduled and cancelled by the client, 2 fail for good, 2 are cancelled by their handler.
 */
final class SoakLoad {
  static final String QUEUE = "soak";
  static final String PAUSED = "soak-paused";
  private static final int BATCH = 20;
  private static final Duration LATER = Duration.ofSeconds(2);

  private final Awa awa;
  private final SoakLedger ledger;
  private final Windows windows;
  private final int rate;
  private long number;

  SoakLoad(Awa awa, SoakLedger ledger, Windows windows, int rate) {
    this.awa = awa;
    this.ledger = ledger;
    this.windows = windows;
    this.rate = rate;
  }

  /**
   * The arguments of a job.
   *
   * @param ending how its first run ends; the next one completes
   * @param millis how long it takes
   */
  record Soaking(String ending, long millis) {}

  /** Enqueues until the windows are over; falls behind rather than to enqueue in bursts. */
  void run() {
    long next = System.nanoTime();
    while (!windows.isOver()) {
      enqueueBatch();
      next = Math.max(next + BATCH * 1_000_000_000L / rate, System.nanoTime() - 100_000_000L);
      LockSupport.parkNanos(next - System.nanoTime());
    }
  }

  private void enqueueBatch() {
    List<Job<Soaking>> jobs = new ArrayList<>();
    List<Integer> toCancel = new ArrayList<>();
    for (int i = 0; i < BATCH; i++) {
      int kind = (int) (number++ % 100);
      if (kind == 3 || kind == 53) {
        toCancel.add(i);
      }
      jobs.add(job(kind % 50));
    }
    List<Enqueued> answers = awa.enqueueAll(jobs);
    answers.forEach(answer -> ledger.acknowledge(answer.id()));
    toCancel.forEach(i -> cancel(answers.get(i).id()));
  }

  private static Job<Soaking> job(int kind) {
    Job<Soaking> job = Job.of("soak", new Soaking(ending(kind), 0)).withQueue(QUEUE);
    return kind == 3 || kind == 4 ? job.withDelay(LATER) : job;
  }

  private static String ending(int kind) {
    return switch (kind) {
      case 1 -> "retry";
      case 2 -> "snooze";
      case 5 -> "fail";
      case 6 -> "cancel";
      default -> "complete";
    };
  }

  private void cancel(long id) {
    CancelVerdict verdict = awa.jobs().cancel(id, "soak");
    if (verdict == CancelVerdict.CANCELLED) {
      ledger.finish(id);
      windows.finish();
    }
  }

  /** Jobs that wait in a paused queue for the whole run. */
  void fillPausedQueue(int count) {
    awa.queues().pause(PAUSED, "soak");
    List<Job<Soaking>> jobs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      jobs.add(Job.of("soak", new Soaking("complete", 0)).withQueue(PAUSED));
    }
    awa.enqueueAll(jobs).forEach(answer -> ledger.acknowledge(answer.id()));
  }

  /** A job that runs for as long as this. */
  void enqueueLong(Duration time) {
    Job<Soaking> job = Job.of("soak", new Soaking("complete", time.toMillis())).withQueue(QUEUE);
    ledger.acknowledge(awa.enqueue(job).id());
  }
}
