package dev.awa.admin.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What this server shows to nobody who does not ask for it as an administrator, whatever the jobs
 * themselves mask: values by their paths, {@code args.customer.email}.
 */
record Masks(List<String> paths) {
  private static final Pattern PATH = Pattern.compile("(args|metadata)(\\.[^.\\s]+)+");
  private static final JsonNode MASK = JsonNodeFactory.instance.stringNode("***");

  Masks {
    paths = List.copyOf(paths);
    for (String path : paths) {
      if (!PATH.matcher(path).matches()) {
        throw new IllegalArgumentException(
            "masks: must be paths like args.customer.email or metadata.tenant, got "
                + Type.quoted(path));
      }
    }
  }

  /** Puts the mask in the place of what the paths lead to, also in each element of a list. */
  void hideIn(Map<String, @Nullable Object> job) {
    for (String path : paths) {
      List<String> names = List.of(path.split("\\.", -1));
      job.computeIfPresent(
          names.getFirst(),
          (name, value) ->
              value instanceof JsonNode node
                  ? hidden(node, names.subList(1, names.size()))
                  : value);
    }
  }

  private static JsonNode hidden(JsonNode node, List<String> names) {
    if (names.isEmpty()) {
      return node.isNull() ? node : MASK;
    }
    if (node instanceof ArrayNode list) {
      List<JsonNode> all = new ArrayList<>();
      list.forEach(one -> all.add(hidden(one, names)));
      return JsonNodeFactory.instance.arrayNode().addAll(all);
    }
    if (node instanceof ObjectNode object) {
      JsonNode part = object.get(names.getFirst());
      if (part != null) {
        return object
            .deepCopy()
            .set(names.getFirst(), hidden(part, names.subList(1, names.size())));
      }
    }
    return node;
  }
}
