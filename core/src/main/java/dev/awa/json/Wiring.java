package dev.awa.json;

import dev.awa.json.MappedTypes.Property;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The parts that the objects of a class are written with.
 *
 * @param areAll whether there are no others, so that they tell of the whole object
 */
record Wiring(List<Part> list, boolean areAll) {
  /** Of what is written in a way of its own. */
  private static final Wiring NONE = new Wiring(List.of(), true);

  private static final Wiring UNKNOWN = new Wiring(List.of(), false);

  private static final String ANNOTATIONS = "com.fasterxml.jackson.annotation.";

  /** What has one of these is written with the parts of its own parts. */
  private static final Set<String> SPREAD =
      Set.of(ANNOTATIONS + "JsonUnwrapped", ANNOTATIONS + "JsonAnyGetter");

  private static final Set<String> ROUND = Set.of(ANNOTATIONS + "JsonIdentityInfo");

  static Wiring of(MappedTypes types, Places places, Type type) {
    try {
      Class<?> raw = types.see(type).raw();
      List<Property> written = types.written(type);
      return written == null ? NONE : of(places, type, raw, written);
    } catch (RuntimeException e) {
      return UNKNOWN; // the mapper has its own ways with it
    }
  }

  private static Wiring of(Places places, Type type, Class<?> raw, List<Property> written) {
    List<Part> parts = new ArrayList<>();
    boolean areAll = !has(raw, ROUND);
    for (Property property : written) {
      Member member = property.member();
      Place place = places.ofProperty(type, property);
      if (member == null) {
        areAll &= place.isDecided();
      } else if (member.getDeclaringClass().isAssignableFrom(raw)) {
        parts.add(new Part(property.name(), member, place));
      }
    }
    spread(raw)
        .forEach(member ->
            parts.add(
                new Part(member.getName(), member, places.ofProperty(type, property(member)))));
    return new Wiring(List.copyOf(parts), areAll);
  }

  private static Stream<Member> spread(Class<?> raw) {
    return Stream.<Class<?>>iterate(
            raw, type -> type != null && !JdkValues.isJdk(type), Class::getSuperclass)
        .flatMap(type ->
            Stream.<Member>concat(
                Arrays.stream(type.getDeclaredFields()), Arrays.stream(type.getDeclaredMethods())))
        .filter(member -> !Modifier.isStatic(member.getModifiers()))
        .filter(member -> has((AnnotatedElement) member, SPREAD))
        .filter(member -> !(member instanceof Method method && method.getParameterCount() > 0));
  }

  private static boolean has(AnnotatedElement element, Set<String> names) {
    return Arrays.stream(element.getAnnotations())
        .anyMatch(annotation -> names.contains(annotation.annotationType().getName()));
  }

  private static Property property(Member member) {
    Type type =
        member instanceof Method method
            ? method.getGenericReturnType()
            : ((java.lang.reflect.Field) Objects.requireNonNull(member)).getGenericType();
    return new Property(member.getName(), type, member, false);
  }
}
