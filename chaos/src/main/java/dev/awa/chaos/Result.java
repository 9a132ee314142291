package dev.awa.chaos;

import dev.awa.chaos.ledger.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came of a scenario.
 *
 * @param scenario its name
 * @param faults how many faults were injected
 * @param verdict the judgement of the ledger; null when it did not come to that
 * @param recovery how long it took until work went on; null when nothing had to recover
 * @param skipped why it could not be run here; null when it was
 * @param complaints what was wrong
 * @param notes figures
 * @param took how long it took
 */
record Result(
    String scenario,
    int faults,
    @Nullable Verdict verdict,
    @Nullable Duration recovery,
    @Nullable String skipped,
    List<String> complaints,
    List<String> notes,
    Duration took) {

  boolean isGood() {
    return complaints.isEmpty();
  }

  static final List<String> HEAD =
      List.of(
          "scenario",
          "faults",
          "jobs",
          "lost",
          "run twice",
          "allowed",
          "stale accepted",
          "recovery",
          "took",
          "");

  /** The cells of a row under {@link #HEAD}. */
  List<String> cells() {
    Verdict v = verdict;
    return List.of(
        scenario,
        Integer.toString(faults),
        v == null ? "-" : Integer.toString(v.committed()),
        v == null ? "-" : Integer.toString(v.lost().size()),
        v == null ? "-" : Integer.toString(v.extraRuns()),
        v == null ? "-" : Integer.toString(v.allowedExtra()),
        v == null ? "-" : Integer.toString(v.staleAccepted().size()),
        Optional.ofNullable(recovery).map(Result::seconds).orElse("-"),
        seconds(),
        word());
  }

  /** Good, BAD, or why it was skipped. */
  String word() {
    return skipped != null ? "skipped: " + skipped : isGood() ? "good" : "BAD";
  }

  /** How long it took. */
  String seconds() {
    return seconds(took);
  }

  static String seconds(Duration time) {
    return "%.1f s".formatted(time.toMillis() / 1000.0);
  }
}
