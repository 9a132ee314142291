package dev.awa.pages;

import java.math.BigInteger;
import java.time.Duration;
import java.util.function.Predicate;

/** Finds by trying which values are taken: the least and the greatest, from one that is. */
record Range(BigInteger least, BigInteger most) {
  private static final BigInteger TWO = BigInteger.TWO;

  /** Of nanoseconds, from one that is taken. Tries from -1 ns to 100,000 days. */
  static Range ofDurations(Duration inside, Predicate<Duration> isTaken) {
    return of(
        nanos(inside),
        BigInteger.ONE.negate(),
        nanos(Duration.ofDays(100_000)),
        value -> isTaken.test(duration(value)));
  }

  /** Of numbers, from one that is taken. */
  static Range ofNumbers(long inside, Predicate<Long> isTaken) {
    return of(
        BigInteger.valueOf(inside),
        BigInteger.ONE.negate(),
        BigInteger.valueOf(Long.MAX_VALUE),
        value -> isTaken.test(value.longValueExact()));
  }

  private static Range of(
      BigInteger inside, BigInteger low, BigInteger high, Predicate<BigInteger> isTaken) {
    return new Range(edge(inside, low, isTaken), edge(inside, high, isTaken));
  }

  /** The last value that is taken on the way from one that is to one that may not be. */
  private static BigInteger edge(BigInteger good, BigInteger bad, Predicate<BigInteger> isTaken) {
    if (isTaken.test(bad)) {
      return bad;
    }
    BigInteger in = good;
    BigInteger out = bad;
    while (in.subtract(out).abs().compareTo(BigInteger.ONE) > 0) {
      BigInteger middle = in.add(out).divide(TWO);
      if (isTaken.test(middle)) {
        in = middle;
      } else {
        out = middle;
      }
    }
    return in;
  }

  String durations() {
    String from = least.equals(BigInteger.ONE) ? "more than 0" : words(duration(least));
    return from + " to " + words(duration(most));
  }

  String bytes() {
    boolean isUnbounded = most.equals(BigInteger.valueOf(Long.MAX_VALUE));
    return isUnbounded
        ? "at least " + bytes(least.longValue())
        : bytes(least.longValue()) + " to " + bytes(most.longValue());
  }

  /** A number of bytes as people say it. */
  static String bytes(long bytes) {
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
    int unit = 0;
    long value = bytes;
    while (value >= 1024 && value % 1024 == 0 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    return value + " " + units[unit];
  }

  /** A time as people say it. */
  static String words(Duration time) {
    if (time.isZero()) {
      return "0";
    }
    if (time.toMillisPart() > 0) {
      return time.toMillis() + " ms";
    }
    long seconds = time.toSeconds();
    if (seconds % 86_400 == 0) {
      return seconds / 86_400 + " days";
    }
    if (seconds % 3600 == 0) {
      return seconds / 3600 + " h";
    }
    return seconds % 60 == 0 && seconds > 60 ? seconds / 60 + " min" : seconds + " s";
  }

  /** 100,000 days are within a long. */
  private static BigInteger nanos(Duration time) {
    return BigInteger.valueOf(time.toNanos());
  }

  private static Duration duration(BigInteger nanos) {
    return Duration.ofNanos(nanos.longValueExact());
  }
}
