package dev.awa.json;

import dev.awa.JsonShape;
import dev.awa.RawJson;
import dev.awa.json.MappedTypes.Property;
import dev.awa.json.MappedTypes.Seen;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Looks for what would be lost of the values of a type: in the type, and in all that it is made of.
 * Says nothing of types that the mapper writes in a way of its own; of those the first value tells.
 */
final class TypeCheck {
  private static final String ANNOTATIONS = "com.fasterxml.jackson.annotation.";

  /** With one of these the author of a class has decided which fields are written. */
  private static final Set<String> DECIDED =
      Set.of(
          ANNOTATIONS + "JsonIgnoreProperties",
          ANNOTATIONS + "JsonIncludeProperties",
          ANNOTATIONS + "JsonAutoDetect");

  private final MappedTypes types;
  private final Places places;

  TypeCheck(MappedTypes types) {
    this.types = types;
    this.places = new Places(types);
  }

  /**
   * The shape of a type.
   *
   * @throws IllegalArgumentException when its values can't come back as they were
   */
  JsonShape shape(Type type) {
    if (type == RawJson.class) {
      return JsonShape.UNKNOWN;
    }
    Walk walk = new Walk();
    walk.visit(type, "");
    List<Property> properties = properties(types.see(type));
    return new JsonShape(
        properties.stream().map(Property::name).collect(Collectors.toSet()),
        walk.readsAll,
        places.likeness(type));
  }

  private List<Property> properties(Seen seen) {
    List<Property> written = seen.parts() == null ? types.written(seen.type()) : null;
    return written == null ? List.of() : written;
  }

  /** One walk through a type; each type that it is made of is looked at once. */
  private final class Walk {
    private final Set<Type> looked = new HashSet<>();
    private boolean readsAll = true;

    /** Looks at a type; {@code path} is how it is reached, empty for the first. */
    void visit(Type type, String path) {
      Seen seen = types.see(type);
      Class<?> raw = seen.raw();
      if (raw == Object.class || raw == RawJson.class || !looked.add(seen.type())) {
        return;
      }
      if (raw.isHidden() || raw.isSynthetic()) {
        throw lost(raw, path, "is a lambda or generated, and holds nothing that can be written");
      }
      if (seen.parts() != null) {
        requireNothingBesideItsParts(raw, path);
        seen.parts().forEach(part -> visit(part, path));
        return;
      }
      List<Property> written = types.written(seen.type());
      if (written != null) {
        look(seen, path, written);
        written.forEach(property ->
            visit(
                property.type(), path.isEmpty() ? property.name() : path + '.' + property.name()));
      }
    }

    /** A collection or a map of the JDK's that was given fields is written without these. */
    private void requireNothingBesideItsParts(Class<?> raw, String path) {
      Class<?> ofJdk = raw;
      while (ofJdk != null && !JdkValues.isJdk(ofJdk)) {
        ofJdk = ofJdk.getSuperclass();
      }
      if (ofJdk == null || ofJdk == Object.class || Modifier.isAbstract(ofJdk.getModifiers())) {
        return; // what it holds are its fields
      }
      for (Field field : fields(raw)) {
        if (!isDecided(field)) {
          throw lost(
              raw,
              path,
              "has a field beside what it collects, \""
                  + field.getName()
                  + "\", and that is not written: make it a record that has the collection; to"
                  + " leave the field out on purpose, make it transient");
        }
      }
    }

    private void look(Seen seen, String path, List<Property> written) {
      String obstacle = types.obstacle(seen.type());
      if (obstacle != null) {
        throw lost(seen.raw(), path, inWords(seen.raw(), obstacle));
      }
      if (seen.raw().isRecord() || seen.raw().isInterface()) {
        return; // of a record all components are written and read, but for those it says
      }
      for (Field field : fields(seen.raw())) {
        List<Property> own = written.stream().filter(p -> isOf(p, field)).toList();
        if (own.isEmpty() && !isDecided(field)) {
          throw lost(
              seen.raw(),
              path,
              "has a field that is not written, \""
                  + field.getName()
                  + "\": give it a getter or @JsonProperty; to leave it out on purpose, make it"
                  + " transient or @JsonIgnore");
        }
        readsAll &= own.stream().allMatch(p -> types.reads(seen.type(), p.name()));
      }
    }
  }

  private static String inWords(Class<?> raw, String obstacle) {
    if (raw.isInterface() || Modifier.isAbstract(raw.getModifiers())) {
      return "is abstract, and nothing in the JSON says which class to read: annotate it with"
          + " @JsonTypeInfo and @JsonSubTypes";
    }
    return "can be written but not be read: make it a record, or give it a constructor without"
        + " parameters, or annotate one with @JsonCreator and its parameters with @JsonProperty"
        + " (Kotlin: register the Kotlin module with the mapper). Jackson says: "
        + obstacle.lines().findFirst().orElse("");
  }

  private static IllegalArgumentException lost(Class<?> raw, String path, String words) {
    return new IllegalArgumentException(
        (path.isEmpty() ? "" : path + ": ") + raw.getTypeName() + " " + words);
  }

  /** The fields that make up the state of an object of the application's. */
  private static List<Field> fields(Class<?> raw) {
    return Stream.<Class<?>>iterate(
            raw, type -> type != null && !JdkValues.isJdk(type), Class::getSuperclass)
        .filter(type -> Arrays.stream(type.getAnnotations()).noneMatch(a -> isOneOf(a, DECIDED)))
        .flatMap(type -> Arrays.stream(type.getDeclaredFields()))
        .filter(field -> (field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0)
        .filter(field -> !field.isSynthetic() && field.getName().indexOf('$') < 0)
        .toList();
  }

  private static boolean isOneOf(Annotation annotation, Set<String> names) {
    return names.contains(annotation.annotationType().getName());
  }

  /** Whether a property is what a field holds, by itself or by its getter. */
  private static boolean isOf(Property property, Field field) {
    Member member = property.member();
    if (member instanceof Method getter) {
      return isGetter(getter.getName(), field.getName());
    }
    return member instanceof Field own
        ? own.equals(field)
        : property.name().equals(field.getName());
  }

  private static boolean isGetter(String method, String field) {
    String bare = method.startsWith("is") ? method.substring(2) : method;
    String name = method.startsWith("get") ? method.substring(3) : bare;
    return method.equals(field)
        || name.toLowerCase(Locale.ROOT).equals(field.toLowerCase(Locale.ROOT));
  }

  /** Whether an annotation at the field or at its getter says what is to become of it. */
  private static boolean isDecided(Field field) {
    return Stream.concat(
            Stream.<AnnotatedElement>of(field),
            Arrays.stream(field.getDeclaringClass().getDeclaredMethods())
                .filter(method -> isGetter(method.getName(), field.getName())))
        .flatMap(element -> Arrays.stream(element.getAnnotations()))
        .anyMatch(a -> a.annotationType().getName().startsWith(ANNOTATIONS));
  }
}
