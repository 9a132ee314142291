package dev.awa.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.lab.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A worker whose handlers would sleep for ever notices; one that is merely busy does not. */
final class VirtualTimersTest {
  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger naps = new AtomicInteger();
  private final CountDownLatch wake = new CountDownLatch(1);

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private void napForEver() {
    naps.incrementAndGet();
    try {
      wake.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Looks until so many threads that it asked for have run to their end, or to their nap. */
  private static void looks(VirtualTimers timers, int count) {
    for (int i = 0; i < count; i++) {
      assertThat(timers.obstacle()).isNull();
    }
  }

  @Test
  void aNapThatNeverEndsIsNoticedOnceOthersRan() {
    AtomicInteger ended = new AtomicInteger();
    VirtualTimers timers =
        new VirtualTimers(
            now::get,
            task ->
                Thread.ofVirtual()
                    .start(() -> {
                      task.run();
                      ended.incrementAndGet();
                    }),
            this::napForEver);
    looks(timers, 3);
    Eventually.holds("it naps", () -> naps.get() == 1);
    pass(VirtualTimers.PATIENCE.minusMillis(1));
    looks(timers, 3);
    pass(Duration.ofMillis(1));
    looks(timers, 1); // asks others
    Eventually.holds("others run", () -> ended.get() == 1);
    pass(VirtualTimers.PATIENCE.minusMillis(1));
    looks(timers, 3);
    pass(Duration.ofMillis(1));
    assertThat(timers.obstacle()).contains("never woken");
    assertThat(timers.obstacle()).as("still").contains("never woken");
    wake.countDown();
    Eventually.holds("the first wakes all the same", () -> timers.obstacle() == null);
    assertThat(naps).as("another nap is taken then").hasValueGreaterThanOrEqualTo(1);
  }

  /** Handlers compute on every processor: neither thread gets to run, and nobody can tell. */
  @Test
  void aMachineThatIsBusyIsNoObstacle() {
    List<Runnable> waiting = new ArrayList<>();
    VirtualTimers timers = new VirtualTimers(now::get, waiting::add, naps::incrementAndGet);
    for (int i = 0; i < 10; i++) {
      pass(VirtualTimers.PATIENCE);
      looks(timers, 1);
    }
    assertThat(waiting).hasSize(1);
    waiting.removeFirst().run();
    pass(VirtualTimers.PATIENCE);
    looks(timers, 1);
    assertThat(waiting).as("the next nap").hasSize(1);
  }

  /** It was woken, and the processors are taken then. */
  @Test
  void aNapThatEndsWhileOthersWaitIsNoObstacle() {
    List<Runnable> waiting = new ArrayList<>();
    VirtualTimers timers =
        new VirtualTimers(
            now::get,
            task -> {
              if (naps.get() == 0) {
                Thread.ofVirtual().start(task);
              } else {
                waiting.add(task);
              }
            },
            this::napForEver);
    looks(timers, 1);
    Eventually.holds("it naps", () -> naps.get() == 1);
    for (int i = 0; i < 10; i++) {
      pass(VirtualTimers.PATIENCE);
      looks(timers, 1);
    }
    assertThat(waiting).as("others are asked once").hasSize(1);
    wake.countDown();
  }

  @Test
  void realTimersWork() {
    VirtualTimers timers = new VirtualTimers();
    looks(timers, 5);
  }

  @Test
  void whatFailsForWantOfMemoryIsTriedAgain() {
    AtomicInteger asked = new AtomicInteger();
    VirtualTimers timers =
        new VirtualTimers(
            now::get,
            task -> {
              if (asked.incrementAndGet() == 1) {
                throw new OutOfMemoryError("a test");
              }
              task.run();
            },
            () -> {
              throw new OutOfMemoryError("a test");
            });
    for (int i = 0; i < 10; i++) {
      try {
        assertThat(timers.obstacle()).isNull();
      } catch (OutOfMemoryError e) {
        assertThat(e).hasMessage("a test");
      }
      pass(VirtualTimers.PATIENCE);
    }
    assertThat(asked).hasValueGreaterThan(5);
  }
}
