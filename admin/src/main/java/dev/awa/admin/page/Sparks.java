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
 * How many jobs waited in some queues over a time, as small charts. Leaders write that down each
 * minute, so it costs a row for each minute and queue.
 */
final class Sparks {
  static final int WIDTH = 96;
  static final int HEIGHT = 24;

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
  private final TimeRange range;
  private final Now end;

  private Sparks(TimeRange range, Now end) {
    this.range = range;
    this.end = end;
  }

  /** Those of some rows; none where they can't be read: a page does without. */
  static Sparks of(Visit visit, TimeRange range, List<QueueRow> rows) {
    Sparks sparks = new Sparks(range, visit.now());
    try {
      for (String names : targets(rows)) {
        sparks.read(visit, sparks.target() + Words.query(names));
      }
    } catch (Refused e) {
      return new Sparks(range, sparks.end);
    }
    return sparks;
  }

  /** One bar more than is shown: the first may begin within one. */
  private String target() {
    Duration since = range.depths().plus(range.bar());
    return "/depths?since=" + since + "&by=" + range.bar() + "&queues=";
  }

  /** The range that they are of. */
  TimeRange range() {
    return range;
  }

  /** The time that they are of, in words: less than the range where less is kept. */
  String shown() {
    return Words.span(range.depths());
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
    depths.forEach(one -> all.put(one.queue(), spark(one.depth(), range, end)));
  }

  /** The chart of a queue; null where nothing is known of it. */
  @Nullable Spark find(String queue) {
    return all.get(queue);
  }

  /** The last bar is of the step that goes on. */
  static Spark spark(List<QueueDepth> depths, TimeRange range, Now end) {
    long step = range.bar().toSeconds();
    int bars = range.bars();
    long last = end.at().getEpochSecond() / step;
    Map<Long, Long> waiting =
        depths.stream()
            .collect(
                Collectors.toMap(
                    depth -> depth.at().getEpochSecond() / step, QueueDepth::available, Math::max));
    StringBuilder path = new StringBuilder();
    long most = 0;
    long mostAt = last;
    for (long at = last - bars + 1; at <= last; at++) {
      long here = waiting.getOrDefault(at, 0L);
      mostAt = here > most ? at : mostAt;
      most = Math.max(most, here);
    }
    for (int i = 0; i < bars; i++) {
      long here = waiting.getOrDefault(last - bars + 1 + i, 0L);
      if (here > 0) {
        int height = (int) Math.max(1, Math.round((double) HEIGHT * here / most));
        path.append('M').append(2 + i * WIDTH / bars).append(' ').append(HEIGHT);
        path.append('v').append(-height);
      }
    }
    return new Spark(
        path.toString(),
        words(
            most,
            Instant.ofEpochSecond(mostAt * step),
            waiting.getOrDefault(last, 0L),
            range,
            end));
  }

  private static String words(long most, Instant mostAt, long newest, TimeRange range, Now now) {
    return most == 0
        ? "none waited in the last " + Words.span(range.depths())
        : Words.count(most)
            + " waited at most in the last "
            + Words.span(range.depths())
            + ", at "
            + range.axis(mostAt, now.zone())
            + " "
            + now.zoneName()
            + "; "
            + Words.count(newest)
            + " at most in the newest "
            + Words.span(range.bar());
  }
}
