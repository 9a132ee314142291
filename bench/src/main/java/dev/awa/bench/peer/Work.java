package dev.awa.bench.peer;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a handler does: nothing, or sleep, or what a job of the mix asks for, and note it.
 *
 * @param mix what the queue has of the mix; null when the jobs are not those of the mix
 * @param holder who notes it, where several processes do
 */
public record Work(Ledger ledger, Duration sleep, @Nullable Set<MixJob.Part> mix, int holder) {

  /** A handler that is meant to fail has failed. */
  public static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Failure() {
      super("this job is meant to fail", null, false, false);
    }
  }

  /** Handlers that do nothing. */
  public static Work none(Ledger ledger) {
    return sleeping(ledger, Duration.ZERO);
  }

  /** Handlers that sleep. */
  public static Work sleeping(Ledger ledger, Duration sleep) {
    return new Work(ledger, sleep, null, 0);
  }

  /** Handlers of jobs of the mix, of which the queue has these parts. */
  public static Work mixed(Ledger ledger, Set<MixJob.Part> parts) {
    return new Work(ledger, Duration.ZERO, parts, 0);
  }

  /** The same, noted by somebody else. */
  public Work withHolder(int value) {
    return new Work(ledger, sleep, mix, value);
  }

  public boolean isMixed() {
    return mix != null;
  }

  /** Does the work of the n-th job. */
  public void run(long n) throws InterruptedException {
    int start = ledger.starts(n, System.nanoTime(), holder);
    if (mix != null) {
      run(MixJob.of(n, mix), start);
    } else if (!sleep.isZero()) {
      Thread.sleep(sleep);
    }
    ledger.ends(n, System.nanoTime());
  }

  private static void run(MixJob job, int start) throws InterruptedException {
    Thread.sleep(job.millis());
    if (job.failsAt(start)) {
      throw new Failure();
    }
  }
}
