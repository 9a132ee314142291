package dev.awa.json;

import dev.awa.Likeness;
import dev.awa.json.MappedTypes.Property;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The places that a mapper's types have for values; each is made once. */
final class Places {
  private final MappedTypes types;
  private final Map<Name, Place> all = new ConcurrentHashMap<>();
  private final Map<Class<?>, Boolean> plain = new ConcurrentHashMap<>();

  Places(MappedTypes types) {
    this.types = types;
  }

  /**
   * What a place is found by. Two properties of a type are two places, for their annotations may
   * differ.
   *
   * @param owner the type that has the property; null outside of all
   * @param type what the place is declared as
   * @param isKey whether it is for the keys of a map
   * @param isDecided whether an annotation says how its values are written
   */
  record Name(@Nullable Type owner, String property, Type type, boolean isKey, boolean isDecided) {
    Name within(Type part, boolean key) {
      return new Name(owner, property, part, key, isDecided);
    }
  }

  /** Which values of a type come back alike. */
  Likeness likeness(Type type) {
    Place whole = find(new Name(null, "", type, false, false));
    return new Likeness() {
      @Override
      public boolean isKnown(Object value) {
        try {
          return whole.isKnown(value);
        } catch (StackOverflowError e) {
          return false; // it holds itself, and the mapper was told how to write that
        }
      }

      @Override
      public Optional<Loss> loss(@Nullable Object was, @Nullable Object is) {
        return new Comparison().loss(whole, was, is, "");
      }

      @Override
      public void know(Object value) {
        try {
          whole.know(value);
        } catch (StackOverflowError e) {
          // then it is looked at each time
        }
      }
    };
  }

  Place ofProperty(Type owner, Property property) {
    return find(new Name(owner, property.name(), property.type(), false, property.decided()));
  }

  Place find(Name name) {
    Place found = all.get(name);
    if (found == null) {
      Place made = new Place(this, name, types.see(name.type()));
      found = all.putIfAbsent(name, made);
      return found == null ? made : found;
    }
    return found;
  }

  /** The parts of an object of a class at a place. */
  Wiring parts(Place place, Class<?> raw) {
    Type type;
    try {
      type = types.narrowed(place.type(), raw);
    } catch (RuntimeException e) {
      type = raw; // more arguments of types than the declared one tells
    }
    return Wiring.of(types, this, type);
  }

  /** Whether all values of a class of JSON's own come back where no type says what to read. */
  boolean arePlain(Class<?> raw) {
    Boolean known = plain.get(raw);
    if (known == null) {
      Object sample = Samples.ofJson(raw);
      known = sample != null && comesBackPlain(sample);
      plain.put(raw, known);
    }
    return known;
  }

  private boolean comesBackPlain(Object sample) {
    try {
      Object back = types.again(Object.class, sample);
      if (back == null) {
        return false;
      }
      boolean areNumbers = Samples.isNumber(sample) && Samples.isNumber(back);
      return areNumbers ? JdkValues.areSameNumbers(sample, back) : sample.equals(back);
    } catch (RuntimeException e) {
      return false;
    }
  }

  /** Whether a value comes back at a place. */
  boolean comesBack(Place place, Object sample) {
    try {
      Object back =
          place.isKey() ? types.keyAgain(place.type(), sample) : types.again(place.type(), sample);
      return back != null && JdkValues.areSame(sample, back);
    } catch (RuntimeException e) {
      return false;
    }
  }
}
