package dev.awa.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.awa.lab.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * docs/reference/spring-properties.md has every property: from the metadata that the build makes
 * for editors. To write it anew: {@code -Dawa.page.update=true}.
 */
final class PropertiesPageTest {
  private static final Path METADATA =
      Path.of("target/classes/META-INF/spring-configuration-metadata.json");

  @Test
  void thePageHasEveryProperty() throws IOException {
    Map<String, String> rows = new TreeMap<>();
    JsonNode metadata = new ObjectMapper().readTree(Files.readString(METADATA));
    for (JsonNode property : metadata.get("properties")) {
      rows.put(property.get("name").asText(), row(property));
    }
    assertThat(rows).hasSizeGreaterThan(10);
    Page.of("docs/reference/spring-properties.md")
        .has(
            "properties",
            "| property | type | default | meaning |\n| --- | --- | --- | --- |\n"
                + String.join("\n", rows.values()));
  }

  private static String row(JsonNode property) {
    String type = property.get("type").asText().replaceAll("[\\w.$]*[.$](\\w+)", "$1");
    String value = property.path("defaultValue").asText("");
    return "| `%s` | `%s` | %s | %s |"
        .formatted(
            property.get("name").asText(),
            type,
            value.isEmpty() ? "" : "`" + value + "`",
            property.path("description").asText("").replace("|", "\\|"));
  }
}
