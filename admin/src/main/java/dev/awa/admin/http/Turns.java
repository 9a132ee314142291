package dev.awa.admin.http;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Lets some costly requests work at once; others wait for their turn, and are refused then. */
final class Turns {
  private final int most;
  private final String what;
  private final Duration patience;
  private final Semaphore free;

  /**
   * Turns of costly requests.
   *
   * @param what they are, and what is done with them: {@code logins are being checked}
   * @param patience how long one waits for its turn
   */
  Turns(int most, String what, Duration patience) {
    this.most = most;
    this.what = what;
    this.patience = patience;
    this.free = new Semaphore(most, true);
  }

  <T> T run(Supplier<T> work) {
    take();
    try {
      return work.get();
    } finally {
      free.release();
    }
  }

  private void take() {
    try {
      if (free.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw Problem.of(
            Problem.Kind.TOO_MANY,
            most + " " + what + " already",
            "Wait for a few seconds, then ask again")
        .with("Retry-After", "5");
  }
}
