package dev.awa.json;

import dev.awa.Likeness.Loss;
import java.lang.reflect.Array;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One comparison of a value with what was read back, where both are written as the same JSON.
 *
 * <p>Values of the JDK's classes must be equal; numbers, if they are the same number. Objects of
 * the application's must be of the same parts: whether they are equal is theirs to say, and many do
 * not. Where the JSON says enough, as of what an annotation has written in a way of its own, it is
 * left at that.
 */
final class Comparison {
  /** Pairs that are tried, of sets whose values can't be looked up: then the JSON has to do. */
  private static final int MAX_PAIRS = 20_000;

  /** Objects may refer to each other, if the mapper was told how. */
  private final Set<Object> compared = Collections.newSetFromMap(new IdentityHashMap<>());

  private final @Nullable Comparison within;
  private int pairs;

  Comparison() {
    this(null);
  }

  /** One that is tried, to find out which of several values is the one. */
  private Comparison(@Nullable Comparison within) {
    this.within = within;
    this.pairs = within == null ? 0 : within.pairs;
  }

  private boolean isFirst(Object value) {
    for (Comparison outer = within; outer != null; outer = outer.within) {
      if (outer.compared.contains(value)) {
        return false;
      }
    }
    return compared.add(value);
  }

  /** The first loss, in words. */
  @SuppressWarnings("ReferenceEquality") // what is one object needs no look
  Optional<Loss> loss(Place place, @Nullable Object was, @Nullable Object is, String path) {
    if (was == is || was == null || place.isDecided()) {
      return Optional.empty();
    }
    if (is == null) { // left out on purpose, or there was nothing in it
      return was instanceof Optional || was instanceof AtomicReference
          ? lost(place, was, null, path)
          : Optional.empty();
    }
    if (Samples.isNumber(was) && Samples.isNumber(is)) {
      return JdkValues.areSameNumbers(was, is) ? Optional.empty() : lost(place, was, is, path);
    }
    if (was instanceof Map<?, ?> own && is instanceof Map<?, ?> other) {
      return ofMaps(place, own, other, path);
    }
    if (was instanceof Optional<?> own && is instanceof Optional<?> other) {
      return loss(place.element(), own.orElse(null), other.orElse(null), path);
    }
    if (was instanceof AtomicReference<?> own && is instanceof AtomicReference<?> other) {
      return loss(place.element(), own.get(), other.get(), path);
    }
    return isSequence(was) && isSequence(is)
        ? ofSequences(place, was, is, path)
        : ofOthers(place, was, is, path);
  }

  // --- what holds others ---

  /** Bytes and characters are written as text. */
  private static boolean isSequence(Object value) {
    return value instanceof Collection
        || (value.getClass().isArray() && !(value instanceof byte[]) && !(value instanceof char[]));
  }

  private static List<?> list(Object sequence) {
    return switch (sequence) {
      case Collection<?> values -> new ArrayList<>(values);
      case Object[] values -> Arrays.asList(values);
      default -> {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < Array.getLength(sequence); i++) {
          values.add(Array.get(sequence, i));
        }
        yield values;
      }
    };
  }

  private Optional<Loss> ofSequences(Place place, Object was, Object is, String path) {
    if (isOrderLost(was, is)) {
      return orderLost(was, path);
    }
    List<?> own = list(was);
    List<?> other = list(is);
    if (own.size() != other.size()) {
      return Optional.empty(); // the JSON has told
    }
    if (!isInOrder(was) || !isInOrder(is)) {
      return ofUnordered(place.element(), own, other, path);
    }
    Place element = place.element();
    for (int i = 0; i < own.size(); i++) {
      Optional<Loss> loss = loss(element, own.get(i), other.get(i), path + '[' + i + ']');
      if (loss.isPresent()) {
        return loss;
      }
    }
    return Optional.empty();
  }

  private static boolean isInOrder(Object sequence) {
    return sequence instanceof List || sequence instanceof Deque || sequence.getClass().isArray();
  }

  private Optional<Loss> ofUnordered(Place element, List<?> was, List<?> is, String path) {
    Set<Object> values = new HashSet<>();
    List<Object> others = new ArrayList<>();
    is.forEach(value -> (isFound(value) ? values : others).add(value));
    List<Object> left = new ArrayList<>();
    was.forEach(value -> {
      if (!isFound(value) || !values.remove(value)) {
        left.add(value);
      }
    });
    others.addAll(values);
    for (Object value : left) {
      Optional<Loss> loss = taken(element, value, others, path + "[]");
      if (loss.isPresent()) {
        return loss;
      }
    }
    return Optional.empty();
  }

  /** Whether a set finds it by what it holds. */
  private static boolean isFound(@Nullable Object value) {
    return value == null
        || value instanceof Enum
        || (JdkValues.isJdk(value.getClass())
            && !isSequence(value)
            && !(value instanceof Map)
            && !(value instanceof URL));
  }

  /** Takes out of the others the one that is like a value. */
  private Optional<Loss> taken(
      Place place, @Nullable Object value, List<Object> others, String path) {
    Optional<Loss> first = Optional.empty();
    for (int i = 0; i < others.size(); i++) {
      if (++pairs > MAX_PAIRS) {
        return Optional.empty();
      }
      Optional<Loss> loss = new Comparison(this).loss(place, value, others.get(i), path);
      if (loss.isEmpty()) {
        others.remove(i);
        return Optional.empty();
      }
      first = first.isPresent() ? first : loss;
    }
    return first;
  }

  private Optional<Loss> ofMaps(Place place, Map<?, ?> was, Map<?, ?> is, String path) {
    if (isOrderLost(was, is)) {
      return orderLost(was, path);
    }
    Map<Object, Map.Entry<?, ?>> byKey = new HashMap<>();
    List<Map.Entry<?, ?>> others = new ArrayList<>();
    is.entrySet()
        .forEach(entry -> {
          if (isFound(entry.getKey())) {
            byKey.put(entry.getKey(), entry);
          } else {
            others.add(entry);
          }
        });
    List<Map.Entry<?, ?>> left = new ArrayList<>();
    for (Map.Entry<?, ?> entry : was.entrySet()) {
      Map.Entry<?, ?> same = isFound(entry.getKey()) ? byKey.remove(entry.getKey()) : null;
      if (same == null) {
        left.add(entry);
        continue;
      }
      Optional<Loss> loss = ofEntries(place, entry, same, path);
      if (loss.isPresent()) {
        return loss;
      }
    }
    others.addAll(byKey.values());
    return ofKeys(place, left, others, path);
  }

  private Optional<Loss> ofEntries(
      Place map, Map.Entry<?, ?> was, Map.Entry<?, ?> is, String path) {
    return loss(
        map.element(), was.getValue(), is.getValue(), within(path, String.valueOf(was.getKey())));
  }

  /** What has no entry of an equal key has one whose key is like it, or was left out on purpose. */
  private Optional<Loss> ofKeys(
      Place map, List<Map.Entry<?, ?>> left, List<Map.Entry<?, ?>> others, String path) {
    for (Map.Entry<?, ?> entry : left) {
      Optional<Loss> first = Optional.empty();
      Map.Entry<?, ?> same = null;
      for (Map.Entry<?, ?> other : others) {
        if (++pairs > MAX_PAIRS) {
          return Optional.empty();
        }
        Optional<Loss> loss =
            new Comparison(this)
                .loss(map.key(), entry.getKey(), other.getKey(), within(path, "(key)"));
        if (loss.isEmpty()) {
          same = other;
          break;
        }
        first = first.isPresent() ? first : loss;
      }
      Optional<Loss> loss = same == null ? first : ofEntries(map, entry, same, path);
      if (loss.isPresent()) {
        return loss;
      }
      others.remove(same);
    }
    return Optional.empty();
  }

  private static boolean isOrderLost(Object was, Object is) {
    return JdkValues.order(was) != null
        && JdkValues.isOrdered(is.getClass())
        && !Objects.equals(JdkValues.order(was), JdkValues.order(is));
  }

  // --- what does not ---

  private Optional<Loss> ofOthers(Place place, Object was, Object is, String path) {
    boolean isJdk = JdkValues.isJdk(was.getClass());
    if (isJdk ? !isSameOfJdk(place, was, is) : !isSameKind(was, is)) {
      return lost(place, was, is, path);
    }
    return !isJdk && was.getClass() == is.getClass() && isFirst(was)
        ? ofParts(place, was, is, path)
        : Optional.empty();
  }

  private static boolean isSameOfJdk(Place place, Object was, Object is) {
    Class<?> type = was.getClass();
    return !JdkValues.isJdk(is.getClass())
        || (JdkValues.areSame(was, is)
            && (JdkValues.hasEquals(type) || !isWrittenByParts(place, type)));
  }

  /** Of objects that hold more than their getters tell, as a generator of random numbers does. */
  private static boolean isWrittenByParts(Place place, Class<?> type) {
    return !Throwable.class.isAssignableFrom(type) && !place.parts(type).list().isEmpty();
  }

  private static boolean isSameKind(Object was, Object is) {
    return JdkValues.isJdk(is.getClass())
        ? isSeenAs(was, is)
        : !(was instanceof Enum && is instanceof Enum); // two constants that are written alike
  }

  /** Whether a class of the JDK's, which the application's extends, takes it for the same. */
  private static boolean isSeenAs(Object was, Object is) {
    return is.getClass().isInstance(was) && JdkValues.hasEquals(is.getClass()) && is.equals(was);
  }

  private Optional<Loss> ofParts(Place place, Object was, Object is, String path) {
    for (Part part : place.parts(was.getClass()).list()) {
      Optional<Part.Value> own = part.of(was);
      Optional<Part.Value> other = part.of(is);
      if (own.isPresent() && other.isPresent()) {
        Optional<Loss> loss =
            loss(part.place(), own.get().value(), other.get().value(), within(path, part.name()));
        if (loss.isPresent()) {
          return loss;
        }
      }
    }
    return Optional.empty();
  }

  // --- in words ---

  private static String within(String path, String name) {
    return path.isEmpty() ? name : path + '.' + name;
  }

  private static Optional<Loss> lost(Place place, Object was, @Nullable Object is, String path) {
    String it = path.isEmpty() ? "it" : path;
    String type = was.getClass().getTypeName();
    if (is != null && was.getClass() == is.getClass()) {
      return Optional.of(
          new Loss(
              it + " was " + brief(was) + " and came back as " + brief(is),
              "JSON does not hold all of a "
                  + type
                  + ". Use a class that comes back, as those of java.time do, or make it a String"
                  + " yourself"));
    }
    return Optional.of(
        new Loss(
            it + " was " + inWords(was) + " and came back as " + inWords(is),
            "nothing says which class to read. Declare it, where now it is "
                + place.raw().getTypeName()
                + "; or name the type of the arguments, Job.of(kind, args, new TypeRef<...>() {});"
                + " or make it a String yourself"));
  }

  private static Optional<Loss> orderLost(Object was, String path) {
    return Optional.of(
        new Loss(
            (path.isEmpty() ? "it" : path)
                + " was a "
                + was.getClass().getTypeName()
                + " with a comparator and came back without",
            "keep the natural order, or use a List"));
  }

  private static String inWords(@Nullable Object value) {
    return value == null ? "null" : "a " + value.getClass().getTypeName() + ", " + brief(value);
  }

  private static String brief(Object value) {
    String text = value instanceof String ? "\"" + value + '"' : String.valueOf(value);
    return text.length() <= 60 ? text : text.substring(0, 57) + "...";
  }
}
