package dev.awa.cli.job;

import dev.awa.admin.Documents;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.UsageFailure;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

/** An option whose value is a JSON object. */
public final class ObjectOption {
  private ObjectOption() {}

  /**
   * Reads it.
   *
   * @param option its name, for the one who is told that it is none
   */
  public static Map<String, Object> read(String option, String text) {
    try {
      JsonNode node = Documents.JSON.readTree(text);
      if (node.isObject()) {
        return of(node);
      }
    } catch (JacksonException e) {
      // said below
    }
    throw new UsageFailure(option + ": must be a JSON object, got " + Printer.plain(text));
  }

  static Map<String, Object> of(JsonNode object) {
    return Documents.JSON.convertValue(object, new TypeReference<Map<String, Object>>() {});
  }
}
