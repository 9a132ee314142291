package dev.awa.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.lab.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a page quotes of the log or of an error, {@code says `...`}, is what the code says. */
final class QuotedWordsTest {
  private static final Pattern QUOTED = Pattern.compile("(?:says|said|refused:) `([^`]+)`");
  private static final int SHORTEST = 6;

  @Test
  void theWordsThatAPageQuotesAreSaid() throws IOException {
    String code = code("core") + code("cli");
    List<String> unsaid = new ArrayList<>();
    int count = 0;
    for (Page page : Page.all()) {
      List<String> quoted =
          QUOTED
              .matcher(page.text())
              .results()
              .map(found -> found.group(1).replaceAll("\\s+", " "))
              .toList();
      for (String words : quoted) {
        count++;
        for (String part : words.split("\\.\\.\\.", -1)) {
          if (part.strip().length() >= SHORTEST && !code.contains(part.strip())) {
            unsaid.add(page.path() + ": " + part.strip());
          }
        }
      }
    }
    assertThat(count).isGreaterThan(8);
    assertThat(unsaid).isEmpty();
  }

  /** All sources of a module, their texts put together as the compiler does it. */
  private static String code(String module) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(Page.repository().resolve(module + "/src/main/java"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString().replaceAll("\"\\s*\\+\\s*\"", "").replace("\\\"", "\"");
  }
}
