package dev.awa.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Whether an attempt is still wanted, and how its handler is told when it is not. */
final class Cancellation {
  private static final Complaint COMPLAINT = new Complaint(Attempt.class, "a cancel action failed");

  private final ReentrantLock lock = new ReentrantLock();
  private final List<Runnable> actions = new ArrayList<>(0);
  private volatile boolean cancelled;
  private @Nullable Thread thread;

  /** The handler is about to be called on this thread. */
  void begin() {
    lock.lock();
    try {
      thread = Thread.currentThread();
      if (cancelled) {
        thread.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  /** From here on nobody interrupts the thread. */
  void finish() {
    lock.lock();
    try {
      thread = null;
    } finally {
      lock.unlock();
    }
    Thread.interrupted();
  }

  /** The thread that calls the handler now; null before and afterwards. */
  @Nullable Thread thread() {
    lock.lock();
    try {
      return thread;
    } finally {
      lock.unlock();
    }
  }

  boolean isCancelled() {
    return cancelled;
  }

  /** Runs an action once it is cancelled, at once when it already is. */
  void on(Runnable action) {
    lock.lock();
    try {
      if (!cancelled) {
        actions.add(action);
        return;
      }
    } finally {
      lock.unlock();
    }
    runQuietly(action);
  }

  /**
   * Tells the handler: flag, interrupt, actions. These are the application's: they run on a thread
   * of their own, and nobody waits for them.
   */
  void cancel(long jobId) {
    List<Runnable> all;
    lock.lock();
    try {
      if (cancelled) {
        return;
      }
      cancelled = true;
      all = List.copyOf(actions);
      if (thread != null) {
        thread.interrupt();
      }
    } finally {
      lock.unlock();
    }
    if (!all.isEmpty()) {
      runApart(jobId, all);
    }
  }

  private static void runApart(long jobId, List<Runnable> all) {
    try {
      Thread.ofVirtual()
          .inheritInheritableThreadLocals(false)
          .name("awa-cancel-" + jobId)
          .start(() -> all.forEach(Cancellation::runQuietly));
    } catch (Throwable e) {
      COMPLAINT.about(e); // no thread: the flag and the interrupt have to do
    }
  }

  private static void runQuietly(Runnable action) {
    try {
      action.run();
    } catch (Throwable e) {
      COMPLAINT.about(e);
    }
  }
}
