package dev.awa.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A schedule as the queue has it.
 *
 * @param name its name
 * @param state whether it fires
 * @param owner who declares it: an application, or {@code people}
 * @param expression fields of cron, or {@code @every PT5M}
 * @param zone the zone of the expression
 * @param missed what follows an outage: {@code once}
 * @param overlap what a fire does while an earlier job has not ended: {@code allow}
 * @param jitter by up to how much each job is put off
 * @param startsAt nothing is planned before; null for no such bound
 * @param endsAt nothing is planned then or later; null for no such bound
 * @param kind the kind of its jobs
 * @param queue the queue of its jobs
 * @param priority the priority of its jobs
 * @param maxAttempts the attempts of its jobs
 * @param args the arguments of its jobs, JSON text; {@code "***"} stands for what is masked in
 *     them, and for the text of encrypted ones
 * @param ext what its jobs carry besides, JSON text
 * @param version one more with each change of what is declared
 * @param changedAt when it was changed last
 * @param changedBy by whom: an owner and its revision, or a person
 * @param firedThrough planned times up to this one are settled
 * @param nextAt when it is due next, or when the leader looks up when that is; null when it does
 *     not fire
 * @param overdue for how long it should have fired and has not; zero mostly
 * @param waitingAt the planned time of a fire that waits for an earlier job; null for none
 * @param pausedAt when it was paused; null when it is not
 * @param pausedBy by whom
 * @param pausedReason why
 * @param retiredAt when it was retired; null when it is not
 * @param retiredBy by whom; null when nobody declared it any more
 * @param last its newest fire; null when it has not fired
 */
public record StoredSchedule(
    String name,
    State state,
    String owner,
    String expression,
    String zone,
    String missed,
    String overlap,
    Duration jitter,
    @Nullable Instant startsAt,
    @Nullable Instant endsAt,
    String kind,
    String queue,
    int priority,
    int maxAttempts,
    String args,
    String ext,
    long version,
    Instant changedAt,
    String changedBy,
    Instant firedThrough,
    @Nullable Instant nextAt,
    Duration overdue,
    @Nullable Instant waitingAt,
    @Nullable Instant pausedAt,
    @Nullable String pausedBy,
    @Nullable String pausedReason,
    @Nullable Instant retiredAt,
    @Nullable String retiredBy,
    @Nullable ScheduleFire last) {

  /** The owner of schedules that people make by hand. */
  public static final String PEOPLE = "people";

  /** Whether a schedule fires. */
  public enum State {
    /** It fires when it is due. */
    ACTIVE,
    /** Somebody has paused it. */
    PAUSED,
    /** Nobody declares it any more, or somebody has retired it. */
    RETIRED,
    /** No time is left: its end has come. */
    ENDED;

    /** How it is written everywhere: {@code active}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * When it fires.
   *
   * @throws dev.awa.cron.InvalidCronException when this JVM does not know its zone
   */
  public Timing timing() {
    return Timing.of(expression).in(zone).between(startsAt, endsAt);
  }

  /** The same schedule, with these arguments to be shown. */
  public StoredSchedule showing(String text) {
    return new StoredSchedule(
        name,
        state,
        owner,
        expression,
        zone,
        missed,
        overlap,
        jitter,
        startsAt,
        endsAt,
        kind,
        queue,
        priority,
        maxAttempts,
        text,
        ext,
        version,
        changedAt,
        changedBy,
        firedThrough,
        nextAt,
        overdue,
        waitingAt,
        pausedAt,
        pausedBy,
        pausedReason,
        retiredAt,
        retiredBy,
        last);
  }
}
