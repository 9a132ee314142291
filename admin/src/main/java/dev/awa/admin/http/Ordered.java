package dev.awa.admin.http;

import java.util.LinkedHashMap;
import java.util.Map;

/** Maps that keep their order: a document that is made twice is the same. */
final class Ordered {
  private Ordered() {}

  /** A map of names and values by turns. */
  static Map<String, Object> map(Object... namesAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }
}
