package dev.awa.chaos.ledger;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * One line of a ledger.
 *
 * @param micros when, in microseconds since the epoch, on the clock that all processes share
 * @param process who; of a fault: who suffers it, {@code *} for all
 * @param what what happened
 * @param id what the producer calls the job; {@code -} when the entry is not about a job or the
 *     writer does not know
 * @param jobId what the queue calls it; 0 as above
 * @param run which run of it; 0 as above
 * @param detail an outcome or a fault; {@code -} for none
 */
public record Entry(
    long micros, String process, What what, String id, long jobId, int run, String detail) {
  /** All processes. */
  public static final String ALL = "*";

  /** No id, no detail. */
  public static final String NONE = "-";

  private static final int FIELDS = 7;

  /** Now. */
  static long now() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }

  boolean isOf(String name) {
    return process.equals(name) || process.equals(ALL);
  }

  String line() {
    return micros
        + " "
        + process
        + " "
        + what.word()
        + " "
        + id
        + " "
        + jobId
        + " "
        + run
        + " "
        + detail
        + "\n";
  }

  static Entry parse(String line) {
    String[] fields = line.split(" ", -1);
    if (fields.length != FIELDS) {
      throw new IllegalArgumentException("ledger: not an entry: \"" + line + '"');
    }
    return new Entry(
        Long.parseLong(fields[0]),
        fields[1],
        What.valueOf(fields[2].toUpperCase(Locale.ROOT)),
        fields[3],
        Long.parseLong(fields[4]),
        Integer.parseInt(fields[5]),
        fields[6]);
  }
}
