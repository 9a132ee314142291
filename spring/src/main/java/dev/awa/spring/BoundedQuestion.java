package dev.awa.spring;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A question that is asked on a thread of its own, so that whoever waits for the answer waits only
 * so long. While it hangs it is not asked again: there is one thread and one connection at most,
 * however often somebody wants to know.
 */
final class BoundedQuestion<T> {
  private final Callable<T> question;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable FutureTask<T> asked;

  BoundedQuestion(Callable<T> question) {
    this.question = question;
  }

  /**
   * The answer to the question as it is asked now, or was asked a moment ago by somebody else.
   *
   * @throws TimeoutException when there is none in this time
   * @throws Exception what the question throws
   */
  T answer(Duration within) throws Exception {
    try {
      return asked().get(within.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }

  private FutureTask<T> asked() {
    lock.lock();
    try {
      FutureTask<T> now = asked;
      if (now == null || now.isDone()) {
        now = new FutureTask<>(question);
        asked = now;
        Thread.ofPlatform().daemon().name("awa actuator").start(now);
      }
      return now;
    } finally {
      lock.unlock();
    }
  }
}
