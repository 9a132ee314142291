package dev.awa.admin.page;

import dev.awa.QueueDepth;
import dev.awa.admin.QueueDepths;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How many jobs waited in some queues over the last two hours, as small charts with a bar for each
 * five minutes. Leaders write that down each minute, so it costs a row for each minute and queue.
 */
final class Sparks {
  static final int STEPS = 24;
  static final int WIDTH = 96;
  static final int HEIGHT = 24;

  private static final Duration STEP = Duration.ofMinutes(5);
  private static final Duration FRESH = Duration.ofSeconds(20);

  /** Bytes of names in one target, so that a path stays short enough for the API. */
  private static final int NAMES = 6000;

  private static final int AT_ONCE = 100;

  /**
   * A small chart.
   *
   * @param path the bars, from the left to the right
   * @param words the same for people who can't see it
   */
  record Spark(String path, String words) {}

  private final Map<String, Spark> all = new HashMap<>();
  private final Now end;

  private Sparks(Now end) {
    this.end = end;
  }

  /** Those of some rows; none where they can't be read: a page does without. */
  static Sparks of(Visit visit, List<QueueRow> rows) {
    Sparks sparks = new Sparks(visit.now());
    try {
      for (String names : targets(rows)) {
        sparks.read(visit, "/depths?since=125m&by=5m&queues=" + Words.query(names));
      }
    } catch (Refused e) {
      return new Sparks(sparks.end);
    }
    return sparks;
  }

  /** Names as the API takes them, in pieces, always in the same order. */
  private static List<String> targets(List<QueueRow> rows) {
    List<String> targets = new ArrayList<>();
    StringBuilder piece = new StringBuilder();
    int number = 0;
    for (String name : rows.stream().map(QueueRow::name).sorted().map(Words::segment).toList()) {
      if (number == AT_ONCE || piece.length() + name.length() > NAMES) {
        targets.add(piece.toString());
        piece.setLength(0);
        number = 0;
      }
      piece.append(number == 0 ? "" : ",").append(name);
      number++;
    }
    if (number > 0) {
      targets.add(piece.toString());
    }
    return targets;
  }

  @SuppressWarnings("unchecked") // the route says so
  private void read(Visit visit, String target) {
    List<QueueDepths> depths =
        visit.isRestricted()
            ? visit.list(target)
            : (List<QueueDepths>) visit.shared("depths", target, FRESH).document();
    depths.forEach(one -> all.put(one.queue(), spark(one.depth(), end)));
  }

  /** The chart of a queue; null where nothing is known of it. */
  @Nullable Spark find(String queue) {
    return all.get(queue);
  }

  /** The last bar is of the five minutes that go on. */
  static Spark spark(List<QueueDepth> depths, Now end) {
    long step = STEP.toSeconds();
    long last = end.at().getEpochSecond() / step;
    Map<Long, Long> waiting =
        depths.stream()
            .collect(
                Collectors.toMap(
                    depth -> depth.at().getEpochSecond() / step, QueueDepth::available, Math::max));
    StringBuilder path = new StringBuilder();
    long most = 0;
    long mostAt = last;
    for (long at = last - STEPS + 1; at <= last; at++) {
      long here = waiting.getOrDefault(at, 0L);
      mostAt = here > most ? at : mostAt;
      most = Math.max(most, here);
    }
    for (int i = 0; i < STEPS; i++) {
      long here = waiting.getOrDefault(last - STEPS + 1 + i, 0L);
      if (here > 0) {
        int height = (int) Math.max(1, Math.round((double) HEIGHT * here / most));
        path.append('M').append(2 + i * WIDTH / STEPS).append(' ').append(HEIGHT);
        path.append('v').append(-height);
      }
    }
    return new Spark(
        path.toString(),
        words(most, Instant.ofEpochSecond(mostAt * step), waiting.getOrDefault(last, 0L), end));
  }

  private static String words(long most, Instant mostAt, long newest, Now now) {
    return most == 0
        ? "none waited in the last 2 hours"
        : Words.count(most)
            + " waited at most in the last 2 hours, at "
            + TimeRange.HOUR.axis(mostAt, now.zone())
            + " "
            + now.zoneName()
            + "; "
            + Words.count(newest)
            + " at most in the newest 5 minutes";
  }
}
