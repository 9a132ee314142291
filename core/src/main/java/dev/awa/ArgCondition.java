package dev.awa;

import java.util.List;

/**
 * What a filter wants of the arguments: at this path stands this value.
 *
 * @param path the names of the fields from the outside in, and for an element of a list its number
 *     from 0; at least one
 * @param value the value as text: a text, a number as it is written, {@code true}, {@code false}
 */
public record ArgCondition(List<String> path, String value) {
  /**
   * Keeps a copy of the path.
   *
   * @throws IllegalArgumentException when the path is empty
   */
  public ArgCondition {
    path = List.copyOf(path);
    if (path.isEmpty()) {
      throw new IllegalArgumentException("path: must name at least one field, got none");
    }
  }
}
