package dev.awa.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.cli.command.ContextListCommand.Row;
import dev.awa.cli.database.Context;
import dev.awa.cli.database.Contexts;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ContextListCommandTest {
  @Test
  void oneThatIsWrongDoesNotHideTheOthers() {
    Map<String, Context> all =
        Map.of(
            "good", new Context("good", "postgres://me:secret@db/shop", "awa", true),
            "unset", new Context("unset", "$SHOP_URL", "awa", false),
            "wrong", new Context("wrong", "mysql://me:secret@db/shop", "awa", false));
    Contexts contexts = new Contexts(Path.of("config.toml"), all, "good");
    assertThat(ContextListCommand.rows(contexts))
        .contains(
            new Row("good", true, true, "me at jdbc:postgresql://db:5432/shop, schema awa"),
            new Row("unset", false, false, "$SHOP_URL"))
        .filteredOn(row -> row.name().equals("wrong"))
        .singleElement()
        .satisfies(
            row -> assertThat(row.where()).startsWith("can't be used: ").doesNotContain("secret"));
  }
}
