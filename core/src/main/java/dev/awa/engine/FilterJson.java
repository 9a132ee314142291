package dev.awa.engine;

import dev.awa.ArgCondition;
import dev.awa.InvalidJobException;
import dev.awa.JobFilter;
import dev.awa.Moment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A filter as {@code awa.read_filter} reads it. */
final class FilterJson {
  /** The longest text that is looked for. */
  private static final int MOST = 1000;

  private FilterJson() {}

  /**
   * The conditions of a filter, without limit and cursor.
   *
   * @throws IllegalArgumentException when a text or a time can't be stored, so that no job has it
   */
  static String of(JobFilter filter) {
    return JsonWriting.text(conditions(filter));
  }

  /**
   * The same for a call that changes what a filter means: it says whether that may be every job.
   *
   * @throws IllegalArgumentException as {@link #of}
   */
  static String ofMany(JobFilter filter) {
    Map<String, Object> json = conditions(filter);
    put(json, "all", filter.isAll() ? true : null);
    return JsonWriting.text(json);
  }

  private static Map<String, Object> conditions(JobFilter filter) {
    Map<String, Object> json = new LinkedHashMap<>();
    put(json, "state", state(filter));
    name(json, "queue", filter.queue());
    name(json, "kind", filter.kind());
    put(json, "priority", filter.priority());
    name(json, "ordering_key", filter.orderingKey());
    filter.tags().forEach(tag -> StorableText.requireName("tag", tag));
    put(json, "tags", filter.tags().isEmpty() ? null : filter.tags());
    text(json, "reason", filter.reason());
    text(json, "error", filter.error());
    put(json, "args", filter.args().isEmpty() ? null : args(filter.args()));
    time(json, "created_after", filter.createdAfter());
    time(json, "created_before", filter.createdBefore());
    time(json, "finished_after", filter.finishedAfter());
    time(json, "finished_before", filter.finishedBefore());
    put(json, "ids", filter.ids().isEmpty() ? null : filter.ids());
    put(json, "unique", filter.uniqueKey());
    return json;
  }

  private static @Nullable String state(JobFilter filter) {
    if (filter.isDeadLettersOnly()) {
      return "dead_letter";
    }
    return filter.state() == null ? null : filter.state().word();
  }

  private static void put(Map<String, Object> json, String field, @Nullable Object value) {
    if (value != null) {
      json.put(field, value);
    }
  }

  private static void name(Map<String, Object> json, String field, @Nullable String value) {
    if (value != null) {
      StorableText.requireName(field, value);
      json.put(field, value);
    }
  }

  private static void text(Map<String, Object> json, String field, @Nullable String value) {
    if (value != null) {
      StorableText.requireReason(field, value);
      json.put(field, value);
    }
  }

  private static List<Map<String, Object>> args(List<ArgCondition> conditions) {
    List<Map<String, Object>> args = new ArrayList<>();
    for (ArgCondition condition : conditions) {
      condition.path().forEach(FilterJson::requireStorable);
      requireStorable(condition.value());
      args.add(Map.of("path", condition.path(), "value", condition.value()));
    }
    return args;
  }

  /** Any text that arguments can hold, the empty one too. */
  private static void requireStorable(String text) {
    if (text.length() > MOST) {
      throw new IllegalArgumentException("args: must be at most " + MOST + " characters");
    }
    try {
      StorableText.bytes("args", text);
    } catch (InvalidJobException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static void time(Map<String, Object> json, String field, @Nullable Moment moment) {
    if (moment != null) {
      json.put(
          field,
          moment
              .age()
              .map(ago -> StorableTime.span("-", StorableTime.requireAgo(field, ago)))
              .orElseGet(
                  () -> StorableTime.require(field, moment.time().orElseThrow()).toString()));
    }
  }
}
