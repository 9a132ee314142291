package dev.awa.engine;

import dev.awa.InvalidJobException;
import dev.awa.JsonCodec;
import dev.awa.JsonShape;
import dev.awa.Likeness;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Proves that arguments come back as they were written: those of the first job of each type are
 * read and written again, and the two texts must say the same; and what was read must hold the same
 * values, for a date that comes back as text is written like one. Where the codec is not sure that
 * all of a type is read, or the type leaves open what it holds, other jobs are proved too.
 */
final class Proof {
  private final JsonCodec codec;
  private final Map<Type, JsonShape> shapes = new ConcurrentHashMap<>();

  Proof(JsonCodec codec) {
    this.codec = codec;
  }

  /**
   * The shape of arguments that come back as they are.
   *
   * @param declared what they are read as; null for their class
   * @param text how the codec has written them
   * @throws InvalidJobException when something of them is lost; says what
   */
  JsonShape require(Object args, @Nullable Type declared, String text) {
    Type name = declared == null ? args.getClass() : declared;
    JsonShape known = shapes.get(name);
    if (known != null && known.readsAll() && known.likeness().isKnown(args)) {
      return known;
    }
    Type type = declared == null ? typeOf(args) : declared;
    JsonShape shape = known == null ? shape(args, type) : known;
    Object read = read(args, text, type);
    loss(PlainJson.read(text), PlainJson.read(again(args, read)), "")
        .map(loss -> loss + ": let the constructor take, and the getters give, all that it holds")
        .or(() -> shape.likeness().loss(args, read).map(loss -> loss.what() + ": " + loss.toDo()))
        .ifPresent(loss -> {
          throw refused(args, "must come back as written, but " + loss, null);
        });
    shape.likeness().know(args);
    shapes.put(name, shape);
    return shape;
  }

  /**
   * Proves that a JSON object comes back as it was given; it is read without the codec.
   *
   * @param text how the codec has written it
   * @return what is lost, in words
   */
  Optional<String> lossOfObject(Map<String, ?> object, String text) {
    JsonShape shape = shapes.computeIfAbsent(Map.class, codec::shape);
    return shape.likeness().isKnown(object)
        ? Optional.empty()
        : shape.likeness().loss(object, PlainJson.read(text)).map(Likeness.Loss::what);
  }

  /** What it is read as: of the JDK's classes for collections, most can't be named. */
  private static Type typeOf(Object args) {
    return switch (args) {
      case Map<?, ?> map -> isJdk(map) ? Map.class : map.getClass();
      case Set<?> set -> isJdk(set) ? Set.class : set.getClass();
      case Collection<?> list -> isJdk(list) ? List.class : list.getClass();
      case Enum<?> constant -> constant.getDeclaringClass();
      default -> args.getClass();
    };
  }

  private static boolean isJdk(Object value) {
    return value.getClass().getName().startsWith("java.");
  }

  private JsonShape shape(Object args, Type type) {
    try {
      return codec.shape(type);
    } catch (IllegalArgumentException e) {
      throw refused(args, "must be readable again: " + e.getMessage(), e);
    }
  }

  private Object read(Object args, String text, Type type) {
    try {
      return codec.read(text, type);
    } catch (RuntimeException e) {
      throw unreadable(args, e);
    }
  }

  private String again(Object args, Object read) {
    try {
      return codec.write(read);
    } catch (RuntimeException e) {
      throw unreadable(args, e);
    }
  }

  private static InvalidJobException unreadable(Object args, RuntimeException cause) {
    String words = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return refused(args, "must be readable again: " + words, cause);
  }

  private static InvalidJobException refused(
      Object args, String rule, @Nullable RuntimeException cause) {
    InvalidJobException refused =
        new InvalidJobException("args", args.getClass().getTypeName(), rule);
    if (cause != null) {
      refused.initCause(cause);
    }
    return refused;
  }

  /**
   * The first difference, in words; the order of arrays is no matter, for that of a set is none.
   */
  private static Optional<String> loss(@Nullable Object was, @Nullable Object is, String path) {
    if (Objects.equals(canonical(was), canonical(is))) {
      return Optional.empty();
    }
    if (was instanceof Map<?, ?> all && is instanceof Map<?, ?> some) {
      Set<String> names = new TreeSet<>();
      all.keySet().forEach(name -> names.add(name.toString()));
      some.keySet().forEach(name -> names.add(name.toString()));
      return names.stream()
          .map(name ->
              loss(all.get(name), some.get(name), path.isEmpty() ? name : path + '.' + name))
          .flatMap(Optional::stream)
          .findFirst();
    }
    if (was instanceof List<?> all && is instanceof List<?> some && all.size() == some.size()) {
      for (int i = 0; i < all.size(); i++) {
        Optional<String> loss = loss(all.get(i), some.get(i), path + '[' + i + ']');
        if (loss.isPresent()) {
          return loss;
        }
      }
    }
    return Optional.of(
        (path.isEmpty() ? "it" : path) + " was " + brief(was) + " and came back as " + brief(is));
  }

  private static String brief(@Nullable Object value) {
    String text = value instanceof String ? "\"" + value + '"' : String.valueOf(value);
    return text.length() <= 60 ? text : text.substring(0, 57) + "...";
  }

  /** The same for all JSON that says the same; a field that is null is as good as none. */
  private static @Nullable Object canonical(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Map<?, ?> map -> {
        Map<Object, @Nullable Object> sorted = new TreeMap<>();
        map.forEach((name, part) -> {
          if (part != null) {
            sorted.put(name, canonical(part));
          }
        });
        yield sorted;
      }
      case List<?> list -> {
        List<String> sorted = new ArrayList<>();
        list.forEach(part -> sorted.add(String.valueOf(canonical(part))));
        sorted.sort(null);
        yield sorted;
      }
      case Number number -> new BigDecimal(number.toString()).stripTrailingZeros();
      case String text -> '"' + text.replace("Z[UTC]", "Z") + '"';
      default -> value;
    };
  }
}
