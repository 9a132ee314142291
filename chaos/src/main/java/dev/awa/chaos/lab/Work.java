package dev.awa.chaos.lab;

/**
 * The arguments of a job.
 *
 * @param id what the producer calls it
 * @param script how its runs end, in order: complete, retry, snooze, fail, cancel; separated by
 *     commas, the last for all that follow
 * @param firstMillis how long its first run takes
 * @param laterMillis how long the others take
 * @param stubborn whether it goes on when it is interrupted, as bad handlers do
 * @param ballast says nothing, at length
 * @param manner what it does meanwhile
 * @param deadlineMillis within which time a run must end; 0 for none
 */
public record Work(
    String id,
    String script,
    long firstMillis,
    long laterMillis,
    boolean stubborn,
    String ballast,
    Manner manner,
    long deadlineMillis) {

  /** What a run does while it lasts. */
  public enum Manner {
    /** Rests. */
    RESTS,
    /** Keeps its processor busy. */
    SPINS,
    /**
     * The first two runs take all memory that there is, keep it, and fail, in a worker that was
     * made for it; others do nothing of that kind.
     */
    HOGS,
    /** Interrupts every thread of the process that it can see, then rests. */
    INTERRUPTS
  }

  /** A job that is done at once. */
  public static Work quick(String id) {
    return slow(id, 0);
  }

  /** A job whose first run takes a time and whose others are done at once. */
  public static Work slow(String id, long firstMillis) {
    return new Work(id, "complete", firstMillis, 0, false, "", Manner.RESTS, 0);
  }

  /** One whose arguments are almost as long as they may be: a few of them fill every buffer. */
  public static Work heavy(String id) {
    return new Work(id, "complete", 0, 0, false, "x".repeat(1_000_000), Manner.RESTS, 0);
  }

  /** The same with another script. */
  public Work withScript(String value) {
    return new Work(id, value, firstMillis, laterMillis, stubborn, ballast, manner, deadlineMillis);
  }

  /** The same, deaf to interruption. */
  public Work deaf() {
    return new Work(id, script, firstMillis, laterMillis, true, ballast, manner, deadlineMillis);
  }

  /** The same in another manner. */
  public Work in(Manner value) {
    return new Work(id, script, firstMillis, laterMillis, stubborn, ballast, value, deadlineMillis);
  }

  /** The same, all runs of which take as long as the first. */
  public Work always() {
    return new Work(
        id, script, firstMillis, firstMillis, stubborn, ballast, manner, deadlineMillis);
  }

  /** The same, each run of which must end within a time. */
  public Work within(long millis) {
    return new Work(id, script, firstMillis, laterMillis, stubborn, ballast, manner, millis);
  }

  /** One that keeps its processor to itself for a time, and is deaf to interruption. */
  public static Work spinning(String id, long firstMillis) {
    return slow(id, firstMillis).deaf().in(Manner.SPINS);
  }

  long millis(int run) {
    return run == 1 ? firstMillis : laterMillis;
  }

  /** How its last run ends. */
  String lastEnding() {
    return ending(Integer.MAX_VALUE);
  }

  String ending(int run) {
    String[] endings = script.split(",", -1);
    return endings[Math.min(run, endings.length) - 1];
  }
}
