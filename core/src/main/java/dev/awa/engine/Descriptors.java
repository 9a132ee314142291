package dev.awa.engine;

import dev.awa.Described;
import dev.awa.Descriptor;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What applications say of their queues and kinds. */
public final class Descriptors {
  private final Sql declare;
  private final Sql list;

  Descriptors(String schema) {
    declare = Sql.of(schema, "descriptors/declare.sql");
    list = Sql.of(schema, "descriptors/list.sql");
  }

  /** What is described. */
  public enum What {
    QUEUE,
    KIND;

    String word() {
      return this == QUEUE ? "queue" : "kind";
    }
  }

  /** What is said of one queue or kind. */
  public record Said(What what, String name, Descriptor says) {}

  /** Notes what a worker says now. */
  public void declare(Connection tx, List<Said> all, String by) throws SQLException {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Said said : all) {
      rows.add(
          Map.of("what", said.what().word(), "name", said.name(), "says", object(said.says())));
    }
    declare.list(tx, row -> "", JsonWriting.text(rows), by);
  }

  private static Map<String, Object> object(Descriptor says) {
    Map<String, Object> object = new LinkedHashMap<>();
    putIfSaid(object, "display_name", says.displayName());
    putIfSaid(object, "owner", says.owner());
    putIfSaid(object, "text", says.text());
    object.put("links", says.links());
    object.put("tags", says.tags());
    return object;
  }

  private static void putIfSaid(Map<String, Object> object, String name, @Nullable String value) {
    if (value != null) {
      object.put(name, value);
    }
  }

  /** What is said of all queues or kinds, or of one; the newest first for each. */
  public List<Described> list(Connection tx, What what, @Nullable String name) throws SQLException {
    return list.list(
        tx,
        row ->
            new Described(
                row.getString("name"),
                read(row.getString("says")),
                Columns.instant(row, "since"),
                Columns.instant(row, "seen_at"),
                row.getString("said_by"),
                row.getBoolean("stale")),
        what.word(),
        name);
  }

  /** What somebody has written past the checks says nothing. */
  private static Descriptor read(String json) {
    Descriptor descriptor = Descriptor.empty();
    if (!(PlainJson.read(json) instanceof Map<?, ?> object)) {
      return descriptor;
    }
    try {
      return filled(descriptor, object);
    } catch (IllegalArgumentException e) {
      return Descriptor.empty();
    }
  }

  private static Descriptor filled(Descriptor empty, Map<?, ?> object) {
    Descriptor descriptor = empty;
    if (object.get("display_name") instanceof String name) {
      descriptor = descriptor.withDisplayName(name);
    }
    if (object.get("owner") instanceof String owner) {
      descriptor = descriptor.withOwner(owner);
    }
    if (object.get("text") instanceof String text) {
      descriptor = descriptor.withText(text);
    }
    if (object.get("links") instanceof Map<?, ?> links) {
      for (Map.Entry<?, ?> link : links.entrySet()) {
        descriptor =
            descriptor.withLink(String.valueOf(link.getKey()), String.valueOf(link.getValue()));
      }
    }
    if (object.get("tags") instanceof List<?> tags) {
      descriptor = descriptor.withTags(tags.stream().map(String::valueOf).toArray(String[]::new));
    }
    return descriptor;
  }
}
