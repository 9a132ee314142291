package dev.awa.engine;

import dev.awa.InvalidJobException;
import dev.awa.JobState;
import dev.awa.Unique;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Writes a unique rule as {@code functions/unique_key.sql} and {@code append.sql} read it. */
final class UniqueRule {
  private UniqueRule() {}

  /**
   * The rule as a JSON object with what is in use of {@code queue} (true), {@code args} (true or
   * field names), {@code key} (text), {@code period} (seconds), {@code hold} (finished states) and
   * {@code on_conflict} ("fail").
   *
   * @throws InvalidJobException when the key, a field or the period is out of range
   */
  static String json(Unique unique) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JobExt.JSON.createGenerator(text)) {
      out.writeStartObject();
      writeParts(out, unique);
      if (!unique.heldAfter().isEmpty()) {
        JobExt.writeTexts(
            out, "hold", unique.heldAfter().stream().sorted().map(JobState::word).toList());
      }
      if (unique.onConflict() == Unique.OnConflict.FAIL) {
        out.writeStringProperty("on_conflict", "fail");
      }
      out.writeEndObject();
    }
    return text.toString();
  }

  private static void writeParts(JsonGenerator out, Unique unique) {
    if (unique.byQueue()) {
      out.writeBooleanProperty("queue", true);
    }
    if (unique.byArgs()) {
      out.writeBooleanProperty("args", true);
    } else if (!unique.fields().isEmpty()) {
      JobExt.writeTexts(out, "args", checked(unique.fields()));
    }
    if (unique.key() != null) {
      StorableText.checkName("unique.key", unique.key());
      out.writeStringProperty("key", unique.key());
    }
    if (unique.period() != null) {
      Duration period = Span.PERIOD.checked("unique.period", unique.period());
      out.writeName("period");
      out.writeRawValue(seconds(period));
    }
  }

  private static List<String> checked(List<String> fields) {
    for (int i = 0; i < fields.size(); i++) {
      StorableText.checkName("unique.fields[" + i + "]", fields.get(i));
    }
    return fields;
  }

  private static String seconds(Duration period) {
    return BigDecimal.valueOf(period.toNanos(), 9).stripTrailingZeros().toPlainString();
  }
}
