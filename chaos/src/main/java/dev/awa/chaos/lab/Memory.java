package dev.awa.chaos.lab;

import java.lang.ref.Reference;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Takes all the memory of the process, to the last bytes. */
final class Memory {
  private static final int LARGEST = 1 << 20;
  private static final int SMALLEST = 16;
  private static final long PAUSE_NANOS = Duration.ofMillis(5).toNanos();

  private Memory() {}

  /** Something that must be done, though there may be no memory for it now. */
  interface Duty {
    void run();
  }

  /** What was taken: a chain of pieces that become smaller and smaller. */
  private static final class Taken {
    private @Nullable Piece last;

    OutOfMemoryError fill() {
      OutOfMemoryError none = new OutOfMemoryError("nothing was taken");
      int size = LARGEST;
      while (size >= SMALLEST) {
        try {
          last = new Piece(last, new byte[size]);
        } catch (OutOfMemoryError e) {
          none = e;
          size /= 4;
        }
      }
      return none;
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // it is there to be large
  private record Piece(@Nullable Piece before, byte[] bytes) {}

  /**
   * Takes it, keeps it for a time, gives it back.
   *
   * @throws OutOfMemoryError always
   */
  static void take(Duration time) {
    Taken taken = new Taken();
    OutOfMemoryError none = taken.fill();
    try {
      long until = System.nanoTime() + time.toNanos();
      while (System.nanoTime() < until) {
        Thread.onSpinWait(); // to rest takes memory
      }
    } finally {
      Reference.reachabilityFence(taken);
      taken.last = null;
    }
    throw none;
  }

  /** Does something again and again until there is memory for it. */
  static void surely(Duty duty) {
    boolean done = false;
    while (!done) {
      try {
        duty.run();
        done = true;
      } catch (OutOfMemoryError e) {
        spin();
      }
    }
  }

  private static void spin() {
    long until = System.nanoTime() + PAUSE_NANOS;
    while (System.nanoTime() < until) {
      Thread.onSpinWait();
    }
  }
}
