package dev.awa.admin;

import dev.awa.Handling;
import dev.awa.Unhandled;
import dev.awa.cron.InvalidCronException;
import dev.awa.schedule.ScheduleFire;
import dev.awa.schedule.StoredSchedule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What is known of a schedule, in the order in which it is shown. */
public final class ScheduleDocument {
  private ScheduleDocument() {}

  /**
   * The facts by their names; a fact that the schedule does not have may be null or missing.
   *
   * @param handling tells whether a living worker handles its jobs
   */
  public static Map<String, @Nullable Object> of(StoredSchedule schedule, Handling handling) {
    Map<String, @Nullable Object> facts = new LinkedHashMap<>();
    facts.put("name", schedule.name());
    facts.put("state", schedule.state().word());
    facts.put("owner", schedule.owner());
    facts.put("expression", schedule.expression());
    facts.put("zone", schedule.zone());
    facts.put("when", when(schedule));
    facts.put("next_at", schedule.nextAt());
    facts.put("warning", warning(schedule, handling).orElse(null));
    facts.put("overdue", schedule.overdue().isZero() ? null : schedule.overdue());
    facts.put("missed", schedule.missed());
    facts.put("overlap", schedule.overlap());
    facts.put("jitter", schedule.jitter().isZero() ? null : schedule.jitter());
    facts.put("starts_at", schedule.startsAt());
    facts.put("ends_at", schedule.endsAt());
    job(schedule, facts);
    states(schedule, facts);
    facts.put("last", schedule.last() == null ? null : of(schedule.last()));
    return facts;
  }

  /** When it fires, in words; as it is written where this machine does not know its zone. */
  private static String when(StoredSchedule schedule) {
    try {
      return schedule.timing().words();
    } catch (InvalidCronException e) {
      return schedule.expression() + ", " + schedule.zone();
    }
  }

  /** The same with its newest fires. */
  public static Map<String, @Nullable Object> of(
      StoredSchedule schedule, Handling handling, List<ScheduleFire> fires) {
    Map<String, @Nullable Object> facts = of(schedule, handling);
    facts.put("fires", fires.stream().map(ScheduleDocument::of).toList());
    return facts;
  }

  /** That no living worker handles the jobs of a schedule that may fire, in words. */
  public static Optional<String> warning(StoredSchedule schedule, Handling handling) {
    return schedule.retiredAt() == null
        ? handling.missing(schedule.queue(), schedule.kind(), 0).map(Unhandled::words)
        : Optional.empty();
  }

  private static void job(StoredSchedule schedule, Map<String, @Nullable Object> facts) {
    facts.put("kind", schedule.kind());
    facts.put("queue", schedule.queue());
    facts.put("priority", schedule.priority());
    facts.put("max_attempts", schedule.maxAttempts());
    facts.put("args", json(schedule.args()));
    json(schedule.ext()).properties().forEach(part -> facts.put(part.getKey(), part.getValue()));
  }

  private static void states(StoredSchedule schedule, Map<String, @Nullable Object> facts) {
    facts.put("version", schedule.version());
    facts.put("changed_at", schedule.changedAt());
    facts.put("changed_by", schedule.changedBy());
    facts.put("fired_through", schedule.firedThrough());
    facts.put("waiting_at", schedule.waitingAt());
    facts.put("paused_at", schedule.pausedAt());
    facts.put("paused_by", schedule.pausedBy());
    facts.put("paused_reason", schedule.pausedReason());
    facts.put("retired_at", schedule.retiredAt());
    facts.put("retired_by", schedule.retiredBy());
  }

  /** The facts of a fire. */
  public static Map<String, Object> of(ScheduleFire fire) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("planned_at", fire.plannedAt());
    facts.put("fired_at", fire.firedAt());
    facts.put("job_id", fire.jobId());
    facts.put("outcome", fire.outcome().word());
    return facts;
  }

  private static JsonNode json(String text) {
    return Documents.JSON.readTree(text);
  }
}
