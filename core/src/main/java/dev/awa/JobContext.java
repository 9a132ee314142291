package dev.awa;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a handler can know and do about the attempt it runs. Safe for use by several threads. */
public interface JobContext {
  /** The facts of the job. */
  RunningJob job();

  /**
   * Whether the worker no longer wants this attempt to go on: it shuts down or was declared dead,
   * the job was cancelled, or its deadline is over. The handler's thread is interrupted too. What
   * the handler returns afterwards may no longer count.
   */
  boolean isCancelled();

  /**
   * Runs an action when the attempt is cancelled, at once when it already is. Actions run one after
   * the other on a virtual thread of their own; nobody waits for them. Handlers that keep every
   * processor busy keep it from running: such a one asks {@link #isCancelled} now and then.
   */
  void onCancel(Runnable action);

  /**
   * Adds to the attempt's output. The last 4 KiB are kept with the attempt, for people to read.
   *
   * @param text any text; characters that PostgreSQL can't store are replaced
   */
  void print(String text);

  /**
   * Says how far the job is. It costs next to nothing and waits for nobody, however often it is
   * called: with each beat (2 s) the worker stores the newest progress of all its jobs, if it has
   * changed, and the newest of an attempt is stored with its end. Seen in {@code awa job show} and
   * in the view {@code awa.jobs}.
   *
   * @param percent 0 to 100
   * @param message anything for people, empty for nothing; the first 500 characters are kept, and
   *     characters that PostgreSQL can't store are replaced
   * @return this context
   * @throws IllegalArgumentException when percent is not 0 to 100
   */
  JobContext progress(double percent, String message);

  /**
   * Says how far the job is: so many of so many. The message begins with both numbers.
   *
   * @param done 0 or more; more than the total is 100 percent
   * @param total 0 or more; of nothing, all is done
   * @param message of what, for people: {@code rows}
   * @return this context
   * @throws IllegalArgumentException when a number is negative
   */
  default JobContext progress(long done, long total, String message) {
    if (done < 0 || total < 0) {
      throw new IllegalArgumentException(
          "progress: must not be negative, got " + done + " of " + total);
    }
    double percent = done >= total ? 100 : 100.0 * done / total;
    return progress(percent, done + " of " + total + " " + message);
  }

  /**
   * Keeps a value from which the next attempt can go on, and each later one: after a failure, a
   * snooze, a shutdown, and when a dead letter is run again. The value is written as JSON before
   * the call returns; nothing else happens then. The newest is stored with each beat of the worker
   * (2 s) and with the end of the attempt. If the worker is killed, the next attempt finds a value
   * that is at most one beat old, so it may do some work again.
   *
   * <p>Of a job with encrypted arguments it is encrypted with the same keys. Of a job with masked
   * arguments it is not shown.
   *
   * @param value anything that the codec of the worker can write
   * @return this context
   * @throws InvalidJobException when it can't be written as JSON that PostgreSQL can store, or has
   *     more than 64 KiB ({@link Limits#CHECKPOINT_BYTES}) as JSON; the checkpoint before stays
   */
  JobContext checkpoint(Object value);

  /**
   * Drops the checkpoint: the next attempt begins from the beginning.
   *
   * @return this context
   */
  JobContext forgetCheckpoint();

  /**
   * The newest checkpoint of the job: of this attempt, or of the last attempt before that had one.
   *
   * @return empty when there is none
   * @throws AwaException when it can't be read as this type
   */
  <T> Optional<T> checkpoint(Class<T> type);

  /**
   * The same for a type that no class stands for.
   *
   * @throws AwaException when it can't be read as this type
   */
  <T> Optional<T> checkpoint(TypeRef<T> type);

  /**
   * Adds a line to the log of the attempt. Lines are stored with each beat of the worker (2 s) and
   * at the end, with their times, and are seen in {@code awa job show}. They are kept as long as
   * the history of jobs. Of what is written between two beats the last 4 KiB are kept, and a line
   * says how many were left out.
   *
   * @param line at most 1000 characters, the rest is cut; characters that PostgreSQL can't store
   *     are replaced
   */
  void log(String line);

  /**
   * Adds a line to the log of the attempt. A format that does not fit its arguments is logged as it
   * is.
   *
   * @param format as {@link String#format} takes it
   */
  @SuppressWarnings("AnnotateFormatMethod") // the annotation would be one more dependency
  default void log(String format, @Nullable Object... arguments) {
    String line;
    try {
      line = String.format(Locale.ROOT, format, arguments);
    } catch (IllegalArgumentException e) {
      line = format;
    }
    log(line);
  }
}
