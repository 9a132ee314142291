package dev.awa.json;

import dev.awa.json.MappedTypes.Seen;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A place for values: a whole, a property, what a collection holds. Its type may settle how all of
 * its values come back. Where it does not, the first value of each class tells for its class: a
 * field that is declared as {@code Object} or as a class that others extend holds now this, now
 * that.
 */
final class Place {
  /** Are written as text, and read as what they were. */
  private static final Set<Class<?>> SETTLED =
      Set.of(
          String.class,
          Boolean.class,
          Character.class,
          Byte.class,
          Short.class,
          Integer.class,
          Long.class,
          Float.class,
          Double.class);

  private static final Type ANY = Object.class;

  private final Places places;
  private final Places.Name name;
  private final Seen seen;
  private final Set<Class<?>> known = ConcurrentHashMap.newKeySet();
  private final Map<Class<?>, Wiring> parts = new ConcurrentHashMap<>();
  private volatile @Nullable Boolean settled;
  private volatile @Nullable Place element;
  private volatile @Nullable Place key;

  Place(Places places, Places.Name name, Seen seen) {
    this.places = places;
    this.name = name;
    this.seen = seen;
  }

  Type type() {
    return seen.type();
  }

  Class<?> raw() {
    return seen.raw();
  }

  boolean isKey() {
    return name.isKey();
  }

  boolean isDecided() {
    return name.isDecided();
  }

  /** What is held by a value that holds others. */
  Place element() {
    Place found = element;
    if (found == null) {
      found = places.find(name.within(part(), false));
      element = found;
    }
    return found;
  }

  /** The keys of a map. */
  Place key() {
    Place found = key;
    if (found == null) {
      found = places.find(name.within(seen.key() == null ? ANY : seen.key(), true));
      key = found;
    }
    return found;
  }

  private boolean holds() {
    return seen.parts() != null && !seen.parts().isEmpty();
  }

  private Type part() {
    List<Type> held = seen.parts();
    return held == null || held.isEmpty() ? ANY : held.getFirst();
  }

  Wiring parts(Class<?> raw) {
    Wiring found = parts.get(raw);
    if (found == null) {
      found = places.parts(this, raw);
      parts.put(raw, found);
    }
    return found;
  }

  // --- what the type settles ---

  private boolean isSettled() {
    Boolean is = settled;
    if (is == null) {
      is = isSettled(new HashSet<>());
      settled = is;
    }
    return is;
  }

  /** Types may hold themselves: what is being looked at has been looked at. */
  private boolean isSettled(Set<Place> looked) {
    if (!looked.add(this) || isDecided() || raw().isPrimitive() || SETTLED.contains(raw())) {
      return true;
    }
    if (raw().isEnum()) {
      return Arrays.stream(raw().getEnumConstants()).allMatch(one -> places.comesBack(this, one));
    }
    if (holds()) {
      return !JdkValues.isOrdered(raw())
          && element().isSettled(looked)
          && (seen.key() == null || key().isSettled(looked));
    }
    Object sample = Samples.of(raw());
    return sample == null ? areItsPartsSettled(looked) : places.comesBack(this, sample);
  }

  private boolean areItsPartsSettled(Set<Place> looked) {
    if (!Modifier.isFinal(raw().getModifiers()) || JdkValues.isJdk(raw()) || isKey()) {
      return false;
    }
    Wiring own = parts(raw());
    return own.areAll()
        && !own.list().isEmpty()
        && own.list().stream().allMatch(part -> part.place().isSettled(looked));
  }

  // --- what a value is made of ---

  /** Whether a value is like one that came back. */
  boolean isKnown(@Nullable Object value) {
    return areAll(value, (place, type) -> place.known.contains(type));
  }

  /** Takes note of a value that came back. */
  void know(Object value) {
    areAll(
        value,
        (place, type) -> {
          if (!JdkValues.isJdk(type)) {
            place.known.add(type); // of a class of the JDK's, one value does not tell of another
          }
          return true;
        });
  }

  private boolean areAll(@Nullable Object value, BiPredicate<Place, Class<?>> test) {
    if (value == null || isSettled() || isPlain(value)) {
      return true;
    }
    return switch (value) {
      case Map<?, ?> map ->
          JdkValues.order(map) == null
              && areAll(key(), map.keySet(), test)
              && areAll(element(), map.values(), test);
      case Collection<?> list -> JdkValues.order(list) == null && areAll(element(), list, test);
      case Object[] array -> areAll(element(), Arrays.asList(array), test);
      case Optional<?> held when holds() -> element().areAll(held.orElse(null), test);
      case AtomicReference<?> held when holds() -> element().areAll(held.get(), test);
      default -> areItsParts(value, test);
    };
  }

  private static boolean areAll(
      Place place, Collection<?> values, BiPredicate<Place, Class<?>> test) {
    if (place.isSettled()) {
      return true;
    }
    for (Object value : values) {
      if (!place.areAll(value, test)) {
        return false;
      }
    }
    return true;
  }

  private boolean areItsParts(Object value, BiPredicate<Place, Class<?>> test) {
    if (!test.test(this, value.getClass())) {
      return false;
    }
    Wiring own = parts(value.getClass());
    if (!own.areAll()) {
      return false;
    }
    for (Part part : own.list()) {
      if (!part.place().isSettled()
          && !part.of(value)
              .filter(found -> part.place().areAll(found.value(), test))
              .isPresent()) {
        return false;
      }
    }
    return true;
  }

  /** Whether it is one of JSON's own values, and the place takes these. */
  private boolean isPlain(Object value) {
    Class<?> type = value.getClass();
    if (holds() || !raw().isAssignableFrom(type)) {
      return false;
    }
    if (isKey()) {
      return type == String.class;
    }
    if (type.isArray()) {
      return type.getComponentType().isPrimitive() && type != byte[].class && type != char[].class;
    }
    return Samples.ofJson(type) != null && places.arePlain(type) && JdkValues.isFinite(value);
  }
}
