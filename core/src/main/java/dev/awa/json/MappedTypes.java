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
   */
  record Seen(Type type, Class<?> raw, @Nullable List<Type> parts) {}

  /**
   * A property that objects of a type are written with.
   *
   * @param member the field or the method it is read from; null when it is neither
   */
  record Property(String name, Type type, @Nullable Member member) {}

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
}
