package dev.awa.chaos.lab;

import dev.awa.JobContext;
import dev.awa.JsonCodec;
import dev.awa.event.EventListener;
import dev.awa.event.JobEvent;
import dev.awa.json.StandardCodec;
import dev.awa.worker.Backoff;
import dev.awa.worker.Worker;
import java.io.IOException;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An application that no worker deserves: its codec, its back-off, its listener and its cancel
 * actions throw what nobody expects, and some of them do not come back.
 */
final class Hostile {
  private static final Duration DELAY = Duration.ofMillis(50);
  private static final CountDownLatch NEVER = new CountDownLatch(1);

  private final AtomicInteger strikes = new AtomicInteger();
  private final Set<String> read = ConcurrentHashMap.newKeySet();
  private final AtomicInteger failures = new AtomicInteger();

  private static final class OfNoKind extends Throwable {
    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable String getMessage() {
      throw new IllegalStateException("no message");
    }

    @Override
    public String toString() {
      throw new StackOverflowError("no text");
    }
  }

  /** Takes the place of the codec; what else is hostile is asked for one by one. */
  Worker.Builder spoil(Worker.Builder builder) {
    JsonCodec good = StandardCodec.find();
    return builder.codec(
        new JsonCodec() {
          @Override
          public String write(Object value) {
            return good.write(value);
          }

          @Override
          public Object read(String json, Type type) {
            Object value = good.read(json, type);
            if (value instanceof Work work && read.add(work.id()) && read.size() % 5 == 0) {
              strike();
            }
            return value;
          }
        });
  }

  /** Throws; the second that is asked for does not come back, deaf to interruption. */
  Backoff backoff() {
    return attempt -> {
      if (failures.incrementAndGet() == 2) {
        blockForEver();
      }
      strike();
      return DELAY;
    };
  }

  /** Hears, and throws. */
  EventListener<JobEvent> afterwards(EventListener<JobEvent> listener) {
    return event -> {
      listener.onEvent(event);
      strike();
    };
  }

  /** One action that throws, one that does not come back unless it holds up its own handler. */
  void onCancel(JobContext context) {
    Thread handler = Thread.currentThread();
    context.onCancel(this::strike);
    context.onCancel(() -> {
      if (!handler.equals(Thread.currentThread())) {
        blockForEver();
      }
    });
  }

  private void strike() {
    switch (strikes.getAndIncrement() % 5) {
      case 0 -> Hostile.<RuntimeException>sneak(new IOException("checked, where none is declared"));
      case 1 -> throw new NoClassDefFoundError("dev/awa/Missing");
      case 2 -> recurse(0);
      case 3 -> Hostile.<RuntimeException>sneak(new OfNoKind());
      default -> throw new OutOfMemoryError("by hand");
    }
  }

  private static int recurse(int depth) {
    return depth < 0 ? depth : recurse(depth + 1) + depth; // it never comes to that
  }

  @SuppressWarnings("unchecked") // as languages do that know no checked exceptions
  private static <T extends Throwable> void sneak(Throwable thrown) throws T {
    throw (T) thrown;
  }

  private static void blockForEver() {
    while (true) {
      try {
        NEVER.await();
      } catch (InterruptedException e) {
        // it is deaf
      }
    }
  }
}
