package dev.awa.json;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A part of the objects of a class: the value of a field, or what a getter answers. */
record Part(String name, Member member, Place place) {
  Part {
    if (member instanceof AccessibleObject accessible) {
      open(accessible);
    }
  }

  private static void open(AccessibleObject member) {
    try {
      member.setAccessible(true);
    } catch (InaccessibleObjectException | SecurityException e) {
      // then it is open to the mapper alone, and can't be read here
    }
  }

  /** A value, which may be null. */
  record Value(@Nullable Object value) {}

  /** The value within an object; empty when it can't be read here. */
  Optional<Value> of(Object owner) {
    try {
      return switch (member) {
        case Method getter -> Optional.of(new Value(getter.invoke(owner)));
        case Field field -> Optional.of(new Value(field.get(owner)));
        default -> Optional.empty();
      };
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
