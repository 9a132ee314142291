package dev.awa.pages;

import dev.awa.lab.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A Java source of the core, and the Javadoc in it as Markdown. */
record Source(String text) {
  private static final Path CORE = Page.repository().resolve("core/src/main/java/dev/awa");

  /** The source of a type, by its path below {@code dev/awa}. */
  static Source of(String path) {
    return new Source(read(CORE.resolve(path + ".java")));
  }

  /** The names of the sources of a package, in order. */
  static List<String> in(String folder) {
    try (Stream<Path> files = Files.list(CORE.resolve(folder))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java") && !name.equals("package-info.java"))
          .map(name -> name.replace(".java", ""))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The Javadoc that stands right before what matches; empty without one. */
  String docOf(String declaration) {
    return Pattern.compile(
            "/\\*\\*((?:(?!\\*/)[\\s\\S])*)\\*/\\s+(?:@\\w+(?:\\([^)]*\\))?\\s+)*" + declaration)
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .findFirst()
        .orElse("");
  }

  /** The text of a Javadoc without its tags, in one line of Markdown. */
  static String words(String doc) {
    return markdown(doc.replaceAll("(?m)^ *\\* ?", "").split("(?m)^@", 2)[0]);
  }

  /** What {@code @param} says of a component. */
  static String param(String doc, String name) {
    return Pattern.compile("(?s)@param " + name + " (.*?)(?=\\n@|$)")
        .matcher(doc.replaceAll("(?m)^ *\\* ?", ""))
        .results()
        .map(found -> markdown(found.group(1)))
        .findFirst()
        .orElse("");
  }

  private static String markdown(String javadoc) {
    String plain =
        Pattern.compile("\\{@(link|code|value)\\s+((?:[^{}]|\\{[^{}]*})*)}")
            .matcher(javadoc)
            .replaceAll(Source::code)
            .replaceAll("</?(ol|ul|p|pre|b|i|em)>", " ")
            .replaceAll("<li>", " ")
            .replace("&lt;", "<")
            .replace("&gt;", ">");
    return plain
        .lines()
        .map(String::strip)
        .collect(Collectors.joining(" "))
        .strip()
        .replaceAll(" +", " ");
  }

  private static String code(MatchResult found) {
    String name = found.group(2).strip();
    if (found.group(1).equals("link")) {
      String[] parts = name.split("\\s+", 2);
      name = parts.length == 2 ? parts[1] : parts[0].replaceFirst("^#", "").replace('#', '.');
    }
    return Matcher.quoteReplacement("`" + name + "`");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
