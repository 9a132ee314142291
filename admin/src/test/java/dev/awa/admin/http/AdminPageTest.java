package dev.awa.admin.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.lab.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The OpenAPI document and the table of routes in docs/reference are those of the code. To write
 * them anew: {@code -Dawa.page.update=true}.
 */
final class AdminPageTest {
  private static final Path OPEN_API = Path.of("../docs/reference/openapi.json");

  private final Routes routes = Api.routes();

  @Test
  void theOpenApiDocumentIsTheOneOfTheRoutes() throws Exception {
    String made = Wire.JSON.writeValueAsString(OpenApi.document(routes)) + "\n";
    if (Boolean.getBoolean("awa.page.update")) {
      Files.writeString(OPEN_API, made);
    }
    assertThat(Files.readString(OPEN_API)).isEqualTo(made);
  }

  @Test
  void theDocumentHasEveryRouteWithItsParameters() {
    JsonNode paths = Wire.JSON.valueToTree(OpenApi.document(routes)).get("paths");
    List<String> named = new ArrayList<>();
    for (Route route : routes.list()) {
      JsonNode operation =
          paths.get(route.path()).get(route.method().toLowerCase(java.util.Locale.ROOT));
      assertThat(operation.get("operationId").asString()).isEqualTo(route.name());
      assertThat(operation.get("responses").has("200")).isTrue();
      named.add(route.name());
      route.parameters().stream()
          .filter(parameter -> parameter.place() == Parameter.Place.PATH)
          .forEach(parameter -> assertThat(route.path()).contains("{" + parameter.name() + "}"));
    }
    assertThat(named).doesNotHaveDuplicates();
  }

  @Test
  void thePageHasEveryRoute() {
    StringBuilder made = new StringBuilder("| | needs | does |\n| --- | --- | --- |\n");
    for (Route route : routes.list()) {
      made.append("| `").append(route.method()).append(' ').append(route.path());
      made.append("` | ")
          .append(route.isClosed() ? route.role().word() : "nothing")
          .append(" | ")
          .append(route.summary());
      List<String> names =
          route.parameters().stream()
              .filter(parameter -> parameter.place() != Parameter.Place.PATH)
              .map(parameter ->
                  "`" + parameter.name() + "`" + (parameter.needed() ? " (needed)" : ""))
              .toList();
      made.append(names.isEmpty() ? "" : "; takes " + String.join(", ", names)).append(" |\n");
    }
    Page.of("docs/reference/admin-api.md").has("routes", made.toString());
  }

  @Test
  void thePageHasEveryProblem() {
    StringBuilder made = new StringBuilder("| `type` | status | title |\n| --- | --- | --- |\n");
    for (Problem.Kind kind : Problem.Kind.values()) {
      made.append("| `").append(kind.type()).append("` | ").append(kind.status());
      made.append(" | ").append(kind.title()).append(" |\n");
    }
    Page.of("docs/reference/admin-api.md").has("problems", made.toString());
  }
}
