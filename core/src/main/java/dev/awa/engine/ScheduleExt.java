package dev.awa.engine;

import dev.awa.PlannedFire;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fire of a schedule, as {@code ext} of its job says it: the object {@code schedule}. */
public final class ScheduleExt {
  /** The name of the object. */
  public static final String FIELD = "schedule";

  static final String NAME = "name";
  static final String PLANNED_AT = "planned_at";
  static final String PLANNED_LOCAL = "planned_local";
  static final String ZONE = "zone";
  private static final String TRIGGERED_BY = "triggered_by";

  private ScheduleExt() {}

  /**
   * Reads the object; null when it is none.
   *
   * @throws RuntimeException when it was written past the engine
   */
  public static @Nullable PlannedFire read(@Nullable Object object) {
    if (!(object instanceof Map<?, ?> facts)) {
      return null;
    }
    String local = (String) facts.get(PLANNED_LOCAL);
    return new PlannedFire(
        text(facts, NAME),
        Instant.parse(text(facts, PLANNED_AT)),
        local == null ? null : LocalDateTime.parse(local),
        text(facts, ZONE),
        (String) facts.get(TRIGGERED_BY));
  }

  private static String text(Map<?, ?> facts, String name) {
    if (facts.get(name) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException(name + ": must be a text");
  }
}
