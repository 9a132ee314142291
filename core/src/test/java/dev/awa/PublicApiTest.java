package dev.awa;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What users can call is what is written down in {@code public-api.txt}: whoever changes it changes
 * that file in the same commit. To write it anew: {@code ./mvnw -pl core test -Dtest=PublicApiTest
 * -Dawa.api.update=true}.
 */
final class PublicApiTest {
  private static final Path WRITTEN = Path.of("src/test/resources/public-api.txt");
  private static final int VISIBLE = Modifier.PUBLIC | Modifier.PROTECTED;
  private static final int TOLD = VISIBLE | Modifier.STATIC | Modifier.FINAL | Modifier.ABSTRACT;

  /** Every record has them. */
  private static final Set<String> OF_EVERY_RECORD = Set.of("equals", "hashCode", "toString");

  /** Every enum has them. */
  private static final Set<String> OF_EVERY_ENUM = Set.of("values", "valueOf");

  @Test
  void thePublicApiIsTheOneWrittenDown() throws Exception {
    List<String> found = signatures();
    if (Boolean.getBoolean("awa.api.update")) {
      Files.write(WRITTEN, found);
    }
    assertThat(difference(Files.readAllLines(WRITTEN), found))
        .as(
            "the public API differs from core/%s (- written, + found)%n"
                + "If that is meant: ./mvnw -pl core test -Dtest=PublicApiTest"
                + " -Dawa.api.update=true, and a line in CHANGELOG.md",
            WRITTEN)
        .isEmpty();
  }

  /** With another option there would be another constructor, and users' code would not compile. */
  @Test
  void whatUsersRefineHasNoConstructor() throws Exception {
    List<Class<?>> refined =
        types().stream()
            .filter(type -> Arrays.stream(type.getMethods()).anyMatch(m -> isRefinement(type, m)))
            .toList();
    assertThat(refined).contains(Job.class, Unique.class, StorageSettings.class);
    assertThat(refined).allSatisfy(type -> assertThat(type.getConstructors()).isEmpty());
  }

  private static boolean isRefinement(Class<?> type, Method method) {
    return method.getReturnType() == type && method.getName().matches("with[A-Z].*");
  }

  /** The lines that are in one list only, each under the type that it belongs to. */
  private static List<String> difference(List<String> written, List<String> found) {
    Set<String> before = withTypes(written);
    Set<String> after = withTypes(found);
    return Stream.concat(
            before.stream().filter(line -> !after.contains(line)).map(line -> line + "   -"),
            after.stream().filter(line -> !before.contains(line)).map(line -> line + "   +"))
        .sorted()
        .map(line -> line.substring(line.length() - 1) + " " + line.substring(0, line.length() - 4))
        .toList();
  }

  private static Set<String> withTypes(List<String> lines) {
    Set<String> all = new TreeSet<>();
    String type = "";
    for (String line : lines) {
      boolean member = line.startsWith("  ");
      type = member ? type : line;
      all.add(member ? name(type) + ": " + line.strip() : line);
    }
    return all;
  }

  private static String name(String type) {
    return type.substring(type.indexOf("dev.awa")).split("[ <]", 2)[0];
  }

  // --- what there is ---

  private static List<String> signatures() throws IOException, URISyntaxException {
    List<String> lines = new ArrayList<>();
    for (Class<?> type : types()) {
      lines.add(signature(type));
      lines.addAll(members(type));
    }
    return lines;
  }

  private static List<Class<?>> types() throws IOException, URISyntaxException {
    return classNames().stream()
        .<Class<?>>map(PublicApiTest::load)
        .filter(PublicApiTest::isVisible)
        .toList();
  }

  /** The classes of the exported packages, sorted. */
  private static Set<String> classNames() throws IOException, URISyntaxException {
    Path classes = Path.of(Job.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    ModuleDescriptor module = ModuleFinder.of(classes).find("dev.awa").orElseThrow().descriptor();
    Set<String> names = new TreeSet<>();
    for (ModuleDescriptor.Exports exports : module.exports()) {
      try (Stream<Path> files = Files.list(classes.resolve(exports.source().replace('.', '/')))) {
        files
            .map(file -> file.getFileName().toString())
            .filter(file -> file.endsWith(".class") && !file.startsWith("package-info"))
            .forEach(file -> names.add(exports.source() + '.' + file.replace(".class", "")));
      }
    }
    return names;
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, PublicApiTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("a class file without a class: " + name, e);
    }
  }

  private static boolean isVisible(@Nullable Class<?> type) {
    return type == null
        || ((type.getModifiers() & VISIBLE) != 0 && isVisible(type.getEnclosingClass()));
  }

  private static boolean isVisible(Member member) {
    return (member.getModifiers() & VISIBLE) != 0 && !member.isSynthetic();
  }

  private static boolean isOfEvery(Class<?> type, Method method) {
    return (type.isRecord() && OF_EVERY_RECORD.contains(method.getName()))
        || (type.isEnum() && OF_EVERY_ENUM.contains(method.getName()));
  }

  private static Set<String> members(Class<?> type) {
    Set<String> members = new TreeSet<>();
    Stream.of(type.getDeclaredFields())
        .filter(PublicApiTest::isVisible)
        .forEach(field -> members.add("  " + signature(field)));
    Stream.of(type.getDeclaredConstructors())
        .filter(PublicApiTest::isVisible)
        .forEach(constructor -> members.add("  " + signature(constructor)));
    Stream.of(type.getDeclaredMethods())
        .filter(method -> isVisible(method) && !isOfEvery(type, method))
        .forEach(method -> members.add("  " + signature(method)));
    return members;
  }

  // --- how it is written ---

  private static String signature(Class<?> type) {
    StringBuilder text = new StringBuilder(modifiers(type.getModifiers(), type.isInterface()));
    text.append(type.isSealed() ? "sealed " : "").append(word(type)).append(' ');
    text.append(type.getName()).append(typeParameters(type.getTypeParameters()));
    Type parent = type.getGenericSuperclass();
    if (type.getSuperclass() != null
        && !type.isRecord()
        && !type.isEnum()
        && parent != Object.class) {
      text.append(" extends ").append(parent.getTypeName());
    }
    Type[] interfaces = type.getGenericInterfaces();
    if (interfaces.length > 0) {
      text.append(type.isInterface() ? " extends " : " implements ").append(list(interfaces));
    }
    return text.toString();
  }

  private static String word(Class<?> type) {
    if (type.isAnnotation()) {
      return "@interface";
    }
    if (type.isInterface()) {
      return "interface";
    }
    if (type.isRecord()) {
      return "record";
    }
    return type.isEnum() ? "enum" : "class";
  }

  private static String signature(Field field) {
    return modifiers(field.getModifiers(), false)
        + type(field.getAnnotatedType())
        + " "
        + field.getName();
  }

  private static String signature(Constructor<?> constructor) {
    return modifiers(constructor.getModifiers(), false) + "new" + parameters(constructor);
  }

  private static String signature(Method method) {
    String generics = typeParameters(method.getTypeParameters());
    return modifiers(method.getModifiers(), false)
        + (method.isDefault() ? "default " : "")
        + (generics.isEmpty() ? "" : generics + " ")
        + type(method.getAnnotatedReturnType())
        + " "
        + method.getName()
        + parameters(method);
  }

  private static String parameters(Executable executable) {
    String parameters =
        Stream.of(executable.getAnnotatedParameterTypes())
            .map(PublicApiTest::type)
            .collect(Collectors.joining(", ", "(", ")"));
    Type[] thrown = executable.getGenericExceptionTypes();
    return thrown.length == 0 ? parameters : parameters + " throws " + list(thrown);
  }

  private static String type(AnnotatedType type) {
    String name = type.getType().getTypeName();
    return type.isAnnotationPresent(Nullable.class) ? "@Nullable " + name : name;
  }

  private static String modifiers(int modifiers, boolean isInterface) {
    int told = modifiers & TOLD & (isInterface ? ~Modifier.ABSTRACT : ~0);
    return told == 0 ? "" : Modifier.toString(told) + " ";
  }

  private static String typeParameters(TypeVariable<?>[] variables) {
    return variables.length == 0
        ? ""
        : Stream.of(variables)
            .map(PublicApiTest::bounded)
            .collect(Collectors.joining(", ", "<", ">"));
  }

  private static String bounded(TypeVariable<?> variable) {
    Type[] bounds = variable.getBounds();
    return bounds.length == 1 && bounds[0] == Object.class
        ? variable.getName()
        : variable.getName()
            + " extends "
            + Arrays.stream(bounds).map(Type::getTypeName).collect(Collectors.joining(" & "));
  }

  private static String list(Type[] types) {
    return Stream.of(types).map(Type::getTypeName).collect(Collectors.joining(", "));
  }
}
