package dev.awa;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job as it is stored, wherever it is in its life.
 *
 * @param attempt how often a handler was started for it
 * @param runNo which run of the job this is: 1, and one more for each retry, snooze or rescue
 * @param args the arguments, JSON text. Where the job was read to be shown, {@code "***"} stands
 *     for what is masked in them, and for the text of encrypted ones
 * @param ext everything else it carries, JSON text: tags, metadata, {@code traceparent}, errors,
 *     {@code checkpoint} and more, each only when there is some. Where the arguments are masked or
 *     encrypted, {@code "***"} stands for the checkpoint too
 * @param createdAt when it was enqueued
 * @param runAt when it may run, or became ready; null when it has finished and that is no longer
 *     kept
 * @param finishedAt when it finished; null while it lives
 * @param reason why it failed or was cancelled; null when it did not
 * @param deadLetter whether it has failed and is a dead letter
 * @param progress how far it is, or was when its last attempt that told ended; null when none told
 */
public record StoredJob(
    long id,
    String kind,
    String queue,
    JobState state,
    int priority,
    int attempt,
    int maxAttempts,
    int runNo,
    String args,
    String ext,
    Instant createdAt,
    @Nullable Instant runAt,
    @Nullable Instant finishedAt,
    @Nullable String reason,
    boolean deadLetter,
    @Nullable JobProgress progress) {

  /** The same job, with these arguments to be shown. */
  public StoredJob showing(String text) {
    return showing(text, ext);
  }

  /** The same job, with these arguments, and this of what it carries, to be shown. */
  public StoredJob showing(String text, String carried) {
    return new StoredJob(
        id,
        kind,
        queue,
        state,
        priority,
        attempt,
        maxAttempts,
        runNo,
        text,
        carried,
        createdAt,
        runAt,
        finishedAt,
        reason,
        deadLetter,
        progress);
  }
}
