package dev.awa.cli.top;

import dev.awa.AwaException;
import dev.awa.cli.terminal.Printer;
import dev.awa.client.Awa;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What reads and changes, on a thread of its own: however long the database takes, keys work and
 * the picture says how old it is.
 */
final class Behind implements AutoCloseable {
  private static final long AGAIN_MILLIS = 1000;

  private final Awa awa;
  private final Supplier<View> view;
  private final Duration every;
  private final BlockingQueue<Runnable> asked = new LinkedBlockingQueue<>();
  private final AtomicInteger changes = new AtomicInteger();
  private final Instant begunAt = Instant.now();
  private final Thread thread;
  private volatile boolean ended;
  private volatile String said = "";
  private volatile @Nullable String trouble;
  private volatile @Nullable Instant readAt;

  Behind(Awa awa, Supplier<View> view, Duration every) {
    this.awa = awa;
    this.view = view;
    this.every = every;
    thread = Thread.ofPlatform().daemon().name("awa top reads").start(this::run);
  }

  private void run() {
    try {
      while (!ended) {
        read();
        Runnable next =
            asked.poll(
                trouble == null ? every.toMillis() : Math.min(every.toMillis(), AGAIN_MILLIS),
                TimeUnit.MILLISECONDS);
        if (next != null) {
          next.run();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void read() {
    try {
      view.get().read(awa);
      readAt = Instant.now();
      trouble = null;
    } catch (RuntimeException e) { // whatever it is: the picture must not stay as if it were new
      trouble = e instanceof AwaException ? Printer.plain(e.getMessage()) : Printer.plain(e);
    }
  }

  /** A commit whose answer is lost may have been done: what is read next shows it. */
  private void answer(Function<Awa, String> deed) {
    try {
      said = deed.apply(awa);
    } catch (RuntimeException e) {
      said = "failed, look whether it was done: " + Printer.plain(e.getMessage());
    } finally {
      changes.decrementAndGet();
    }
  }

  /** Does something soon, and reads then; answers in words, {@link #said()}. */
  void change(Function<Awa, String> deed) {
    said = "";
    changes.incrementAndGet();
    asked.add(() -> answer(deed));
  }

  /** Reads soon. */
  void refresh() {
    asked.add(() -> {});
  }

  /** Whether a change has not been answered yet. */
  boolean isChanging() {
    return changes.get() > 0;
  }

  /** What became of the last change; empty when there is nothing to say. */
  String said() {
    return said;
  }

  /** Why nothing can be read; null while it can. */
  @Nullable String trouble() {
    return trouble;
  }

  /** When the picture was read last; null before the first time. */
  @Nullable Instant readAt() {
    return readAt;
  }

  /** For how long nothing has been read. */
  Duration silence() {
    Instant last = readAt;
    return Duration.between(last == null ? begunAt : last, Instant.now());
  }

  @Override
  public void close() {
    ended = true;
    thread.interrupt();
  }
}
