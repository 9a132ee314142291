package dev.awa;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How long some things took: how many took how long, in buckets that are wider the longer they are,
 * four to each doubling from 0.1 ms on.
 *
 * @param sum all of them together, to the microsecond
 * @param max the longest, to the microsecond; zero when there is none
 * @param buckets those that hold any, from the shortest on
 */
public record Times(Duration sum, Duration max, List<Bucket> buckets) {
  private static final double HALF_A_BUCKET = Math.pow(2, 1 / 8.0);

  /** Keeps a copy of the list. */
  public Times {
    buckets = List.copyOf(buckets);
  }

  /**
   * Some that took about the same.
   *
   * @param above each of them took longer; zero for the first bucket
   * @param upto and none of them longer than this
   * @param n how many
   */
  public record Bucket(Duration above, Duration upto, long n) {
    private Duration middle() {
      double nanos = upto.toNanos() / HALF_A_BUCKET;
      return Duration.ofNanos(Math.round(nanos));
    }
  }

  /** How many there are. */
  public long count() {
    return buckets.stream().mapToLong(Bucket::n).sum();
  }

  /** These and others together. */
  public Times plus(Times others) {
    Map<Duration, Bucket> all = new TreeMap<>();
    Stream.concat(buckets.stream(), others.buckets.stream())
        .forEach(one ->
            all.merge(one.upto(), one, (a, b) -> new Bucket(a.above(), a.upto(), a.n() + b.n())));
    Duration longest = max.compareTo(others.max) > 0 ? max : others.max;
    return new Times(sum.plus(others.sum), longest, List.copyOf(all.values()));
  }

  /** What one took on average; zero when there is none. */
  public Duration mean() {
    long count = count();
    return count == 0 ? Duration.ZERO : sum.dividedBy(count);
  }

  /**
   * The time that a part of them did not exceed, {@code percentile(0.99)} for 99 in a hundred. It
   * is off by 9.1 % at most; what took no more than 0.1 ms counts as 0.0917 ms, however short it
   * was. Never more than {@link #max}; zero when there is none.
   *
   * @param part 0 to 1; 1 answers the longest
   * @throws IllegalArgumentException when the part is out of its range
   */
  public Duration percentile(double part) {
    if (!(part >= 0 && part <= 1)) {
      throw new IllegalArgumentException("part: must be 0 to 1, got " + part);
    }
    long rank = Math.max(1, (long) Math.ceil(part * count()));
    long before = 0;
    for (Bucket bucket : buckets) {
      before += bucket.n();
      if (before >= rank && part < 1) {
        Duration middle = bucket.middle();
        return middle.compareTo(max) < 0 ? middle : max;
      }
    }
    return max;
  }
}
