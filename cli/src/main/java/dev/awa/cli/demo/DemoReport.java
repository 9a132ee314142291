package dev.awa.cli.demo;

import dev.awa.admin.Documents;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;
import tools.jackson.databind.JsonNode;

/**
 * What the demo has shown.
 *
 * @param deadTuples of each log
 * @param lost jobs that were acknowledged and have not ended
 * @param ranTwice jobs that have ended more than once
 */
record DemoReport(
    long enqueued,
    long duplicates,
    long completed,
    long retried,
    long failed,
    long cancelled,
    double seconds,
    long jobsPerSecond,
    PickUp pickupMs,
    long walBytesPerJob,
    Map<String, Long> deadTuples,
    long lost,
    long ranTwice) {

  /** How long jobs waited for a handler, in milliseconds. */
  record PickUp(double p50, double p95, double p99) {
    static PickUp of(Histogram micros) {
      return new PickUp(millis(micros, 50), millis(micros, 95), millis(micros, 99));
    }

    private static double millis(Histogram micros, double percentile) {
      return Math.round(micros.getValueAtPercentile(percentile) / 10.0) / 100.0;
    }
  }

  /** A line for each fact, named as in the JSON. */
  void print(PrintWriter out) {
    JsonNode json = Documents.JSON.valueToTree(this);
    json.properties()
        .forEach(fact ->
            out.printf(Locale.ROOT, "%-18s %s%n", fact.getKey(), fact.getValue().toString()));
  }
}
