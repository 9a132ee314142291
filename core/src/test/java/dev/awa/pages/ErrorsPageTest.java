package dev.awa.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.lab.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * docs/reference/errors.md has every SQLSTATE of Awa's own and every exception. To write it anew:
 * {@code -Dawa.page.update=true}.
 */
final class ErrorsPageTest {
  private static final Page PAGE = Page.of("docs/reference/errors.md");
  private static final Path SQL =
      Page.repository().resolve("core/src/main/resources/dev/awa/engine");

  @Test
  void thePageHasEveryState() throws IOException {
    Source failures = Source.of("engine/Failures");
    Rows rows = Rows.of("SQLSTATE", "what it says", "raised in");
    Set<String> states = states(failures.text());
    for (String state : states) {
      String doc = failures.docOf("public static final String \\w+ = \"" + state + "\"");
      rows.add("`" + state + "`", Source.words(doc), raisedIn(state));
    }
    assertThat(states).hasSizeGreaterThan(5);
    PAGE.has("states", rows.toString());
  }

  private static Set<String> states(String text) {
    return Pattern.compile("\"(AW\\d{3})\"")
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String raisedIn(String state) throws IOException {
    Pattern raised = Pattern.compile("ERRCODE = '" + state + "'");
    try (Stream<Path> files = Files.walk(SQL)) {
      return files
          .filter(file -> file.toString().endsWith(".sql"))
          .filter(file -> raised.matcher(read(file)).find())
          .map(file -> "`" + file.getFileName() + "`")
          .sorted()
          .collect(Collectors.joining(", "));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void thePageHasEveryException() {
    Rows rows = Rows.of("exception", "when");
    for (String folder : List.of("", "cron/")) {
      for (String name : Source.in(folder)) {
        if (name.endsWith("Exception")) {
          String doc = Source.of(folder + name).docOf("public (?:final )?class " + name);
          rows.add("`" + name + "`", Source.words(doc));
        }
      }
    }
    PAGE.has("exceptions", rows.toString());
  }
}
