package dev.awa.engine;

import dev.awa.QueueDepth;
import dev.awa.StatsFilter;
import dev.awa.Times;
import dev.awa.Timings;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** What was measured of runs and of queues, as it is kept for people. */
public final class TimingLog {
  private final Sql append;
  private final Sql fold;
  private final Sql timings;
  private final Sql sample;
  private final Sql depths;
  private final Sql depthsOfQueues;

  TimingLog(String schema) {
    append = Sql.of(schema, "timings/append_timings.sql");
    fold = Sql.of(schema, "timings/fold_timings.sql");
    timings = Sql.of(schema, "timings/timings_of.sql");
    sample = Sql.of(schema, "depths/sample_depths.sql");
    depths = Sql.of(schema, "depths/depths_of.sql");
    depthsOfQueues = Sql.of(schema, "depths/depths_of_queues.sql");
  }

  /** For what there is a row of timings. */
  public enum Per {
    KIND,
    ALL
  }

  /** Appends what a worker has measured; waits for a lock for a tenth of a second at most. */
  public void append(Connection tx, List<Measured> measured) throws SQLException {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = PlainJson.generator(text)) {
      out.writeStartArray();
      measured.forEach(one -> PlainJson.write(out, one.row()));
      out.writeEndArray();
    }
    append.one(tx, row -> true, text.toString());
  }

  /**
   * Makes sums of some older rows, or empties what was kept for its time; whether it did.
   *
   * @param most of how many rows; it may be a few more, so that no pair of queue and kind is cut
   */
  public boolean fold(Connection tx, Lead lead, int most) throws SQLException {
    return fold.one(tx, row -> row.getBoolean(1), lead.workerId(), lead.term(), most);
  }

  /**
   * What was measured of runs.
   *
   * @param step of how much time each row is; null when all is one
   */
  public List<Timings> timings(Connection tx, StatsFilter filter, @Nullable Duration step, Per per)
      throws SQLException {
    return timings.list(
        tx,
        TimingLog::timings,
        filter.queue(),
        filter.kind(),
        filter.from(),
        filter.last(),
        filter.to(),
        step,
        per.name().toLowerCase(Locale.ROOT));
  }

  private static Timings timings(ResultSet row) throws SQLException {
    return new Timings(
        Columns.instant(row, "at"),
        row.getString("queue"),
        row.getString("kind"),
        row.getLong("completed"),
        row.getLong("retried"),
        row.getLong("failed"),
        row.getLong("cancelled"),
        row.getLong("snoozed"),
        row.getLong("put_back"),
        times(row, "wait"),
        times(row, "run"));
  }

  private static Times times(ResultSet row, String what) throws SQLException {
    Long[] stored = (Long[]) row.getArray(what + "s").getArray();
    return Histogram.times(stored, row.getLong(what + "_us"), row.getLong(what + "_max_us"));
  }

  /**
   * Writes down what some queues hold.
   *
   * @param at of which minute; null for this one
   * @return of which minute it is
   */
  public Instant sample(Connection tx, Lead lead, @Nullable Instant at, List<String> queues)
      throws SQLException {
    return sample.one(
        tx,
        row -> Columns.instant(row, "at"),
        lead.workerId(),
        lead.term(),
        at,
        queues.toArray(String[]::new));
  }

  /** What a queue held, or all of them. */
  public List<QueueDepth> depths(Connection tx, StatsFilter filter, Duration step)
      throws SQLException {
    return depths.list(
        tx, TimingLog::depth, filter.queue(), filter.from(), filter.last(), filter.to(), step);
  }

  private static QueueDepth depth(ResultSet row) throws SQLException {
    return new QueueDepth(
        Columns.instant(row, "at"),
        row.getLong("available"),
        row.getLong("running"),
        row.getLong("scheduled"),
        row.getLong("retryable"),
        Histogram.micros(row.getLong("lag_us")));
  }

  /** What each of some queues held, by queue; one that held nothing is not there. */
  public Map<String, List<QueueDepth>> depths(
      Connection tx, Collection<String> queues, StatsFilter filter, Duration step)
      throws SQLException {
    Map<String, List<QueueDepth>> all = new TreeMap<>();
    depthsOfQueues.list(
        tx,
        row ->
            all.computeIfAbsent(row.getString("queue"), queue -> new ArrayList<>()).add(depth(row)),
        queues.toArray(String[]::new),
        filter.from(),
        filter.last(),
        filter.to(),
        step);
    return all;
  }
}
