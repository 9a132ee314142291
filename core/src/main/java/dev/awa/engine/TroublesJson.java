package dev.awa.engine;

import dev.awa.StepTrouble;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What fails on a worker, as it is sent and as it is stored. */
final class TroublesJson {
  private static final int CHARACTERS = 500;

  private TroublesJson() {}

  static String write(List<Workers.Failing> failing) {
    return JsonWriting.text(
        failing.stream()
            .map(one ->
                Map.<String, Object>of(
                    "step", PlainText.head(one.step(), CHARACTERS),
                    "ago", one.ago().toMillis() / 1000L,
                    "failures", one.failures(),
                    "error", PlainText.head(one.error(), CHARACTERS)))
            .toList());
  }

  /** Those that fail longest first; what somebody has written past the engine says nothing. */
  static List<StepTrouble> read(String json) {
    List<StepTrouble> troubles = new ArrayList<>();
    if (PlainJson.read(json) instanceof Map<?, ?> steps) {
      steps.forEach((step, said) -> {
        Instant since = said instanceof Map<?, ?> one ? time(one.get("since")) : null;
        if (said instanceof Map<?, ?> one
            && one.get("failures") instanceof Number failures
            && since != null) {
          String error = String.valueOf(one.get("error"));
          troubles.add(new StepTrouble(String.valueOf(step), since, failures.longValue(), error));
        }
      });
    }
    troubles.sort(Comparator.comparing(StepTrouble::since).thenComparing(StepTrouble::step));
    return troubles;
  }

  private static @Nullable Instant time(@Nullable Object text) {
    try {
      return text == null ? null : OffsetDateTime.parse(text.toString()).toInstant();
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
