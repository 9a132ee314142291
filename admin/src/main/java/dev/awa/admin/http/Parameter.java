package dev.awa.admin.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value that a request has.
 *
 * @param name how it is called, in snake case
 * @param place where it stands
 * @param type what it is
 * @param needed whether a request without it is refused
 * @param byDefault what it is when it is left out; null: nothing
 * @param text what it means, for people
 */
record Parameter<T>(
    String name, Place place, Type<T> type, boolean needed, @Nullable T byDefault, String text) {
  /** Where a value stands. */
  enum Place {
    PATH,
    QUERY,
    /** A field of the JSON object that is the body. */
    BODY
  }

  static <T> Parameter<T> path(String name, Type<T> type, String text) {
    return new Parameter<>(name, Place.PATH, type, true, null, text);
  }

  static <T> Parameter<T> query(String name, Type<T> type, String text) {
    return new Parameter<>(name, Place.QUERY, type, false, null, text);
  }

  static <T> Parameter<T> body(String name, Type<T> type, String text) {
    return new Parameter<>(name, Place.BODY, type, false, null, text);
  }

  /** The same, but a request must have it. */
  Parameter<T> must() {
    return new Parameter<>(name, place, type, true, byDefault, text);
  }

  /** The same, but with a value where a request has none. */
  Parameter<T> or(T value) {
    return new Parameter<>(name, place, type, needed, value, text);
  }

  /** Its schema with what it means and what it is by default. */
  Map<String, Object> schema() {
    Map<String, Object> schema = new java.util.LinkedHashMap<>(type.schema());
    if (byDefault != null) {
      schema.put("default", byDefault);
    }
    return schema;
  }
}
