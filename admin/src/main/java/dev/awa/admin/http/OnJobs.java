package dev.awa.admin.http;

import dev.awa.CancelVerdict;
import dev.awa.Deleted;
import dev.awa.Edited;
import dev.awa.JobChange;
import dev.awa.Retried;
import dev.awa.client.Awa;
import dev.awa.client.JobsIn;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Steers jobs by their ids for somebody. For who is let into some queues the queue is looked at
 * once more in the transaction that changes the job: it may have moved since.
 */
final class OnJobs {
  private final Awa awa;
  private final @Nullable JobsIn own;

  OnJobs(Call call) {
    this.awa = call.awa();
    Set<String> queues = call.principal().queues();
    this.own = queues.isEmpty() ? null : awa.jobs().in(queues);
  }

  CancelVerdict cancel(long id, String reason) {
    return own == null ? awa.jobs().cancel(id, reason) : own.cancel(id, reason);
  }

  Edited edit(long id, JobChange change) {
    return own == null ? awa.jobs().edit(id, nothing -> change) : own.edit(id, nothing -> change);
  }

  Deleted delete(long id) {
    return own == null ? awa.jobs().delete(id) : own.delete(id);
  }

  Retried retry(long id, JobChange change) {
    return own == null
        ? awa.deadLetters().retry(id, nothing -> change)
        : own.retry(id, nothing -> change);
  }

  boolean move(long id) {
    return own == null ? awa.deadLetters().move(id) : own.move(id);
  }
}
