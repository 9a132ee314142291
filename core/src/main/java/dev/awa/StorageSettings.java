package dev.awa;

import java.time.Duration;

/**
 * When segments are rotated and how long finished jobs are kept, for all queues of a schema.
 *
 * @param rotateAfter the age at which a segment is followed by the next; default 5 minutes. Short
 *     ones fill the ring of sixteen, long ones are pruned late
 * @param rotateBytes the size at which it is followed however young; default 256 MiB
 * @param keepHistory how long completed jobs are kept, counted from the end of their segment, as
 *     long as the ring has room; default an hour
 * @param keepBytes the size of all segments, without their indexes, above which the history of the
 *     oldest is not kept however young; default 4 GiB
 * @param keepFailed how long failed and cancelled jobs are kept; default 3 days
 * @param keepDlq how long dead letters are kept; default 30 days
 */
public record StorageSettings(
    Duration rotateAfter,
    long rotateBytes,
    Duration keepHistory,
    long keepBytes,
    Duration keepFailed,
    Duration keepDlq) {
  private static final Duration MIN_AGE = Duration.ofSeconds(1);
  private static final Duration MAX_AGE = Duration.ofDays(7);
  private static final long MIN_BYTES = 1L << 20;
  private static final long MAX_BYTES = 1L << 40;
  private static final Duration MAX_KEPT = Duration.ofDays(3650);

  /**
   * The same settings with another {@link #rotateAfter}; {@link #check} tells whether it may be
   * set.
   */
  public StorageSettings withRotateAfter(Duration age) {
    return new StorageSettings(age, rotateBytes, keepHistory, keepBytes, keepFailed, keepDlq);
  }

  /**
   * The same settings with another {@link #rotateBytes}; {@link #check} tells whether it may be
   * set.
   */
  public StorageSettings withRotateBytes(long bytes) {
    return new StorageSettings(rotateAfter, bytes, keepHistory, keepBytes, keepFailed, keepDlq);
  }

  /**
   * The same settings with another {@link #keepHistory}; {@link #check} tells whether it may be
   * set.
   */
  public StorageSettings withKeepHistory(Duration kept) {
    return new StorageSettings(rotateAfter, rotateBytes, kept, keepBytes, keepFailed, keepDlq);
  }

  /**
   * The same settings with another {@link #keepBytes}; {@link #check} tells whether it may be set.
   */
  public StorageSettings withKeepBytes(long bytes) {
    return new StorageSettings(rotateAfter, rotateBytes, keepHistory, bytes, keepFailed, keepDlq);
  }

  /**
   * The same settings with another {@link #keepFailed}; {@link #check} tells whether it may be set.
   */
  public StorageSettings withKeepFailed(Duration kept) {
    return new StorageSettings(rotateAfter, rotateBytes, keepHistory, keepBytes, kept, keepDlq);
  }

  /**
   * The same settings with another {@link #keepDlq}; {@link #check} tells whether it may be set.
   */
  public StorageSettings withKeepDlq(Duration kept) {
    return new StorageSettings(rotateAfter, rotateBytes, keepHistory, keepBytes, keepFailed, kept);
  }

  /**
   * Checks that these settings may be set: a rotation age of 1 s to 7 days and size of 1 MiB to 1
   * TiB, at most 1 TiB of history, and nothing kept for longer than 3650 days. What somebody has
   * written into the table by hand is read as it is.
   *
   * @throws IllegalArgumentException when one is out of its range
   */
  public void check() {
    within("rotate_after", rotateAfter, MIN_AGE, MAX_AGE);
    within("rotate_bytes", rotateBytes, MIN_BYTES);
    within("keep_bytes", keepBytes, 0);
    within("keep_history", keepHistory, Duration.ZERO, MAX_KEPT);
    within("keep_failed", keepFailed, Duration.ZERO, MAX_KEPT);
    within("keep_dlq", keepDlq, Duration.ZERO, MAX_KEPT);
  }

  private static void within(String name, long bytes, long least) {
    if (bytes < least || bytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          "%s: must be %d to %d, got %d".formatted(name, least, MAX_BYTES, bytes));
    }
  }

  private static String words(Duration value) {
    boolean isWhole =
        value.toMillisPart() == 0 || value.isNegative() || value.compareTo(MAX_KEPT) > 0;
    return isWhole ? value.toSeconds() + " s" : value.toMillis() + " ms";
  }

  private static void within(String name, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "%s: must be %d s to %d s, got %s"
              .formatted(name, least.toSeconds(), most.toSeconds(), words(value)));
    }
  }
}
