package dev.awa.support;

import java.io.IOException;
import java.io.UncheckedIOException;
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

/**
 * What users can call of a module, as {@code public-api.txt} in its test resources has it: whoever
 * changes it changes that file in the same commit.
 */
public final class PublicApi {
  private static final Path WRITTEN = Path.of("src/test/resources/public-api.txt");
  private static final int VISIBLE = Modifier.PUBLIC | Modifier.PROTECTED;
  private static final int TOLD = VISIBLE | Modifier.STATIC | Modifier.FINAL | Modifier.ABSTRACT;

  /** Every record has them. */
  private static final Set<String> OF_EVERY_RECORD = Set.of("equals", "hashCode", "toString");

  /** Every enum has them. */
  private static final Set<String> OF_EVERY_ENUM = Set.of("values", "valueOf");

  private final Class<?> one;
  private final Set<String> packages;
  private final Set<String> hidden;

  private PublicApi(Class<?> one, Set<String> packages, Set<String> hidden) {
    this.one = one;
    this.packages = packages;
    this.hidden = hidden;
  }

  /** Of the module of a class: what is in these packages. */
  public static PublicApi of(Class<?> one, Set<String> packages) {
    return new PublicApi(one, new TreeSet<>(packages), Set.of());
  }

  /** The same without classes that can't be loaded here, and that nobody but the module sees. */
  public PublicApi without(String... classNames) {
    return new PublicApi(one, packages, Set.of(classNames));
  }

  /**
   * Fails when the module differs from what is written down. With {@code -Dawa.api.update=true} it
   * is written down anew instead.
   *
   * @param module its folder, for the words
   */
  public void requireAsWritten(String module) throws IOException {
    List<String> found = signatures();
    if (Boolean.getBoolean("awa.api.update")) {
      Files.write(WRITTEN, found);
    }
    List<String> difference = difference(Files.readAllLines(WRITTEN), found);
    if (!difference.isEmpty()) {
      throw new AssertionError(
          "the public API differs from %1$s/%2$s (- written, + found)%n%3$s%nIf that is meant: ./mvnw -pl %1$s -am test -Dtest=PublicApiTest -Dsurefire.failIfNoSpecifiedTests=false -Dawa.api.update=true, and a line in CHANGELOG.md"
              .formatted(module, WRITTEN, String.join("\n", difference)));
    }
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

  private List<String> signatures() throws IOException {
    List<String> lines = new ArrayList<>();
    for (Class<?> type : types()) {
      lines.add(signature(type));
      lines.addAll(members(type));
    }
    return lines;
  }

  /** The types, sorted by name. */
  public List<Class<?>> types() throws IOException {
    return classNames().stream()
        .filter(name -> !hidden.contains(name))
        .<Class<?>>map(PublicApi::load)
        .filter(PublicApi::isVisible)
        .toList();
  }

  private Set<String> classNames() throws IOException {
    Set<String> names = new TreeSet<>();
    for (String name : packages) {
      try (Stream<Path> files = Files.list(classes().resolve(name.replace('.', '/')))) {
        files
            .map(file -> file.getFileName().toString())
            .filter(file -> file.endsWith(".class") && !file.startsWith("package-info"))
            .filter(file -> !file.matches("Jte\\w+Generated\\.class")) // made of a template
            .forEach(file -> names.add(name + '.' + file.replace(".class", "")));
      }
    }
    return names;
  }

  private Path classes() {
    try {
      return Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new UncheckedIOException(new IOException("no folder of " + one, e));
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, PublicApi.class.getClassLoader());
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
        .filter(PublicApi::isVisible)
        .forEach(field -> members.add("  " + signature(field)));
    Stream.of(type.getDeclaredConstructors())
        .filter(PublicApi::isVisible)
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
            .map(PublicApi::type)
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
        : Stream.of(variables).map(PublicApi::bounded).collect(Collectors.joining(", ", "<", ">"));
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
