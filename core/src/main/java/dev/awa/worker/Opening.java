package dev.awa.worker;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;

/**
 * A connection that is being opened, by a platform thread of its own: handlers may occupy every
 * carrier of the virtual ones. It is waited for within a time, since the driver itself may wait for
 * ever when the network swallows packets while it connects, and a pool until somebody gives one
 * back. A connection that comes too late is closed by whoever opened it.
 */
final class Opening {
  private final DataSource dataSource;
  private final CompletableFuture<Connection> coming = new CompletableFuture<>();

  Opening(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** Opens it, within that time. */
  Connection await(Duration within) throws SQLException {
    Loop.thread(Thread.currentThread().getName() + " connecting", this::open).start();
    if (!Undisturbed.within(within, this::isDecided)) {
      TimeoutException late = new TimeoutException();
      giveUp(late);
      throw new SQLException("no connection within " + within.toMillis() + " ms", "08001", late);
    }
    if (coming.state() == Future.State.SUCCESS) {
      return coming.resultNow();
    }
    throw coming.exceptionNow() instanceof SQLException refused
        ? refused
        : new SQLException("could not open a connection", "08001", coming.exceptionNow());
  }

  private boolean isDecided(Duration left) throws InterruptedException {
    try {
      return coming.get(left.toNanos(), TimeUnit.NANOSECONDS) != null;
    } catch (ExecutionException e) {
      return true; // the answer is no
    } catch (TimeoutException e) {
      return false;
    }
  }

  @SuppressWarnings("MustBeClosedChecker") // who takes it from the future closes it
  private void open() {
    try {
      Connection opened = dataSource.getConnection();
      if (!coming.complete(opened)) {
        opened.close();
      }
    } catch (Throwable e) {
      coming.completeExceptionally(e);
    }
  }

  /** It may have come in the very moment in which it is given up. */
  private void giveUp(Exception why) throws SQLException {
    if (!coming.completeExceptionally(why) && !coming.isCompletedExceptionally()) {
      coming.join().close();
    }
  }

  /** Nobody waits for it any more: whoever does fails at once. */
  void end(SQLException why) {
    coming.completeExceptionally(why);
  }
}
