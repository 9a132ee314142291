package dev.awa.engine;

import dev.awa.Encryption;
import dev.awa.InvalidJobException;
import dev.awa.JobState;
import dev.awa.Unique;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes a unique rule as {@code awa.unique_key} and {@code append.sql} read it. */
final class UniqueRule {
  /** How many fields of the arguments a refusal tells, and how many characters of each. */
  private static final int TOLD = 10;

  private static final int BRIEF = 40;

  private UniqueRule() {}

  /**
   * The rule as a JSON object with what is in use of {@code queue} (true), {@code args} (true or
   * field names), {@code key} (text), {@code period} (seconds), {@code hold} (finished states),
   * {@code on_conflict} ("fail", "replace") and {@code longest_wait} (seconds).
   *
   * @param args the arguments as JSON text
   * @param fields what objects of their type may be written with besides
   * @param encryption what the arguments are encrypted with, null when they are not: then they must
   *     not tell themselves by the rule
   * @throws InvalidJobException when the key, a field or the period is out of range, or the
   *     arguments have no such field
   */
  static String json(
      Unique unique, String args, Set<String> fields, @Nullable Encryption encryption) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = PlainJson.generator(text)) {
      out.writeStartObject();
      if (encryption != null && (unique.byArgs() || !unique.fields().isEmpty())) {
        requireFields(checked(unique.fields()), args, fields);
        writeHidden(out, unique, HiddenKey.of(unique, args, encryption.uniqueKey()));
      } else {
        writeParts(out, unique);
      }
      if (!unique.heldAfter().isEmpty()) {
        JobExt.writeTexts(
            out, "hold", unique.heldAfter().stream().sorted().map(JobState::word).toList());
      }
      writeConflict(out, unique);
      out.writeEndObject();
    }
    requireFields(unique.fields(), args, fields);
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
    writePeriod(out, unique);
  }

  /** A rule by a text that says what another would say of the arguments. */
  private static void writeHidden(JsonGenerator out, Unique unique, String key) {
    if (unique.byQueue()) {
      out.writeBooleanProperty("queue", true);
    }
    if (unique.key() != null) {
      StorableText.checkName("unique.key", unique.key());
    }
    out.writeStringProperty("key", key);
    writePeriod(out, unique);
  }

  private static void writeConflict(JsonGenerator out, Unique unique) {
    switch (unique.onConflict()) {
      case RETURN -> {}
      case FAIL -> out.writeStringProperty("on_conflict", "fail");
      case REPLACE -> out.writeStringProperty("on_conflict", "replace");
    }
    if (unique.longestWait() != null) {
      Duration wait = Span.LONGEST_WAIT.checked("unique.longestWait", unique.longestWait());
      if (unique.onConflict() != Unique.OnConflict.REPLACE) {
        throw new InvalidJobException(
            "unique.longestWait",
            wait,
            "must be left out unless a duplicate replaces the job that waits");
      }
      out.writeName("longest_wait");
      out.writeRawValue(seconds(wait));
    }
  }

  private static void writePeriod(JsonGenerator out, Unique unique) {
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

  /**
   * Without a field that it names, a rule would take every job for a duplicate of the first. {@code
   * awa.check_unique_fields} refuses it in the same words.
   */
  private static void requireFields(List<String> named, String args, Set<String> fields) {
    if (named.isEmpty()) {
      return;
    }
    List<String> present = PlainJson.fieldNames(args);
    for (int i = 0; i < named.size(); i++) {
      String field = "unique.fields[" + i + "]";
      if (present == null || !(present.contains(named.get(i)) || fields.contains(named.get(i)))) {
        throw new InvalidJobException(
            field, named.get(i), "must be a field of args, " + has(present));
      }
    }
  }

  private static String has(@Nullable List<String> present) {
    if (present == null) {
      return "which is no object";
    }
    String names =
        present.stream().limit(TOLD).map(UniqueRule::brief).collect(Collectors.joining(", "));
    return present.isEmpty()
        ? "which has none"
        : "which has " + names + (present.size() > TOLD ? ", ..." : "");
  }

  private static String brief(String name) {
    return name.codePointCount(0, name.length()) <= BRIEF
        ? name
        : name.substring(0, name.offsetByCodePoints(0, BRIEF)) + "...";
  }

  private static String seconds(Duration period) {
    return BigDecimal.valueOf(period.toNanos(), 9).stripTrailingZeros().toPlainString();
  }
}
