package dev.awa.worker;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/**
 * Does something on a platform thread of its own while the caller waits. On the caller's thread a
 * data source may hand out the connection of a transaction that is at work there, and all carriers
 * of virtual threads may be held by handlers of others.
 */
final class Apart {
  private Apart() {}

  /**
   * Does it, and throws what it throws. An interrupt of the caller does not end it, and is there
   * again afterwards.
   */
  static void run(String thread, Runnable what) {
    FutureTask<?> task = new FutureTask<>(what, null);
    Loop.thread(thread, task).start();
    boolean interrupted = false;
    while (!task.isDone()) {
      try {
        task.get();
      } catch (InterruptedException e) {
        interrupted = true; // it ends by itself, and what it made is the caller's to close
      } catch (ExecutionException e) {
        break;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    switch (task.state() == Future.State.FAILED ? task.exceptionNow() : null) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }
}
