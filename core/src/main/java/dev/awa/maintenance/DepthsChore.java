package dev.awa.maintenance;

import dev.awa.engine.Engine;
import dev.awa.engine.Lead;
import dev.awa.engine.Queues;
import dev.awa.engine.TimingLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what queues hold, once a minute: 200 queues a turn, in a round of turns that are all
 * as of the same minute.
 *
 * <p>200 queues take about 50 ms, so 12,000 queues have their round in a minute; where there are
 * more a round takes longer and is of every second minute, say. A round that takes more than five
 * minutes goes on as of another minute: so each queue has its turn, and no number is older than it
 * says by more than that. A round that was begun under another lead is of long ago: there is a new
 * one.
 */
final class DepthsChore implements Chore {
  private static final int QUEUES = 200;

  /** More than other chores have, or 2,400 queues would take a minute. */
  private static final int SHARE = 20;

  private static final long LONGEST_NANOS = Duration.ofMinutes(5).toNanos();

  /** Less than a minute, so that no minute is left out; twice in one is written down once. */
  private static final Plan PLAN =
      new Plan("depths", Duration.ofSeconds(55), SHARE, QUEUES + " queues", Set.of());

  private final TimingLog timings;
  private final Queues queues;
  private final LongSupplier nanos;
  private @Nullable Round round;

  /**
   * A round that has not come to its end.
   *
   * @param minute as of which all of it is
   * @param begunNanos when that was
   * @param after the last queue that is written down
   */
  private record Round(Lead lead, Instant minute, long begunNanos, String after) {}

  DepthsChore(Engine engine) {
    this(engine, System::nanoTime);
  }

  DepthsChore(Engine engine, LongSupplier nanos) {
    this.timings = engine.timings();
    this.queues = engine.queues();
    this.nanos = nanos;
  }

  @Override
  public Plan plan() {
    return PLAN;
  }

  @Override
  public Duration turn(Connection connection, Lead lead) throws SQLException {
    long now = nanos.getAsLong();
    Round before = round != null && round.lead().equals(lead) ? round : null;
    Round whole = before != null && now - before.begunNanos() <= LONGEST_NANOS ? before : null;
    List<String> names = queues.names(connection, before == null ? "" : before.after(), QUEUES);
    Instant minute = timings.sample(connection, lead, whole == null ? null : whole.minute(), names);
    long begun = whole == null ? now : whole.begunNanos();
    boolean more = names.size() == QUEUES;
    round = more ? new Round(lead, minute, begun, names.getLast()) : null;
    return more ? Duration.ZERO : untilNext(begun);
  }

  /** Rounds begin in each minute, however long they take. */
  private Duration untilNext(long begun) {
    Duration took = Duration.ofNanos(nanos.getAsLong() - begun);
    return took.compareTo(PLAN.every()) < 0 ? PLAN.every().minus(took) : Duration.ZERO;
  }
}
