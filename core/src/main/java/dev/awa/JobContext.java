package dev.awa;

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
}
