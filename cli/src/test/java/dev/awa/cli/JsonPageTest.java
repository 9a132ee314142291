package dev.awa.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.AuditEntry;
import dev.awa.JobAttempt;
import dev.awa.JobProgress;
import dev.awa.StoredJob;
import dev.awa.StoredOperation;
import dev.awa.admin.AuditDocument;
import dev.awa.admin.Documents;
import dev.awa.admin.JobDocument;
import dev.awa.admin.OperationDocument;
import dev.awa.admin.ScheduleDocument;
import dev.awa.admin.http.Schemas;
import dev.awa.cli.terminal.Prints;
import dev.awa.lab.Page;
import dev.awa.schedule.ScheduleFire;
import dev.awa.schedule.StoredSchedule;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/**
 * docs/reference/json.md and json.schema.json have what each command prints with {@code --json}, as
 * its {@code @Prints} says; {@link Cli#run} holds what commands print to that. To write both anew:
 * {@code -Dawa.page.update=true}.
 */
final class JsonPageTest {
  private static final Path SCHEMA = Page.repository().resolve("docs/reference/json.schema.json");

  /** Documents that are no records: what their properties are is said of these. */
  private static final Map<Class<?>, Class<?>> SAID_OF =
      Map.of(
          JobDocument.class, StoredJob.class,
          AuditDocument.class, AuditEntry.class,
          ScheduleDocument.class, StoredSchedule.class,
          OperationDocument.class, StoredOperation.class);

  /** The same of objects in such a document. */
  private static final Map<String, Class<?>> PARTS =
      Map.of(
          "attempts", JobAttempt.class,
          "progress", JobProgress.class,
          "fires", ScheduleFire.class,
          "last", ScheduleFire.class,
          "notes", StoredOperation.Note.class);

  private static final Map<String, Object> JOB = Schemas.of(JobDocument.class);

  private final Map<String, Object> commands = new TreeMap<>();
  private final ParamWords params = new ParamWords();
  private final StringBuilder made = new StringBuilder();

  JsonPageTest() {
    collect(Main.line(new Main()));
  }

  private void collect(CommandLine line) {
    for (CommandLine command : line.getSubcommands().values()) {
      if (!command.getSubcommands().isEmpty()) {
        collect(command);
      } else if (command.getCommandSpec().findOption("--json") != null) {
        commands.put(command.getCommandSpec().qualifiedName(), command.getCommand());
      }
    }
  }

  @Test
  void theSchemaIsTheOneOfTheCommands() throws Exception {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    all.put("title", "What the commands of awa print with --json, by the name of the command");
    Map<String, Object> schemas = new LinkedHashMap<>();
    commands.forEach((name, command) ->
        schemas.put(name.replaceFirst("awa ", "").replace(' ', '-'), Printed.schema(command)));
    all.put("$defs", schemas);
    String text = Documents.JSON.writeValueAsString(all) + "\n";
    if (Boolean.getBoolean("awa.page.update")) {
      Files.writeString(SCHEMA, text);
    }
    assertThat(Files.readString(SCHEMA)).isEqualTo(text);
  }

  @Test
  void thePageHasTheDocumentsOfEveryCommand() {
    assertThat(commands).hasSizeGreaterThan(50);
    commands.forEach(this::write);
    Page.of("docs/reference/json.md").has("documents", made.toString());
  }

  private void write(String name, Object command) {
    Prints prints = command.getClass().getAnnotation(Prints.class);
    assertThat(prints).as(name).isNotNull();
    made.append("### ").append(name).append("\n\n");
    List<String> begun = new ArrayList<>(List.of("An object", "Or an object"));
    for (Class<?> type : prints.value()) {
      write(begun.removeFirst(), type);
      begun.add("Or an object");
    }
    for (Class<?> type : prints.lists()) {
      write(begun.getFirst().replace("object", "array of objects"), type);
    }
  }

  private void write(String begun, Class<?> type) {
    made.append(begun).append(":\n\n| Property | Type | |\n| --- | --- | --- |\n");
    rows("", Schemas.of(type), SAID_OF.getOrDefault(type, type));
    made.append('\n');
  }

  private void rows(String prefix, Map<?, ?> schema, @Nullable Class<?> type) {
    if (!(schema.get("properties") instanceof Map<?, ?> properties)) {
      return;
    }
    properties.forEach((name, of) -> {
      Map<?, ?> value = (Map<?, ?>) of;
      RecordComponent component = type == null ? null : component(type, (String) name);
      if (JOB.equals(value.get("items"))) {
        row(prefix + name, "array", "jobs, as `awa job show` prints them, without attempts");
      } else {
        row(prefix + name, type(value), component == null ? "" : words(component));
        Class<?> part = PARTS.get(name);
        below(
            prefix + name,
            value,
            component == null ? part : element(component.getGenericType(), part));
      }
    });
  }

  private String words(RecordComponent component) {
    return params.of(component.getDeclaringRecord(), component.getName());
  }

  private void below(String name, Map<?, ?> schema, @Nullable Class<?> of) {
    if (schema.get("items") instanceof Map<?, ?> items) {
      rows(name + "[].", items, of);
    } else if (schema.get("additionalProperties") instanceof Map<?, ?> each) {
      rows(name + ".*.", each, of);
    } else {
      rows(name + ".", schema, of);
    }
  }

  private static @Nullable Class<?> element(Type type, @Nullable Class<?> otherwise) {
    if (type instanceof ParameterizedType generic) {
      Type[] of = generic.getActualTypeArguments();
      return element(of[of.length - 1], otherwise);
    }
    return type instanceof Class<?> one && one.isRecord() ? one : otherwise;
  }

  private static @Nullable RecordComponent component(Class<?> type, String property) {
    RecordComponent[] components = type.isRecord() ? type.getRecordComponents() : null;
    return components == null
        ? null
        : Arrays.stream(components)
            .filter(one -> one.getName().equalsIgnoreCase(property.replace("_", "")))
            .findFirst()
            .orElse(null);
  }

  private void row(String name, String type, String words) {
    made.append("| `").append(name).append("` | ").append(type).append(" | ");
    made.append(words.replace("|", "\\|").replace("<", "&lt;").replaceAll("\\s+", " "));
    made.append(" |\n");
  }

  private static String type(Map<?, ?> schema) {
    Object type = schema.get("type");
    List<?> types =
        type instanceof List<?> several ? several : type == null ? List.of() : List.of(type);
    String word =
        schema.get("enum") instanceof List<?> words
            ? words.stream().map(one -> "`" + one + "`").collect(Collectors.joining(", "))
            : word(schema, types);
    return word + (types.contains("null") ? ", or null" : "");
  }

  private static String word(Map<?, ?> schema, List<?> types) {
    if (types.isEmpty()) {
      return "any JSON";
    }
    if (types.contains("integer")) {
      return "whole number";
    }
    return switch (String.valueOf(types.getFirst())) {
      case "string" ->
          "date-time".equals(schema.get("format"))
              ? "time"
              : "^-?P".equals(schema.get("pattern")) ? "duration" : "text";
      case "boolean" -> "true or false";
      case "array" ->
          schema.get("items") instanceof Map<?, ?> items && !items.isEmpty()
              ? "array, of: " + type(items)
              : "array";
      default -> String.valueOf(types.getFirst());
    };
  }
}
