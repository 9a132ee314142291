package dev.awa.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.lab.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.boot.json.JsonParserFactory;

/**
 * docs/reference/spring-properties.md has every property: from the metadata that the build makes
 * for editors. To write it anew: {@code -Dawa.page.update=true}.
 */
final class PropertiesPageTest {
  private static final Path METADATA =
      Path.of("target/classes/META-INF/spring-configuration-metadata.json");
  private static final String HEAD =
      "| property | type | default | meaning |\n| --- | --- | --- | --- |\n";

  @Test
  void thePageHasEveryProperty() throws IOException {
    Map<String, Object> metadata =
        JsonParserFactory.getJsonParser().parseMap(Files.readString(METADATA));
    Map<String, String> rows = new TreeMap<>();
    for (Object property : (List<?>) metadata.getOrDefault("properties", List.of())) {
      Map<?, ?> facts = (Map<?, ?>) property;
      rows.put(text(facts, "name"), row(facts));
    }
    assertThat(rows).hasSizeGreaterThan(10);
    Page.of("docs/reference/spring-properties.md")
        .has("properties", HEAD + String.join("\n", rows.values()));
  }

  private static String row(Map<?, ?> property) {
    String value = text(property, "defaultValue");
    return "| `%s` | `%s` | %s | %s |"
        .formatted(
            text(property, "name"),
            text(property, "type").replaceAll("[\\w.$]*[.$](\\w+)", "$1"),
            value.isEmpty() ? "" : "`" + value + "`",
            text(property, "description").replace("|", "\\|"));
  }

  private static String text(Map<?, ?> property, String name) {
    Object value = property.get(name);
    return value == null ? "" : value.toString();
  }
}
