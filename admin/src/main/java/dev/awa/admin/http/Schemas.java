package dev.awa.admin.http;

import dev.awa.AttemptOutput;
import dev.awa.Descriptor;
import dev.awa.JobAttempt;
import dev.awa.JobProgress;
import dev.awa.LogLine;
import dev.awa.QueueSetting;
import dev.awa.QueueSettings;
import dev.awa.StorageSettings;
import dev.awa.admin.AuditDocument;
import dev.awa.admin.Documents;
import dev.awa.admin.JobDocument;
import dev.awa.admin.JobsDocument;
import dev.awa.admin.OperationDocument;
import dev.awa.admin.ScheduleDocument;
import dev.awa.admin.SchedulesDocument;
import dev.awa.admin.doctor.Diagnosis;
import dev.awa.client.OperationPreview;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The JSON schemas (2020-12) of the documents that the admin API answers and that {@code awa}
 * prints. Those of records are made from their components.
 */
public final class Schemas {
  /** Of documents that are no records, or have more than their components. */
  private static final Map<Class<?>, Supplier<Map<String, Object>>> MADE =
      Map.of(
          JobDocument.class, Schemas::job,
          JobsDocument.class, Schemas::jobs,
          ScheduleDocument.class, Schemas::schedule,
          SchedulesDocument.class, Schemas::schedules,
          OperationDocument.class, Schemas::operation,
          OperationPreview.class, Schemas::operationPreview,
          AuditDocument.class, Schemas::audit,
          Diagnosis.class, Schemas::diagnosis);

  private static final Map<Class<?>, Map<String, Object>> PLAIN =
      Map.ofEntries(
          Map.entry(String.class, Map.of("type", "string")),
          Map.entry(int.class, Map.of("type", "integer")),
          Map.entry(Integer.class, Map.of("type", "integer")),
          Map.entry(long.class, whole()),
          Map.entry(Long.class, whole()),
          Map.entry(double.class, Map.of("type", "number")),
          Map.entry(Double.class, Map.of("type", "number")),
          Map.entry(boolean.class, Map.of("type", "boolean")),
          Map.entry(Boolean.class, Map.of("type", "boolean")),
          Map.entry(Instant.class, Ordered.map("type", "string", "format", "date-time")),
          Map.entry(Duration.class, Ordered.map("type", "string", "pattern", "^-?P")),
          Map.entry(QueueSettings.class, Map.of("type", "object")),
          Map.entry(StorageSettings.class, Map.of("type", "object")),
          Map.entry(Descriptor.class, Map.of("type", "object")),
          Map.entry(Object.class, Map.of()));

  private Schemas() {}

  /** A whole number; one that a browser would round is a string of digits. */
  private static Map<String, Object> whole() {
    return Ordered.map("type", List.of("integer", "string"), "pattern", "^-?[0-9]+$");
  }

  /** What is known of a job. */
  static Map<String, Object> job() {
    Map<String, Object> schema = object("id", "state", "kind", "queue", "args");
    Map<String, Object> facts = properties(schema);
    facts.put("id", whole());
    List.of("state", "kind", "queue").forEach(name -> facts.put(name, of(String.class)));
    List.of("priority", "attempt", "max_attempts", "run_no")
        .forEach(name -> facts.put(name, of(int.class)));
    facts.put("created_at", of(Instant.class));
    List.of("run_at", "finished_at").forEach(name -> facts.put(name, orNull(of(Instant.class))));
    facts.put("reason", orNull(of(String.class)));
    facts.put("dead_letter", of(boolean.class));
    facts.put("can", listOf(String.class));
    facts.put("progress", orNull(of(JobProgress.class)));
    facts.put("args", Map.of());
    facts.put(JobRoutes.ARGS_NOTE, of(String.class));
    facts.put("errors", Map.of("type", "array"));
    facts.put("attempts", listOf(JobAttempt.class));
    facts.put("outputs", listOf(AttemptOutput.class));
    facts.put("log", listOf(LogLine.class));
    return schema;
  }

  /** What is known of a schedule. */
  static Map<String, Object> schedule() {
    Map<String, Object> schema = object("name", "state", "owner", "expression", "zone");
    Map<String, Object> facts = properties(schema);
    List.of("name", "state", "owner", "expression", "zone", "when", "kind", "queue")
        .forEach(name -> facts.put(name, of(String.class)));
    List.of("warning", "changed_by", "paused_by", "paused_reason", "retired_by")
        .forEach(name -> facts.put(name, orNull(of(String.class))));
    List.of("next_at", "starts_at", "ends_at", "changed_at", "fired_through")
        .forEach(name -> facts.put(name, orNull(of(Instant.class))));
    List.of("waiting_at", "paused_at", "retired_at")
        .forEach(name -> facts.put(name, orNull(of(Instant.class))));
    List.of("overdue", "jitter").forEach(name -> facts.put(name, orNull(of(Duration.class))));
    List.of("missed", "overlap", "args").forEach(name -> facts.put(name, Map.of()));
    List.of("priority", "max_attempts").forEach(name -> facts.put(name, orNull(of(int.class))));
    facts.put("version", whole());
    facts.put("last", orNull(fire()));
    facts.put("fires", list(fire()));
    return schema;
  }

  static Map<String, Object> schedules() {
    Map<String, Object> schema = object("schedules", "next");
    Map<String, Object> facts = properties(schema);
    facts.put("schedules", list(schedule()));
    facts.put("next", orNull(of(String.class)));
    return schema;
  }

  private static Map<String, Object> fire() {
    Map<String, Object> schema = object("planned_at", "fired_at", "job_id", "outcome");
    Map<String, Object> facts = properties(schema);
    List.of("planned_at", "fired_at").forEach(name -> facts.put(name, orNull(of(Instant.class))));
    facts.put("job_id", orNull(whole()));
    facts.put("outcome", of(String.class));
    return schema;
  }

  /** What is known of an operation. */
  static Map<String, Object> operation() {
    Map<String, Object> schema = object("id", "action", "state", "percent", "filter", "reason");
    Map<String, Object> facts = properties(schema);
    facts.put("id", whole());
    List.of("action", "state", "reason", "submitted_by")
        .forEach(name -> facts.put(name, of(String.class)));
    facts.put("percent", of(double.class));
    List.of("changed", "too_late", "duplicates", "failed", "unmet")
        .forEach(name -> facts.put(name, whole()));
    List.of("expected", "to_look_at_again").forEach(name -> facts.put(name, orNull(whole())));
    List.of("filter", "change").forEach(name -> facts.put(name, Map.of()));
    List.of("submitted_at", "moved_at", "ended_at")
        .forEach(name -> facts.put(name, orNull(of(Instant.class))));
    facts.put("stopped_by", orNull(of(String.class)));
    facts.put("notes", list(note()));
    return schema;
  }

  private static Map<String, Object> note() {
    Map<String, Object> schema = object("job", "verdict", "why");
    Map<String, Object> facts = properties(schema);
    facts.put("job", whole());
    facts.put("verdict", of(String.class));
    facts.put("why", orNull(of(String.class)));
    return schema;
  }

  /** What somebody asked for. */
  static Map<String, Object> audit() {
    Map<String, Object> schema = object("id", "at", "by", "action", "outcome");
    Map<String, Object> facts = properties(schema);
    facts.put("id", whole());
    facts.put("at", of(Instant.class));
    List.of("by", "action", "outcome").forEach(name -> facts.put(name, of(String.class)));
    List.of("target", "why", "from", "request")
        .forEach(name -> facts.put(name, orNull(of(String.class))));
    facts.put("details", Map.of("type", "object"));
    facts.put("jobs", orNull(whole()));
    return schema;
  }

  /** What the doctor has found; and whether everything could be looked at. */
  static Map<String, Object> diagnosis() {
    Map<String, Object> schema = record(Diagnosis.class);
    properties(schema).put("complete", of(boolean.class));
    return schema;
  }

  /** What an operation would do. */
  static Map<String, Object> operationPreview() {
    Map<String, Object> schema = object("jobs", "exact", "sample", "warnings");
    Map<String, Object> facts = properties(schema);
    facts.put("jobs", whole());
    facts.put("exact", of(boolean.class));
    facts.put("sample", list(job()));
    facts.put("warnings", list(of(String.class)));
    return schema;
  }

  /** A page of jobs. */
  static Map<String, Object> jobs() {
    Map<String, Object> schema = object("jobs", "older", "newer", "note");
    Map<String, Object> facts = properties(schema);
    facts.put("jobs", list(job()));
    List.of("older", "newer", "note").forEach(name -> facts.put(name, orNull(of(String.class))));
    return schema;
  }

  static Map<String, Object> list(Map<String, Object> of) {
    return Ordered.map("type", "array", "items", of);
  }

  static Map<String, Object> listOf(Class<?> type) {
    return list(of(type));
  }

  private static Map<String, Object> object(String... needed) {
    Map<String, Object> schema = Type.schema("type", "object");
    schema.put("required", List.of(needed));
    schema.put("properties", new LinkedHashMap<String, Object>());
    return schema;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> properties(Map<String, Object> schema) {
    return (Map<String, Object>) schema.getOrDefault("properties", Map.of());
  }

  /**
   * The schema of what a value of this type is written as. An object may have more properties than
   * the schema names: readers leave alone what they do not know.
   *
   * @throws IllegalArgumentException for a type that no document has
   */
  public static Map<String, Object> of(Class<?> type) {
    Map<String, Object> plain = PLAIN.get(type);
    if (plain != null) {
      return plain;
    }
    Supplier<Map<String, Object>> made = MADE.get(type);
    if (made != null) {
      return made.get();
    }
    if (type.isEnum()) {
      return Ordered.map("type", "string", "enum", words(type));
    }
    if (!type.isRecord()) {
      throw new IllegalArgumentException("no schema for " + type);
    }
    return record(type);
  }

  private static Map<String, Object> record(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    String[] names = Arrays.stream(components).map(Schemas::name).toArray(String[]::new);
    Map<String, Object> schema = object(names);
    for (RecordComponent component : components) {
      properties(schema).put(name(component), of(component.getAnnotatedType()));
    }
    return schema;
  }

  private static String name(RecordComponent component) {
    return component.getName().replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }

  private static List<String> words(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(one -> Documents.JSON.convertValue(one, String.class))
        .toList();
  }

  private static Map<String, Object> of(AnnotatedType annotated) {
    Map<String, Object> schema = ofPlain(annotated);
    return annotated.isAnnotationPresent(Nullable.class) ? orNull(schema) : schema;
  }

  private static Map<String, Object> ofPlain(AnnotatedType annotated) {
    if (annotated.getType() instanceof ParameterizedType generic) {
      AnnotatedType[] of =
          ((AnnotatedParameterizedType) annotated).getAnnotatedActualTypeArguments();
      return generic.getRawType() == List.class
          ? list(of(of[0]))
          : Ordered.map("type", "object", "additionalProperties", of(of[of.length - 1]));
    }
    return of((Class<?>) annotated.getType());
  }

  /** The same, or null. */
  static Map<String, Object> orNull(Map<String, Object> schema) {
    Map<String, Object> either = new LinkedHashMap<>(schema);
    Object type = schema.get("type");
    if (type instanceof String one) {
      either.put("type", List.of(one, "null"));
    } else if (type instanceof List<?> several) {
      List<Object> more = new ArrayList<>(several);
      more.add("null");
      either.put("type", more);
    }
    return either;
  }

  /** The settings of a queue, as a body names them. */
  static Map<String, Object> settings() {
    Map<String, Object> schema = Type.schema("type", "object");
    Map<String, Object> settings = new LinkedHashMap<>();
    for (QueueSetting setting : QueueSetting.values()) {
      settings.put(setting.toString(), setting(setting));
    }
    schema.put("properties", settings);
    schema.put("additionalProperties", false);
    schema.put("minProperties", 1);
    return schema;
  }

  private static Map<String, Object> setting(QueueSetting setting) {
    if (setting.type() == Integer.class) {
      Map<String, Object> schema = new LinkedHashMap<>(of(int.class));
      schema.put("minimum", setting.least());
      schema.put("maximum", setting.most());
      return orNull(schema);
    }
    return orNull(setting.type() == Boolean.class ? of(boolean.class) : Type.time().schema());
  }
}
