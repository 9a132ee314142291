package dev.awa.engine;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A batch of ended runs that a worker sends.
 *
 * @param workerId the worker
 * @param flushNo its number, higher than that of all flushes of the worker before
 * @param ended the runs
 */
public record Flush(long workerId, long flushNo, List<Ended> ended) {

  /**
   * A run that has ended.
   *
   * @param claim the claim that the run is a member of
   * @param run the run
   * @param ending how it ended
   * @param output what the handler printed; null for nothing
   * @param report what the attempt told last; null for nothing
   * @param ran how long its handler took; null when that is not known
   */
  public record Ended(
      Claim claim,
      Run run,
      Ending ending,
      @Nullable String output,
      @Nullable Report report,
      @Nullable Duration ran) {

    /** A run of which nothing was told. */
    public Ended(Claim claim, Run run, Ending ending, @Nullable String output) {
      this(claim, run, ending, output, null, null);
    }

    /** The same run, ended otherwise, and nothing told. */
    public Ended with(Ending other, @Nullable String otherOutput) {
      return new Ended(claim, run, other, otherOutput, null, ran);
    }

    /**
     * The same run, of which it was found out that its row can't be read: it can't go on, but how
     * it ended otherwise holds.
     */
    public Ended unreadable(String why) {
      Ending other = ending.next() instanceof Ending.Next.Again ? Endings.unreadable(why) : ending;
      return new Ended(claim, run.unreadable(why), other, output, report, ran);
    }
  }
}
