package dev.awa;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * When segments are rotated and how long finished jobs are kept, for all queues of a schema.
 * Immutable; begin with {@link #defaults} or with what is set, and change it with the {@code
 * with...} methods. {@link #check} tells whether the result may be set.
 */
public final class StorageSettings {
  private static final Duration MIN_AGE = Duration.ofSeconds(1);
  private static final Duration MAX_AGE = Duration.ofDays(7);
  private static final long MIN_BYTES = 1L << 20;
  private static final long MAX_BYTES = 1L << 40;
  private static final Duration MAX_KEPT = Duration.ofDays(3650);

  private final Fields is;

  private StorageSettings(Fields fields) {
    this.is = fields;
  }

  /** What a new schema is set to. */
  public static StorageSettings defaults() {
    return new StorageSettings(new Fields());
  }

  /**
   * The age at which a segment is followed by the next; default 5 minutes. Short ones fill the ring
   * of sixteen, long ones are pruned late.
   */
  public Duration rotateAfter() {
    return is.rotateAfter;
  }

  /**
   * The size in bytes at which a segment is followed by the next however young it is; default 256
   * MiB.
   */
  public long rotateBytes() {
    return is.rotateBytes;
  }

  /**
   * How long completed jobs are kept, counted from the end of their segment, as long as the ring
   * has room; default an hour.
   */
  public Duration keepHistory() {
    return is.keepHistory;
  }

  /**
   * The size in bytes of all segments, without their indexes, above which the history of the oldest
   * is not kept however young it is; default 4 GiB.
   */
  public long keepBytes() {
    return is.keepBytes;
  }

  /** How long failed and cancelled jobs are kept; default 3 days. */
  public Duration keepFailed() {
    return is.keepFailed;
  }

  /** How long dead letters are kept; default 30 days. */
  public Duration keepDeadLetters() {
    return is.keepDeadLetters;
  }

  /** How long the audit keeps who asked for which change; default 90 days. */
  public Duration keepAudit() {
    return is.keepAudit;
  }

  /** The same settings with another {@link #rotateAfter}. */
  public StorageSettings withRotateAfter(Duration age) {
    return with(fields -> fields.rotateAfter = age);
  }

  /** The same settings with another {@link #rotateBytes}. */
  public StorageSettings withRotateBytes(long bytes) {
    return with(fields -> fields.rotateBytes = bytes);
  }

  /** The same settings with another {@link #keepHistory}. */
  public StorageSettings withKeepHistory(Duration kept) {
    return with(fields -> fields.keepHistory = kept);
  }

  /** The same settings with another {@link #keepBytes}. */
  public StorageSettings withKeepBytes(long bytes) {
    return with(fields -> fields.keepBytes = bytes);
  }

  /** The same settings with another {@link #keepFailed}. */
  public StorageSettings withKeepFailed(Duration kept) {
    return with(fields -> fields.keepFailed = kept);
  }

  /** The same settings with another {@link #keepDeadLetters}. */
  public StorageSettings withKeepDeadLetters(Duration kept) {
    return with(fields -> fields.keepDeadLetters = kept);
  }

  /** The same settings with another {@link #keepAudit}. */
  public StorageSettings withKeepAudit(Duration kept) {
    return with(fields -> fields.keepAudit = kept);
  }

  private StorageSettings with(Consumer<Fields> change) {
    Fields fields = is.copy();
    change.accept(fields);
    return new StorageSettings(fields);
  }

  /**
   * Checks that these settings may be set: a rotation age of 1 s to 7 days and size of 1 MiB to 1
   * TiB, at most 1 TiB of history, and nothing kept for longer than 3650 days. What somebody has
   * written into the table by hand is read as it is.
   *
   * @throws IllegalArgumentException when one is out of its range
   */
  public void check() {
    within("rotate_after", is.rotateAfter, MIN_AGE, MAX_AGE);
    within("rotate_bytes", is.rotateBytes, MIN_BYTES);
    within("keep_bytes", is.keepBytes, 0);
    within("keep_history", is.keepHistory, Duration.ZERO, MAX_KEPT);
    within("keep_failed", is.keepFailed, Duration.ZERO, MAX_KEPT);
    within("keep_dead_letters", is.keepDeadLetters, Duration.ZERO, MAX_KEPT);
    within("keep_audit", is.keepAudit, Duration.ZERO, MAX_KEPT);
  }

  private static void within(String name, long bytes, long least) {
    if (bytes < least || bytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%s: must be %d to %d, got %d", name, least, MAX_BYTES, bytes));
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
          String.format(
              Locale.ROOT,
              "%s: must be %d s to %d s, got %s",
              name,
              least.toSeconds(),
              most.toSeconds(),
              words(value)));
    }
  }

  /** Whether all settings of both are equal. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StorageSettings settings && is.all().equals(settings.is.all());
  }

  @Override
  public int hashCode() {
    return is.all().hashCode();
  }

  @Override
  public String toString() {
    return "StorageSettings" + is.all();
  }

  /** Never changed once settings have them; cloned, so that no field is forgotten. */
  private static final class Fields implements Cloneable {
    private Duration rotateAfter = Duration.ofMinutes(5);
    private long rotateBytes = 256L << 20;
    private Duration keepHistory = Duration.ofHours(1);
    private long keepBytes = 4L << 30;
    private Duration keepFailed = Duration.ofDays(3);
    private Duration keepDeadLetters = Duration.ofDays(30);
    private Duration keepAudit = Duration.ofDays(90);

    Fields copy() {
      try {
        return (Fields) clone();
      } catch (CloneNotSupportedException e) {
        throw new AssertionError(e);
      }
    }

    List<Object> all() {
      return List.of(
          rotateAfter, rotateBytes, keepHistory, keepBytes, keepFailed, keepDeadLetters, keepAudit);
    }
  }
}
