package dev.awa.admin.http;

import dev.awa.Descriptor;
import dev.awa.QueueSetting;
import dev.awa.QueueSettings;
import dev.awa.StorageSettings;
import dev.awa.admin.Documents;
import dev.awa.admin.doctor.Diagnosis;
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
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON schemas of documents: those of records are made from their components. */
final class Schemas {
  private static final Map<Class<?>, Map<String, Object>> PLAIN =
      Map.ofEntries(
          Map.entry(String.class, Map.of("type", "string")),
          Map.entry(int.class, Map.of("type", "integer")),
          Map.entry(Integer.class, Map.of("type", "integer")),
          Map.entry(long.class, whole()),
          Map.entry(Long.class, whole()),
          Map.entry(double.class, Map.of("type", "number")),
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
    facts.put("can", listOf(String.class));
    facts.put("args", Map.of());
    facts.put(JobRoutes.ARGS_NOTE, of(String.class));
    return schema;
  }

  /** What is known of a schedule. */
  static Map<String, Object> schedule() {
    Map<String, Object> schema = object("name", "state", "owner", "expression", "zone");
    Map<String, Object> facts = properties(schema);
    List.of("name", "state", "owner", "expression", "zone", "kind", "queue")
        .forEach(name -> facts.put(name, of(String.class)));
    facts.put("next_at", orNull(of(Instant.class)));
    facts.put("overdue", orNull(of(Duration.class)));
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
    List.of("changed", "too_late", "duplicates", "failed")
        .forEach(name -> facts.put(name, whole()));
    facts.put("ended_at", orNull(of(Instant.class)));
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
    Map<String, Object> schema = of(Diagnosis.class);
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

  /** The schema of a record, of a value, or of an enum. */
  static Map<String, Object> of(Class<?> type) {
    Map<String, Object> plain = PLAIN.get(type);
    if (plain != null) {
      return plain;
    }
    if (type.isEnum()) {
      return Ordered.map("type", "string", "enum", words(type));
    }
    if (!type.isRecord()) {
      throw new IllegalArgumentException("no schema for " + type);
    }
    RecordComponent[] components = type.getRecordComponents();
    String[] names = Arrays.stream(components).map(Schemas::name).toArray(String[]::new);
    Map<String, Object> schema = object(names);
    for (RecordComponent component : components) {
      properties(schema).put(name(component), of(component.getAnnotatedType()));
    }
    return schema;
  }

  private static String name(RecordComponent component) {
    return component
        .getName()
        .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
        .toLowerCase(java.util.Locale.ROOT);
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
