package dev.awa;

import java.time.Duration;

/**
 * The limits of a job, the same on every producing path, and of a queue; the SQL functions {@code
 * awa.enqueue} and {@code awa.split} have them too.
 */
public final class Limits {
  /** Characters (code points) of a kind, queue, tag, ordering key or unique text. */
  public static final int NAME_CHARACTERS = 200;

  /** Characters (code points) of the reason of a cancellation. */
  public static final int REASON_CHARACTERS = 1000;

  /** How many tags a job has at most. */
  public static final int TAGS = 20;

  /** The priority that is served last. */
  public static final int MAX_PRIORITY = 4;

  /** What {@link Job#maxAttempts} is at most. */
  public static final int MAX_ATTEMPTS = 1000;

  /** Bytes of the arguments as UTF-8 JSON. */
  public static final int ARGS_BYTES = 1024 * 1024;

  /**
   * Bytes of the arguments as UTF-8 JSON when they are encrypted, which makes them a third longer.
   */
  public static final int ENCRYPTED_ARGS_BYTES = 767 * 1024;

  /** What {@link Job#version} is at most. */
  public static final int MAX_VERSION = 1_000_000;

  /** How many fields of the arguments are masked at most. */
  public static final int MASKED = 20;

  /** Bytes of the metadata as UTF-8 JSON. */
  public static final int METADATA_BYTES = 64 * 1024;

  /** Characters of a {@code tracestate}: the part of a trace context that tracers add. */
  public static final int TRACESTATE_CHARACTERS = 512;

  /** How deep arguments and metadata may nest. */
  public static final int JSON_DEPTH = 500;

  /** How far ahead a job is scheduled, or an attempt put off, at most. */
  public static final Duration MAX_DELAY = Duration.ofDays(3650);

  /** The shortest time that an attempt can be given. */
  public static final Duration MIN_DEADLINE = Duration.ofMillis(1);

  /** The longest. */
  public static final Duration MAX_DEADLINE = Duration.ofDays(7);

  /** Bytes of an attempt's output that are kept: its end. */
  public static final int OUTPUT_BYTES = 4096;

  /** Bytes of a checkpoint as UTF-8 JSON. */
  public static final int CHECKPOINT_BYTES = 64 * 1024;

  /** Characters of a line of an attempt's log that are kept: its beginning. */
  public static final int LOG_LINE_CHARACTERS = 1000;

  /** Characters of an attempt's log that are kept of what is written between two beats: its end. */
  public static final int LOG_CHARACTERS = 4096;

  /** How many lines of a job's log are shown at most: the newest. */
  public static final int LOG_LINES = 1000;

  /** Characters of the message of a progress that are kept: its beginning. */
  public static final int PROGRESS_CHARACTERS = 500;

  /** How many stripes a queue has at most. */
  public static final int STRIPES = 64;

  private Limits() {}
}
