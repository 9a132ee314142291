package dev.awa.cli.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.cli.terminal.UsageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The file of contexts, and which of them a command takes. */
final class ContextsTest {
  private static final String FILE =
      """
      default = "local"

      [contexts.local]
      database-url = "postgres://me@localhost/shop"

      [contexts.production]
      database-url-env = "SHOP_DATABASE_URL"
      schema = "jobs"
      production = true
      """;

  @TempDir Path home = Path.of("");

  private final Map<String, String> environment =
      new HashMap<>(Map.of("SHOP_DATABASE_URL", "postgres://awa:secret@db.example/shop"));

  private Contexts read(String text) throws IOException {
    Path folder = Files.createDirectories(home.resolve(".config/awa"));
    Files.writeString(folder.resolve("config.toml"), text);
    return Contexts.of(environment, home);
  }

  private Target settled(String text, Target target) throws IOException {
    Contexts contexts = read(text);
    target.settle(false, environment, () -> contexts);
    return target;
  }

  @Test
  void theFileNamesQueues() throws IOException {
    Contexts contexts = read(FILE);
    assertThat(contexts.usual()).isEqualTo("local");
    assertThat(contexts.named("local"))
        .isEqualTo(new Context("local", "postgres://me@localhost/shop", "awa", false));
    assertThat(contexts.named("production"))
        .returns("postgres://awa:secret@db.example/shop", Context::databaseUrl)
        .returns("jobs", Context::schema)
        .returns(true, Context::production)
        .hasToString("production: awa at jdbc:postgresql://db.example:5432/shop, schema jobs");
    assertThatThrownBy(() -> contexts.named("prod"))
        .isInstanceOf(UsageFailure.class)
        .hasMessageContaining("there is no context \"prod\"")
        .hasMessageContaining("known are local, production");
  }

  @Test
  void withoutAFileThereIsNone() {
    assertThat(Contexts.of(Map.of(), home).all()).isEmpty();
    Map<String, String> named = Map.of("AWA_CONFIG", home.resolve("gone.toml").toString());
    assertThatThrownBy(() -> Contexts.of(named, home))
        .hasMessageContaining("AWA_CONFIG names a file that is not there");
  }

  @Test
  void otherPlacesOfTheFile() throws IOException {
    Path other = Files.writeString(home.resolve("other.toml"), FILE);
    assertThat(Contexts.of(Map.of("AWA_CONFIG", other.toString()), home).all()).hasSize(2);
    Path config = Files.createDirectories(home.resolve("xdg/awa"));
    Files.writeString(config.resolve("config.toml"), FILE);
    Map<String, String> xdg = Map.of("XDG_CONFIG_HOME", home.resolve("xdg").toString());
    assertThat(Contexts.of(xdg, home).all()).hasSize(2);
    assertThat(Contexts.of(Map.of("AWA_CONFIG", ""), home.resolve("xdg")).all()).isEmpty();
  }

  @Test
  void anEmptyVariableCountsAsNotSet() throws IOException {
    environment.put("AWA_CONTEXT", "");
    environment.put("DATABASE_URL", "");
    assertThat(settled(FILE, new Target()).context()).returns("local", Context::name);
    environment.put("DATABASE_URL", "postgres://x/y");
    assertThat(settled(FILE, new Target()).context()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [contexts.a]                                           | needs database-url or
          [contexts.a]#database-url="x"#database-url-env="Y"     | one of them
          [contexts.a]#database-url="x"#prodution=true           | "prodution" at line 3, column 1
          [contexts.a]#database-url="x"#production="true"        | production
          contexts = 1                                           | contexts
          [context.a]                                            | "context" at line 1
          default = "b"#[contexts.a]#database-url="x"            | there is no context "b"
          [contexts.a                                            | line 1
          contexts.a = 1                                         | must be a table
          """)
  void whatTheFileHasAndNobodyKnowsIsRefusedWithItsPlace(String text, String words) {
    assertThatThrownBy(() -> read(text.replace('#', '\n')))
        .isInstanceOf(UsageFailure.class)
        .hasMessageContaining("config.toml")
        .hasMessageContaining(words);
  }

  @Test
  void aVariableThatIsNotSetIsToldWhenItsContextIsAskedFor() throws IOException {
    environment.clear();
    Contexts contexts = read(FILE);
    assertThat(contexts.named("local").schema()).isEqualTo("awa");
    assertThatThrownBy(() -> contexts.named("production"))
        .hasMessageContaining("SHOP_DATABASE_URL of the environment is not set");
  }

  @Test
  void theNearerWordWins() throws IOException {
    Target url = new Target();
    url.databaseUrl = "postgres://x/y";
    assertThat(settled(FILE, url).context()).isNull();

    Target both = new Target();
    both.databaseUrl = "postgres://x/y";
    both.contextName = "local";
    assertThatThrownBy(() -> settled(FILE, both)).hasMessageContaining("name one of them");

    assertThat(settled(FILE, new Target()).context()).returns("local", Context::name);
    environment.put("DATABASE_URL", "postgres://x/y");
    assertThat(settled(FILE, new Target()).context()).isNull();
    environment.put("AWA_CONTEXT", "production");
    Target production = settled(FILE, new Target());
    assertThat(production.context()).returns("production", Context::name);
    assertThat(production.schema).isEqualTo("jobs");
    Target named = new Target();
    named.contextName = "local";
    assertThat(settled(FILE, named).context()).returns("local", Context::name);
  }
}
