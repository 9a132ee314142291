package dev.awa;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A worker process that the database knows.
 *
 * @param name as people recognise it
 * @param alive false once it was declared dead, until it is rescued
 * @param silent whether its last beat is older than its lease: it is dead, or can't reach the
 *     database, and no worker leads that would declare it dead
 * @param leads whether it does the maintenance
 * @param beatAt when it was heard of last
 * @param queues those that it works on
 * @param kinds those that it has handlers for, {@link #EVERY_KIND} for a handler of every kind;
 *     null when it has not said, because its version does not
 * @param runsWith the settings that each of its queues has on it now, as it has said; empty until
 *     it has
 * @param zoneRelease the release of the time zone data by which it computes fires: {@code 2026a};
 *     null when it has not said
 * @param troubles its steps that fail again and again, 20 at most
 */
public record KnownWorker(
    long id,
    String name,
    boolean alive,
    boolean silent,
    boolean leads,
    Instant startedAt,
    Instant beatAt,
    List<String> queues,
    @Nullable List<String> kinds,
    Map<String, QueueSettings> runsWith,
    @Nullable String zoneRelease,
    List<StepTrouble> troubles) {
  /** Stands among the kinds of a worker that has a handler for every kind. */
  public static final String EVERY_KIND = "*";

  /** Whether it takes jobs, as far as is known: it is neither dead nor silent. */
  public boolean lives() {
    return alive && !silent;
  }

  /** Whether it has a handler for a kind, or has not said which it has. */
  public boolean mayHandle(String kind) {
    return kinds == null || kinds.contains(kind) || kinds.contains(EVERY_KIND);
  }
}
