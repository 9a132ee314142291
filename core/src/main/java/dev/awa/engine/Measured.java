package dev.awa.engine;

import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What a worker has measured of the runs of one queue and kind. Used under its owner's lock. */
public final class Measured {
  private final Pair pair;
  private final Histogram waits = new Histogram();
  private final Histogram runs = new Histogram();
  private final Map<End, Long> ends = new EnumMap<>(End.class);

  /** Nothing yet. */
  public Measured(Pair pair) {
    this.pair = pair;
  }

  /** Of what it is. */
  public record Pair(String queue, String kind) {}

  /** How a run has ended: the columns of the table. */
  public enum End {
    COMPLETED,
    RETRIED,
    FAILED,
    CANCELLED,
    SNOOZED,
    PUT_BACK;

    /** What an ending counts as. */
    public static End of(Ending ending) {
      return switch (ending.next()) {
        case Ending.Next.Completed ignored -> COMPLETED;
        case Ending.Next.Failed ignored -> FAILED;
        case Ending.Next.Cancelled ignored -> CANCELLED;
        case Ending.Next.Again ignored -> again(ending.closure());
      };
    }

    private static End again(Closure closure) {
      return switch (closure) {
        case SNOOZED -> SNOOZED;
        case RELEASED -> PUT_BACK;
        case COMPLETED, FAILED, CANCELLED, RETRIED, RESCUED, DEADLINE_EXPIRED -> RETRIED;
      };
    }
  }

  /** Of what it is. */
  public Pair pair() {
    return pair;
  }

  /** A run was begun that had waited for so long. */
  public void waited(Duration wait) {
    waits.add(wait);
  }

  /** A run has ended. One that was put back has taken no time that anybody wants to know. */
  public void ended(End end, Duration ran) {
    ends.merge(end, 1L, Long::sum);
    if (end != End.PUT_BACK) {
      runs.add(ran);
    }
  }

  /** Adds what was measured of the same at another time. */
  public void add(Measured other) {
    waits.add(other.waits);
    runs.add(other.runs);
    other.ends.forEach((end, n) -> ends.merge(end, n, Long::sum));
  }

  Map<String, Object> row() {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("queue", pair.queue());
    row.put("kind", pair.kind());
    for (End end : End.values()) {
      row.put(end.name().toLowerCase(Locale.ROOT), ends.getOrDefault(end, 0L));
    }
    row.put("wait_us", waits.sumMicros());
    row.put("wait_max_us", waits.maxMicros());
    row.put("waits", new PlainJson.Raw(waits.stored().toString()));
    row.put("run_us", runs.sumMicros());
    row.put("run_max_us", runs.maxMicros());
    row.put("runs", new PlainJson.Raw(runs.stored().toString()));
    return row;
  }
}
