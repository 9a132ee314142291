package dev.awa.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.lab.Eventually;
import java.lang.Thread.State;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A loop ends when it is stopped, and by nothing else. */
final class LoopTest {
  private static final Duration QUICK = Duration.ofMillis(2);

  private final AtomicInteger turns = new AtomicInteger();
  private final AtomicReference<Thread> thread = new AtomicReference<>();

  private Loop loop(Loop.Step step) {
    return new Loop(
        "test",
        "loop",
        event -> {},
        () -> {
          thread.set(Thread.currentThread());
          turns.incrementAndGet();
          return step.run();
        },
        QUICK,
        Loop::thread);
  }

  private void goesOn() {
    int before = turns.get();
    Eventually.holds("the loop goes on", () -> turns.get() > before + 3);
  }

  @Test
  void anInterruptEndsARestAndNoLoop() throws InterruptedException {
    Loop loop = loop(() -> Duration.ofDays(1));
    loop.start();
    Eventually.holds("it rests", () -> turns.get() == 1);
    for (int i = 2; i < 5; i++) {
      int n = i;
      thread.get().interrupt();
      Eventually.holds("it takes another turn", () -> turns.get() >= n);
    }
    assertThat(loop.stop(Eventually.PATIENCE)).isTrue();
  }

  /** What was done before a wake is seen by the turn after it, however the two meet. */
  @Test
  void noWakeIsLost() {
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger answered = new AtomicInteger();
    Loop loop =
        loop(() -> {
          answered.set(asked.get());
          return Duration.ofDays(1);
        });
    loop.start();
    for (int i = 1; i <= 20_000; i++) {
      asked.set(i);
      loop.wake();
      if (i % 3 == 0) {
        int n = i;
        Eventually.holds("wake " + n + " is answered", () -> answered.get() == n);
      }
    }
    Eventually.holds("the last is answered", () -> answered.get() == asked.get());
    assertThat(loop.stop(Eventually.PATIENCE)).isTrue();
  }

  /** A permit to go on that is left over, or comes from anybody, is no wake. */
  @Test
  void onlyAWakeEndsARest() {
    Loop loop = loop(() -> Duration.ofDays(1));
    loop.start();
    Eventually.holds("it rests", () -> turns.get() == 1);
    for (int i = 0; i < 100; i++) {
      LockSupport.unpark(thread.get());
      Eventually.holds("it rests on", () -> thread.get().getState() == State.TIMED_WAITING);
    }
    assertThat(turns.get()).isEqualTo(1);
    loop.wake();
    Eventually.holds("it takes another turn", () -> turns.get() > 1);
    assertThat(turns.get()).isEqualTo(2);
    assertThat(loop.stop(Eventually.PATIENCE)).isTrue();
  }

  @Test
  void anInterruptDuringATurnIsNotSeenByTheNext() throws InterruptedException {
    AtomicInteger seen = new AtomicInteger();
    Loop loop =
        loop(() -> {
          if (Thread.currentThread().isInterrupted()) {
            seen.incrementAndGet();
          }
          Thread.currentThread().interrupt();
          return Duration.ZERO;
        });
    loop.start();
    goesOn();
    assertThat(loop.stop(Eventually.PATIENCE)).isTrue();
    assertThat(seen.get()).isZero();
  }

  @Test
  void noErrorEndsALoopAlsoWhileItIsToldOfAnother() throws InterruptedException {
    Loop loop =
        loop(() -> {
          switch (turns.get() % 3) {
            case 0 -> throw new OutOfMemoryError("by hand");
            case 1 -> throw new StackOverflowError();
            default -> throw new Unspeakable();
          }
        });
    loop.start();
    goesOn();
    assertThat(loop.obstacle()).isNull();
    assertThat(loop.stop(Eventually.PATIENCE)).isTrue();
  }

  /** What fails when the log asks it what it is. */
  private static final class Unspeakable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new OutOfMemoryError("by hand");
    }

    @Override
    public String toString() {
      throw new StackOverflowError();
    }
  }

  @Test
  void aLoopWithoutAThreadSaysSoUnlessItWasStopped() throws InterruptedException {
    Loop loop =
        new Loop(
            "test",
            "loop",
            event -> {},
            () -> Duration.ZERO,
            QUICK,
            (name, task) -> Thread.ofPlatform().name(name).unstarted(() -> {}));
    assertThat(loop.obstacle()).as("not started").isNull();
    loop.start();
    Eventually.holds("its thread ends", () -> loop.obstacle() != null);
    assertThat(loop.obstacle()).isEqualTo("its thread \"test loop\" has ended");
    loop.stop(Duration.ZERO);
    assertThat(loop.obstacle()).as("stopped").isNull();
  }

  @Test
  void aClassThatIsMissedAgainAndAgainIsToldUntilItIsThere() throws InterruptedException {
    AtomicBoolean there = new AtomicBoolean();
    Loop loop =
        loop(() -> {
          if (!there.get()) {
            throw new NoClassDefFoundError("Could not initialize class dev.awa.Nowhere");
          }
          return Duration.ofMillis(1);
        });
    loop.start();
    Eventually.holds("it says what it misses", () -> loop.obstacle() != null);
    assertThat(turns.get()).isGreaterThanOrEqualTo(5);
    assertThat(loop.obstacle())
        .isEqualTo(
            "its thread \"test loop\" misses a class, which it will always do"
                + " (java.lang.NoClassDefFoundError: Could not initialize class dev.awa.Nowhere)");
    there.set(true);
    Eventually.holds("it works", () -> loop.obstacle() == null);
    assertThat(loop.stop(Eventually.PATIENCE)).isTrue();
  }

  @Test
  void aClassThatIsMissedAmongOtherFailuresIsNoObstacle() throws InterruptedException {
    Loop loop =
        loop(() -> {
          if (turns.get() % 5 == 0) {
            throw new IllegalStateException("by hand");
          }
          throw new NoClassDefFoundError("by hand");
        });
    loop.start();
    Eventually.holds("it takes many turns", () -> turns.get() > 20);
    assertThat(loop.obstacle()).isNull();
    assertThat(loop.stop(Eventually.PATIENCE)).isTrue();
  }

  @Test
  void aLoopCanBeStoppedByItself() {
    CountDownLatch stopped = new CountDownLatch(1);
    AtomicReference<Loop> self = new AtomicReference<>();
    Loop loop =
        loop(() -> {
          self.get().stop(Duration.ofDays(1));
          stopped.countDown();
          return Duration.ZERO;
        });
    self.set(loop);
    loop.start();
    Eventually.holds("it stops", () -> stopped.getCount() == 0 && !loop.isAlive());
  }
}
