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
 * @param spins whether it keeps its processor busy all the time
 */
public record Work(
    String id,
    String script,
    long firstMillis,
    long laterMillis,
    boolean stubborn,
    String ballast,
    boolean spins) {

  /** A job that is done at once. */
  public static Work quick(String id) {
    return new Work(id, "complete", 0, 0, false, "", false);
  }

  /** A job whose first run takes a time and whose others are done at once. */
  public static Work slow(String id, long firstMillis) {
    return new Work(id, "complete", firstMillis, 0, false, "", false);
  }

  /** One whose arguments are almost as long as they may be: a few of them fill every buffer. */
  public static Work heavy(String id) {
    return new Work(id, "complete", 0, 0, false, "x".repeat(1_000_000), false);
  }

  Work withScript(String value) {
    return new Work(id, value, firstMillis, laterMillis, stubborn, ballast, spins);
  }

  /** The same, deaf to interruption. */
  public Work deaf() {
    return new Work(id, script, firstMillis, laterMillis, true, ballast, spins);
  }

  /** One that keeps its processor to itself for a time, and is deaf to interruption. */
  public static Work spinning(String id, long firstMillis) {
    return new Work(id, "complete", firstMillis, 0, true, "", true);
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
