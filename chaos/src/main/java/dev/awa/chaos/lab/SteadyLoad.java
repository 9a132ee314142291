package dev.awa.chaos.lab;

import dev.awa.CancelVerdict;
import dev.awa.Enqueued;
import dev.awa.Job;
import dev.awa.chaos.ledger.What;
import dev.awa.client.Awa;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Enqueues mixed jobs at an even pace until it is closed, half of the calls with a single one: of a
 * hundred jobs, 2 are retried, 2 snooze, 2 fail, 2 are cancelled by their handler, and one takes
 * seconds. Beside them some are scheduled, and every other of those is cancelled by its client.
 */
public final class SteadyLoad implements AutoCloseable {
  private static final int LARGEST_BATCH = 20;
  private static final Duration LATER = Duration.ofSeconds(2);

  private final Producer producer;
  private final Awa awa;
  private final Promised promised;
  private final int rate;
  private final Random random;
  private final Thread thread;
  private volatile boolean closed;

  SteadyLoad(Producer producer, Awa awa, Promised promised, int rate, long seed) {
    this.producer = producer;
    this.awa = awa;
    this.promised = promised;
    this.rate = rate;
    this.random = new Random(seed);
    this.thread = Thread.ofPlatform().name("load").start(this::run);
  }

  private void run() {
    long next = System.nanoTime();
    while (!closed) {
      int count = random.nextBoolean() ? 1 : 2 + random.nextInt(LARGEST_BATCH - 1);
      enqueue(count);
      if (random.nextInt(10) == 0) {
        schedule(random.nextBoolean());
      }
      next = Math.max(next + count * 1_000_000_000L / rate, System.nanoTime() - 100_000_000L);
      LockSupport.parkNanos(next - System.nanoTime());
    }
  }

  private void enqueue(int count) {
    List<Work> works = IntStream.range(0, count).mapToObj(i -> work()).toList();
    int priority = 1 + random.nextInt(4);
    List<Job<Work>> jobs =
        works.stream().map(work -> Producer.job(Lab.QUEUE, work).withPriority(priority)).toList();
    if (producer.enqueue(works, jobs).what() == What.ACKED) {
      works.forEach(promised::taken);
    }
  }

  private Work work() {
    int kind = random.nextInt(100);
    long millis = kind == 99 ? 1000 + random.nextInt(2000) : random.nextInt(30);
    return Work.slow(Producer.newId(), millis).withScript(script(kind));
  }

  private static String script(int kind) {
    return switch (kind) {
      case 0, 1 -> "retry,complete";
      case 2, 3 -> "snooze,complete";
      case 4, 5 -> "fail";
      case 6, 7 -> "cancel";
      default -> "complete";
    };
  }

  private void schedule(boolean cancel) {
    Work work = Work.quick(Producer.newId());
    Producer.Answer answer =
        producer.enqueue(List.of(work), List.of(Producer.job(Lab.QUEUE, work).withDelay(LATER)));
    if (answer.what() != What.ACKED) {
      return;
    }
    promised.taken(work);
    if (cancel) {
      Enqueued enqueued = answer.enqueued().getFirst();
      if (awa.jobs().cancel(enqueued.id(), "by its client") == CancelVerdict.CANCELLED) {
        promised.cancelledByClient();
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
