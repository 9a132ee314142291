package dev.awa.cli;

import dev.awa.lab.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the source of a record says of its components. */
final class ParamWords {
  private static final List<String> MODULES = List.of("core", "admin", "cli");
  private static final Pattern PARAM = Pattern.compile("@param (\\w+) ([^@]*)(?=@param|$)");
  private static final Pattern TAG = Pattern.compile("\\{@(?:code|link) ([^}]*)}");

  private final Map<Class<?>, Map<String, String>> known = new HashMap<>();

  /** What is said of a component; empty when nothing is. */
  String of(Class<?> type, String component) {
    return known.computeIfAbsent(type, ParamWords::read).getOrDefault(component, "");
  }

  private static Map<String, String> read(Class<?> type) {
    String source = source(type);
    Matcher record =
        Pattern.compile(
                "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*(?:@\\w+[^\\n]*\\s*)*"
                    + "(?:public |private |static )*record "
                    + type.getSimpleName()
                    + "\\(",
                Pattern.DOTALL)
            .matcher(source);
    Map<String, String> words = new HashMap<>();
    if (record.find()) {
      String text = record.group(1).replaceAll("\\s*\\n\\s*\\* ?", " ").strip();
      // inner tags first: what they hold may have an at sign no more
      Matcher param = PARAM.matcher(TAG.matcher(text).replaceAll("$1"));
      while (param.find()) {
        words.put(param.group(1), param.group(2).strip());
      }
    }
    return words;
  }

  private static String source(Class<?> type) {
    Class<?> outer = type;
    while (outer.getEnclosingClass() != null) {
      outer = outer.getEnclosingClass();
    }
    String file = "/src/main/java/" + outer.getName().replace('.', '/') + ".java";
    for (String module : MODULES) {
      Path path = Page.repository().resolve(module + file);
      if (Files.exists(path)) {
        try {
          return Files.readString(path);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    throw new AssertionError("no source of " + type);
  }
}
