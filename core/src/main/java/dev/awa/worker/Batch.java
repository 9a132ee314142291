package dev.awa.worker;

import dev.awa.engine.Ending;
import dev.awa.engine.Flush;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ended runs that are sent together.
 *
 * @param workerId as whom the worker ran them
 * @param results the runs
 * @param unknown the flush whose outcome they wait for; null when there is none
 * @param failingSince since when every try to send them has failed, in nanoseconds; null when none
 *     has yet
 * @param standing what is thought of them
 */
record Batch(
    long workerId,
    List<Result> results,
    @Nullable Flush unknown,
    @Nullable Long failingSince,
    Standing standing) {

  /** What is thought of the runs of a batch. */
  enum Standing {
    GOOD,
    /** They are part of a batch that failed for long. */
    SUSPECT,
    /** One run, which the database has refused alone. */
    REFUSED
  }

  /**
   * An ended run and what it needs to be announced.
   *
   * @param ended what is sent
   * @param whole what is sent with all its texts; the same, unless they were refused
   */
  record Result(Attempt attempt, Flush.Ended ended, Flush.Ended whole) {
    Result(Attempt attempt, Flush.Ended ended) {
      this(attempt, ended, ended);
    }

    /** The same without the texts that may be what the database refuses. */
    private Result withoutTexts() {
      Ending plain = whole.ending().withoutError();
      return new Result(attempt, whole.with(plain, null), whole);
    }

    private Result withTexts() {
      return new Result(attempt, whole);
    }

    /** Whether it has texts that could be left out. */
    boolean hasTexts() {
      return ended.output() != null
          || ended.report() != null
          || !ended.ending().withoutError().equals(ended.ending());
    }

    boolean isWithoutTexts() {
      return !ended.equals(whole);
    }
  }

  /** Runs that were not sent yet. */
  static Batch of(long workerId, List<Result> results) {
    return new Batch(workerId, results, null, null, Standing.GOOD);
  }

  int size() {
    return results.size();
  }

  /** The runs in the form they are sent in. */
  List<Flush.Ended> ended() {
    return results.stream().map(Result::ended).toList();
  }

  /** The runs with all their texts. */
  List<Flush.Ended> whole() {
    return results.stream().map(Result::whole).toList();
  }

  /** The same, as it is known of some of the runs by now; with all their texts. */
  Batch with(List<Flush.Ended> whole) {
    List<Result> known = new ArrayList<>();
    for (int i = 0; i < size(); i++) {
      known.add(new Result(results.get(i).attempt(), whole.get(i)));
    }
    return part(known);
  }

  /**
   * A try failed.
   *
   * @param outcome the flush, if it may be committed all the same
   */
  Batch failed(@Nullable Flush outcome, long now) {
    List<Result> whole = results.stream().map(Result::withTexts).toList();
    return new Batch(workerId, whole, outcome, failingSince == null ? now : failingSince, standing);
  }

  Batch firstHalf() {
    return part(results.subList(0, size() / 2));
  }

  Batch secondHalf() {
    return part(results.subList(size() / 2, size()));
  }

  /** Some of them; they wait for the outcome of the same flush. */
  private Batch part(List<Result> some) {
    return new Batch(workerId, List.copyOf(some), unknown, failingSince, standing);
  }

  Batch withoutTexts() {
    return part(results.stream().map(Result::withoutTexts).toList());
  }

  /** The same, refused alone. */
  Batch refused() {
    return new Batch(workerId, results, unknown, failingSince, Standing.REFUSED);
  }

  /**
   * The same, suspected. What is stored from now on shows that it is at fault itself: a half of it,
   * too.
   */
  Batch suspected(long now) {
    return new Batch(workerId, results, unknown, now, Standing.SUSPECT);
  }

  /** Whether it was refused alone before. */
  boolean wasRefused() {
    return standing == Standing.REFUSED;
  }

  /** Whether it has failed for this long, or is part of one that has. */
  boolean isInDoubt(Duration doubt, long now) {
    return standing == Standing.SUSPECT
        || (failingSince != null && now - failingSince >= doubt.toNanos());
  }

  /** Whether something happened after it began to fail. */
  boolean failedBefore(@Nullable Long happened) {
    return failingSince != null && happened != null && happened - failingSince > 0;
  }
}
