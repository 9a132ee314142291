package dev.awa;

import java.util.Set;

/**
 * What a {@link JsonCodec} knows of the JSON of a type.
 *
 * @param fields the names that an object of the type may be written with; empty when it is not
 *     written as an object, or when nothing is known
 * @param readsAll whether all that is written of a value is read again. Where it is not known of
 *     the type, each value is looked at instead of the first alone
 * @param likeness tells which values come back alike, where the type leaves that open
 */
public record JsonShape(Set<String> fields, boolean readsAll, Likeness likeness) {
  /** Nothing is known, and nothing is suspected. */
  public static final JsonShape UNKNOWN = new JsonShape(Set.of(), true, Likeness.BY_JSON);

  /** Copies the names. */
  public JsonShape {
    fields = Set.copyOf(fields);
  }
}
