package dev.awa.engine;

import dev.awa.JobProgress;
import dev.awa.Limits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt has told since its report before.
 *
 * @param seq its number among the reports of the attempt, from 1
 * @param progress how far it is; null when nothing is new
 * @param checkpoint what its next attempt goes on from; null when nothing is new
 * @param lines the new lines of its log
 */
public record Report(
    int seq, @Nullable JobProgress progress, @Nullable Checkpoint checkpoint, List<Line> lines) {

  /**
   * What the next attempt goes on from.
   *
   * @param json JSON text, encrypted where the arguments are; null when it was forgotten
   */
  public record Checkpoint(@Nullable String json) {
    private Map<String, Object> wrapped() {
      return json == null ? Map.of() : Map.of("value", new PlainJson.Raw(json));
    }
  }

  /**
   * A line of a log.
   *
   * @param no its number among the lines of the attempt
   * @param writtenNanos when it was written, by {@link System#nanoTime}
   */
  public record Line(long no, long writtenNanos, String text) {
    private Map<String, Object> sentAt(long nanos) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("no", no);
      object.put("ago_us", Math.max(0, TimeUnit.NANOSECONDS.toMicros(nanos - writtenNanos)));
      object.put("text", PlainText.head(text, Limits.LOG_LINE_CHARACTERS));
      return object;
    }
  }

  /** A report of a run. */
  public record OfRun(Claim claim, Run run, Report report) {}

  /** The fields that the last words of an attempt add to its ending. */
  void addTo(Map<String, Object> ending) {
    ending.put("seq", seq);
    if (progress != null) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("percent", progress.percent());
      object.put("message", PlainText.head(progress.message(), Limits.PROGRESS_CHARACTERS));
      ending.put("progress", object);
    }
    addRest(ending);
  }

  /** The fields of a row, beside those that name the run. */
  void addAsRow(Map<String, Object> row) {
    row.put("seq", seq);
    if (progress != null) {
      row.put("percent", progress.percent());
      row.put("message", PlainText.head(progress.message(), Limits.PROGRESS_CHARACTERS));
    }
    addRest(row);
  }

  private void addRest(Map<String, Object> object) {
    if (checkpoint != null) {
      object.put("checkpoint", checkpoint.wrapped());
    }
    if (!lines.isEmpty()) {
      long now = System.nanoTime();
      object.put("log", lines.stream().map(line -> line.sentAt(now)).toList());
    }
  }
}
