package dev.awa.admin;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.awa.client.Awa;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which queue a command speaks to. */
final class Target {
  @Option(
      names = "--database-url",
      paramLabel = "URL",
      description =
          "Where the database is: postgres://user:password@host/name, key=value pairs or"
              + " jdbc:postgresql://...; default: DATABASE_URL of the environment.")
  @Nullable String databaseUrl;

  @Option(
      names = "--schema",
      defaultValue = "awa",
      description = "The schema that the queue lives in; default: ${DEFAULT-VALUE}.")
  String schema = "awa";

  /** What is done with the queue; answers the exit status. */
  int with(ToIntFunction<Awa> action) {
    try (HikariDataSource dataSource = dataSource(2)) {
      return action.applyAsInt(Awa.of(dataSource, schema));
    }
  }

  /** A pool of connections to the database. */
  HikariDataSource dataSource(int size) {
    DatabaseUrl url = DatabaseUrl.of(text());
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url.jdbc());
    if (!url.user().isEmpty()) {
      config.setUsername(url.user());
    }
    if (!url.password().isEmpty()) {
      config.setPassword(url.password());
    }
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(0);
    config.setInitializationFailTimeout(-1);
    config.setConnectionTimeout(10_000);
    config.addDataSourceProperty("ApplicationName", "awa");
    return new HikariDataSource(config);
  }

  private String text() {
    String text = databaseUrl == null ? System.getenv("DATABASE_URL") : databaseUrl;
    if (text == null || text.isBlank()) {
      throw new CommandFailure(
          "no database: name one with --database-url, or set DATABASE_URL"
              + " (postgres://user:password@host/name)");
    }
    return text.strip();
  }
}
