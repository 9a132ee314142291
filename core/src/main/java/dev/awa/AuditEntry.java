package dev.awa;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That somebody asked for a change, and what became of it.
 *
 * @param id ids grow with time
 * @param at when it was noted, right after it was done or refused
 * @param by who asked
 * @param action what for: {@code job-cancel}, {@code queue-pause}
 * @param target of what: the name of a queue or schedule, ids of jobs or of an operation; null:
 *     none is named
 * @param details what else was asked for, as JSON: filter, settings, reason; arguments of jobs and
 *     passwords are never there
 * @param jobs how many jobs were changed; null: it is not about jobs
 * @param outcome {@code done}, {@code refused} or {@code failed}
 * @param why why it was refused or failed; null: it was done
 * @param from the address from which it was asked; null: unknown
 * @param request the id of the request, as the client or a proxy has sent it; null: none
 */
public record AuditEntry(
    long id,
    Instant at,
    String by,
    String action,
    @Nullable String target,
    String details,
    @Nullable Long jobs,
    String outcome,
    @Nullable String why,
    @Nullable String from,
    @Nullable String request) {
  /** It was done. */
  public static final String DONE = "done";

  /** It was not allowed, or made no sense, and nothing was done. */
  public static final String REFUSED = "refused";

  /** The server or the database has failed; some of it may have been done. */
  public static final String FAILED = "failed";
}
