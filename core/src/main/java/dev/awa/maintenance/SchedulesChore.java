package dev.awa.maintenance;

import dev.awa.engine.DueSchedule;
import dev.awa.engine.Engine;
import dev.awa.engine.Lead;
import dev.awa.engine.Schedules;
import dev.awa.event.Event;
import dev.awa.event.FireSkipped;
import dev.awa.event.FiresMissed;
import dev.awa.event.ScheduleFailed;
import dev.awa.event.ScheduleFired;
import dev.awa.event.SchedulesRetired;
import dev.awa.pace.Pace;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Fires schedules that are due, and retires those that nobody declares any more.
 *
 * <p>It rests until the next is due, a second at most: one that is declared or resumed meanwhile is
 * found then. It looks from where it came to last time, less ten seconds, and now and then from the
 * beginning: otherwise the dead index entries of what was due before would make every look slower
 * while somebody pins the horizon.
 *
 * <p>When a schedule is due is computed by the rules of a JVM's zones and only noted in its row. So
 * whoever has just taken the lead computes all of it anew, a part each turn.
 */
final class SchedulesChore implements Chore {
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration SHORTEST_REST = Duration.ofMillis(1);
  private static final Duration LOCKED = Duration.ofMillis(100);
  private static final Duration SWEEP = Duration.ofSeconds(30);
  private static final Duration OVERLAP = Duration.ofSeconds(10);
  private static final Duration RETIRE_EVERY = Duration.ofSeconds(30);
  private static final int WALKED = 1000;
  private static final Plan PLAN =
      new Plan(
          "schedules",
          EVERY,
          0,
          Firing.BATCH + " schedules",
          Set.of(
              ScheduleFired.class,
              FireSkipped.class,
              FiresMissed.class,
              ScheduleFailed.class,
              SchedulesRetired.class));

  private final Schedules schedules;
  private final Firing firing;
  private final Consumer<? super Event> events;
  private final Pace sweep = new Pace(SWEEP);
  private final Pace retirement = new Pace(RETIRE_EVERY);
  private @Nullable Instant watermark;
  private @Nullable Lead led;
  private @Nullable String walked;

  SchedulesChore(Engine engine, Consumer<? super Event> events) {
    this.schedules = engine.schedules();
    this.firing = new Firing(engine, events);
    this.events = events;
  }

  @Override
  public Plan plan() {
    return PLAN;
  }

  @Override
  public Duration turn(Connection connection, Lead lead) throws SQLException {
    if (!lead.equals(led)) {
      led = lead;
      walked = "";
    }
    if (retirement.isDue()) {
      retire(connection, lead);
    }
    List<DueSchedule> due = due(connection);
    boolean moved = firing.fire(connection, lead, due) > 0;
    boolean isMore = walk(connection, lead) || (due.size() == Firing.BATCH && moved);
    return isMore ? Duration.ZERO : rest(connection, moved);
  }

  private void retire(Connection connection, Lead lead) throws SQLException {
    List<String> retired = schedules.retireUndeclared(connection, lead);
    if (!retired.isEmpty()) {
      events.accept(new SchedulesRetired(retired));
    }
    retirement.took();
  }

  private List<DueSchedule> due(Connection connection) throws SQLException {
    Instant from = sweep.isDue() || watermark == null ? null : watermark.minus(OVERLAP);
    List<DueSchedule> due = schedules.due(connection, from, Firing.BATCH);
    watermark = due.isEmpty() ? watermark : due.getLast().dueAt();
    return due;
  }

  /** Computes anew when the next schedules are due; answers whether there are others. */
  private boolean walk(Connection connection, Lead lead) throws SQLException {
    if (walked == null) {
      return false;
    }
    List<DueSchedule> some = schedules.walk(connection, walked, WALKED);
    firing.look(connection, lead, some);
    walked = some.size() < WALKED ? null : some.getLast().name();
    return walked != null;
  }

  /** One that is overdue although all were fired is locked by somebody. */
  private Duration rest(Connection connection, boolean moved) throws SQLException {
    Instant from = watermark == null ? null : watermark.minus(OVERLAP);
    Duration rest = schedules.untilDue(connection, from).orElse(EVERY);
    if (rest.isNegative() || rest.isZero()) {
      return moved ? SHORTEST_REST : LOCKED;
    }
    return rest.compareTo(EVERY) < 0 ? rest : EVERY;
  }
}
