package dev.awa.bench.peer;

import java.time.Duration;
import java.util.Set;

/**
 * A job of the mix. Its number alone says what it is, so that every process knows: of each hundred
 * 2 fail once, 1 fails for ever, 5 are scheduled, 10 have a unique key, half are urgent, and a
 * handler takes 0 to 50 ms.
 */
public record MixJob(long n, Part part) {
  public static final Duration DELAY = Duration.ofSeconds(1);

  private static final int LONGEST_MILLIS = 50;
  private static final int SCATTER = 7919;

  /** What a job asks of its queue. */
  public enum Part {
    RETRY("retries"),
    DEAD_LETTER("dead letters"),
    SCHEDULED("scheduled jobs"),
    UNIQUE("unique keys"),
    PRIORITY("priorities"),
    PLAIN("plain jobs");

    private final String text;

    Part(String text) {
      this.text = text;
    }

    /** For people. */
    public String text() {
      return text;
    }
  }

  /** The n-th job, plain when it would ask for what the queue does not have. */
  public static MixJob of(long n, Set<Part> had) {
    Part part = part((int) (n % 100));
    return new MixJob(n, had.contains(part) ? part : Part.PLAIN);
  }

  private static Part part(int percent) {
    if (percent < 2) {
      return Part.RETRY;
    }
    if (percent < 3) {
      return Part.DEAD_LETTER;
    }
    if (percent < 8) {
      return Part.SCHEDULED;
    }
    return percent < 18 ? Part.UNIQUE : Part.PLAIN;
  }

  /** Of two priorities the first. */
  public boolean urgent() {
    return n % 2 == 0;
  }

  /** How long its handler takes. */
  public long millis() {
    return n * SCATTER % (LONGEST_MILLIS + 1);
  }

  /** Whether the handler fails, by how often it was started, this time included. */
  boolean failsAt(int start) {
    return part == Part.DEAD_LETTER || (part == Part.RETRY && start == 1);
  }
}
