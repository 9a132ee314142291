package dev.awa.support;

import dev.awa.engine.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Installs the schema {@code awa} from the files of the build, without the migrator. */
public final class Schema {
  private Schema() {}

  /** Creates the schema with all its tables, views and functions in an empty database. */
  public static void install(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA awa");
      statement.execute("SET check_function_bodies = off");
      for (String folder : List.of("migrations", "views", "functions")) {
        for (String script : scripts(folder)) {
          statement.execute(script);
        }
      }
      statement.execute("RESET check_function_bodies");
    }
  }

  private static List<String> scripts(String folder) {
    URL place = Objects.requireNonNull(Engine.class.getResource(folder), folder);
    try (Stream<Path> files = Files.list(Path.of(place.toURI()))) {
      return files
          .filter(file -> file.toString().endsWith(".sql"))
          .sorted()
          .map(Schema::text)
          .toList();
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException("cannot read " + place, e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
