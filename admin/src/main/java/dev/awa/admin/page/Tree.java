package dev.awa.admin.page;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * JSON as a tree that opens and closes.
 *
 * @param text the JSON in one line; shown in place of the tree when it is long
 */
record Tree(@Nullable JsonNode node, String text) {
  /** A longer one is shown as text: a page of ten thousand branches helps nobody. */
  private static final int CHARACTERS = 20_000;

  private static final int DEPTH = 20;

  static Tree of(@Nullable Object json) {
    String text = JobRow.compact(json);
    return new Tree(
        json instanceof JsonNode node && text.length() <= CHARACTERS ? node : null, text);
  }

  String beginning() {
    return text.length() <= CHARACTERS ? text : text.substring(0, CHARACTERS) + "…";
  }

  /** Whether a node is shown with branches, and not in one line. */
  static boolean isBranch(JsonNode node, int depth) {
    return node.isContainer() && !node.isEmpty() && depth < DEPTH;
  }

  /** The branches of a node by name; those of an array have none. */
  static List<Map.Entry<String, JsonNode>> branches(JsonNode node) {
    return node.isObject()
        ? List.copyOf(node.properties())
        : node.valueStream().map(one -> Map.entry("", one)).toList();
  }

  static String summary(JsonNode node) {
    return Words.count(node.size(), node.isObject() ? "field" : "value");
  }

  static boolean isMask(JsonNode node) {
    return node.isString() && node.asString().equals("***");
  }
}
