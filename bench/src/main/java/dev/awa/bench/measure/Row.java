package dev.awa.bench.measure;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of the report: what was measured, in which unit, a value each round.
 *
 * @param peer whose number it is, where queues are compared
 */
public record Row(
    String scenario,
    @Nullable String peer,
    String measure,
    String unit,
    Sample rounds,
    @Nullable Target target) {

  /** Whether the median is what it should be; empty when nobody said. */
  public String verdict() {
    return target == null ? "" : target.isMetBy(rounds.median()) ? "met" : "missed";
  }

  /** The same for programs. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("scenario", scenario);
    if (peer != null) {
      json.put("peer", peer);
    }
    json.put("measure", measure);
    json.put("unit", unit);
    json.put("median", rounds.median());
    json.put("least", rounds.least());
    json.put("most", rounds.most());
    json.put("rounds", rounds.values());
    if (target != null) {
      json.put("target", target.toString());
      json.put("met", target.isMetBy(rounds.median()));
    }
    return json;
  }
}
