package dev.awa;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;

/**
 * A type that no class stands for: {@code new TypeRef<List<Order>>() {}}.
 *
 * @param <A> the type
 */
public abstract class TypeRef<A> {
  private final Type type;

  /**
   * Takes the type from the declaration.
   *
   * @throws IllegalArgumentException when it names none, or a type variable
   */
  protected TypeRef() {
    if (!(getClass().getGenericSuperclass() instanceof ParameterizedType named)
        || named.getRawType() != TypeRef.class
        || named.getActualTypeArguments()[0] instanceof TypeVariable) {
      throw new IllegalArgumentException(
          "type: must be named where the TypeRef is made, as in new TypeRef<List<Order>>() {}");
    }
    type = named.getActualTypeArguments()[0];
  }

  /** The type. */
  public final Type type() {
    return type;
  }

  @Override
  public final String toString() {
    return type.getTypeName();
  }
}
