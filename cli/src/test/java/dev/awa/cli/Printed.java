package dev.awa.cli;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.awa.admin.Documents;
import dev.awa.admin.http.Schemas;
import dev.awa.cli.terminal.Prints;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** What commands print with {@code --json}: the schema of it, and whether it keeps to that. */
final class Printed {
  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private Printed() {}

  /**
   * Requires that what a command has printed is what its annotation says.
   *
   * @throws AssertionError when the command has no annotation, or printed something else
   */
  static void check(String[] arguments, String printed) {
    CommandLine command = command(arguments);
    String name = command.getCommandSpec().qualifiedName();
    JsonNode strict = Documents.JSON.valueToTree(strict(schema(command.getCommand())));
    List<Error> errors = SCHEMAS.getSchema(strict).validate(Documents.JSON.readTree(printed));
    if (!errors.isEmpty()) {
      throw new AssertionError(
          name + " --json is not what @Prints says: " + errors + "\n" + printed);
    }
  }

  private static CommandLine command(String... arguments) {
    CommandLine command = Main.line(new Main());
    for (String argument : arguments) {
      CommandLine below = command.getSubcommands().get(argument);
      if (below == null) {
        break;
      }
      command = below;
    }
    return command;
  }

  /** The schema of the documents of a command. */
  static Map<String, Object> schema(Object command) {
    Prints prints = command.getClass().getAnnotation(Prints.class);
    if (prints == null) {
      throw new AssertionError(command.getClass() + " prints JSON and has no @Prints");
    }
    List<Map<String, Object>> all = new ArrayList<>();
    for (Class<?> type : prints.value()) {
      all.add(Schemas.of(type));
    }
    for (Class<?> type : prints.lists()) {
      Map<String, Object> list = new LinkedHashMap<>();
      list.put("type", "array");
      list.put("items", Schemas.of(type));
      all.add(list);
    }
    return all.size() == 1 ? all.getFirst() : Map.of("anyOf", all);
  }

  /** The same where an object that needs all its properties may have no other. */
  private static Object strict(Object schema) {
    if (schema instanceof List<?> several) {
      return several.stream().map(Printed::strict).toList();
    }
    if (!(schema instanceof Map<?, ?> map)) {
      return schema;
    }
    Map<Object, Object> strict = new LinkedHashMap<>();
    map.forEach((name, value) -> strict.put(name, strict(value)));
    if (map.get("properties") instanceof Map<?, ?> properties
        && map.get("required") instanceof List<?> required
        && Set.copyOf(required).equals(properties.keySet())) {
      strict.put("additionalProperties", false);
    }
    return strict;
  }
}
