package dev.awa.cli.terminal;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A bar on the terminal's standard error while a long transfer goes on; nothing where there is no
 * terminal.
 */
public final class Progress implements AutoCloseable {
  private static final int WIDTH = 30;

  private final LongSupplier done;
  private final long total;
  private final long begunNanos = System.nanoTime();
  private final Thread thread;
  private volatile boolean closed;

  private Progress(LongSupplier done, long total) {
    this.done = done;
    this.total = total;
    this.thread = Thread.ofVirtual().unstarted(this::draw);
  }

  /** A bar for bytes of a total; 0 when the total is not known. */
  public static Progress of(LongSupplier done, long total, boolean wanted) {
    Progress progress = new Progress(done, total);
    if (wanted && Terminal.isThere()) {
      progress.thread.start();
    }
    return progress;
  }

  private void draw() {
    while (!closed) {
      System.err.print("\r" + line() + "\u001b[K");
      try {
        TimeUnit.MILLISECONDS.sleep(200);
      } catch (InterruptedException e) {
        break;
      }
    }
    System.err.print("\r\u001b[K");
  }

  private String line() {
    long now = done.getAsLong();
    double seconds = Math.max(0.001, (System.nanoTime() - begunNanos) / 1e9);
    String rate = String.format(Locale.ROOT, "%.1f MB, %.1f MB/s", now / 1e6, now / 1e6 / seconds);
    if (total == 0) {
      return rate;
    }
    double share = Math.min(1, (double) now / total);
    int full = (int) (share * WIDTH);
    long left = Math.round(share == 0 ? 0 : seconds / share - seconds);
    return "["
        + "=".repeat(full)
        + " ".repeat(WIDTH - full)
        + String.format(Locale.ROOT, "] %3.0f %%  %s, %d s left", share * 100, rate, left);
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(1000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
