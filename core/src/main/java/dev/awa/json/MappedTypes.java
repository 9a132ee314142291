package dev.awa.json;

import java.lang.reflect.Member;
import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a mapper knows of types; each version of Jackson has its own. */
interface MappedTypes {
  /**
   * A type as the mapper sees it.
   *
   * @param parts what a container, a reference or an array holds; null when it is none of these
   * @param key what a map has for keys; null when it is no map
   */
  record Seen(Type type, Class<?> raw, @Nullable List<Type> parts, @Nullable Type key) {}

  /**
   * A property that objects of a type are written with.
   *
   * @param member the field or the method it is read from; null when it is neither
   * @param decided whether an annotation says how the values are written
   */
  record Property(String name, Type type, @Nullable Member member, boolean decided) {}

  /** Looks at a type. */
  Seen see(Type type);

  /**
   * The properties that objects of a type are written with.
   *
   * @return null when the type is not written as an object, or in a way of its own
   * @throws RuntimeException when it can't be written
   */
  @Nullable List<Property> written(Type type);

  /**
   * Why no object of a type can be made from JSON, in the mapper's words; null when it can.
   *
   * <p>Tried with an object that has no properties: what the constructor thinks of that is no
   * matter.
   */
  @Nullable String obstacle(Type type);

  /** Whether a property that is written is taken when an object is read. */
  boolean reads(Type type, String property);

  /**
   * A class as a type that takes its objects has it.
   *
   * @throws RuntimeException when it takes none of them
   */
  Type narrowed(Type type, Class<?> raw);

  /**
   * Writes a value and reads it as a type.
   *
   * @throws RuntimeException when it can't be written or read
   */
  @Nullable Object again(Type type, Object value);

  /** The same for the key of a map. */
  @Nullable Object keyAgain(Type type, Object key);
}
