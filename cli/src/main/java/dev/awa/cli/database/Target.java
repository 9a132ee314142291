package dev.awa.cli.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.awa.AwaException;
import dev.awa.SchemaException;
import dev.awa.cli.terminal.CommandFailure;
import dev.awa.cli.terminal.UsageFailure;
import dev.awa.client.Awa;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGConnection;
import picocli.CommandLine.Option;

/** The options that say which queue a command speaks to. */
public final class Target {
  @Option(
      names = "--database-url",
      paramLabel = "URL",
      description =
          "Where the database is: postgres://user:password@host/name or key=value pairs, as for"
              + " psql, or jdbc:postgresql://...; default: DATABASE_URL of the environment.")
  @Nullable String databaseUrl;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description =
          "The queue of this name, see awa context; default: AWA_CONTEXT of the environment.")
  @Nullable String contextName;

  @Option(
      names = "--confirm",
      paramLabel = "NAME",
      description =
          "Yes, this changes production: the name of its context. Without it a terminal asks, and"
              + " without a terminal nothing is done.")
  @Nullable String confirmed;

  @Option(
      names = "--schema",
      paramLabel = "SCHEMA",
      defaultValue = "awa",
      description = "The schema that the queue lives in; default: ${DEFAULT-VALUE}.")
  public String schema = "awa";

  private @Nullable Context context;
  private @Nullable Supplier<Contexts> passedBy;

  /** The queue of a context. */
  public static Target of(Context context) {
    Target target = new Target();
    target.context = context;
    target.databaseUrl = context.databaseUrl();
    target.schema = context.schema();
    return target;
  }

  /**
   * Takes what a context says, where no option says it. {@code --database-url} stands alone; then
   * come {@code --context}, {@code AWA_CONTEXT}, {@code DATABASE_URL} and the default of the file.
   */
  public void settle(boolean hasSchema, Map<String, String> environment, Supplier<Contexts> all) {
    if (databaseUrl != null) {
      if (contextName != null) {
        throw new UsageFailure("--context and --database-url: name one of them");
      }
      return;
    }
    String usual = environment.getOrDefault("AWA_CONTEXT", "");
    String name = contextName == null && !usual.isBlank() ? usual : contextName;
    if (name == null && !environment.getOrDefault("DATABASE_URL", "").isBlank()) {
      passedBy = all;
      return;
    }
    Contexts contexts = all.get();
    name = name == null ? contexts.usual() : name;
    if (name != null) {
      context = contexts.named(name);
      databaseUrl = context.databaseUrl();
      schema = hasSchema ? schema : context.schema();
    }
  }

  /** The database without its password, and the schema: this is shown. */
  public String where() {
    return context == null
        ? new Context("", text(), schema, false).where()
        : context.name() + ": " + context.where();
  }

  /** The context that was named; null when the database was. */
  public @Nullable Context context() {
    return context;
  }

  /**
   * The names of the contexts that might have been meant, where nothing but the environment's
   * {@code DATABASE_URL} says which database is: what was set once for one of them is there in
   * every command that follows. None where it was said.
   */
  public Set<String> unsaid() {
    return passedBy == null ? Set.of() : passedBy.get().all().keySet();
  }

  /** The name of the context that may be changed though it is production; null when none is. */
  public @Nullable String confirmed() {
    return confirmed;
  }

  /** What is done with a queue that is there; answers the exit status. */
  public int with(ToIntFunction<Awa> action) {
    return connected(awa -> {
      try {
        return action.applyAsInt(awa);
      } catch (AwaException e) {
        if (isOfTheSchema(e)) {
          sayItBetter(awa, e);
        }
        throw e;
      }
    });
  }

  /** What is done with a queue that may not be there yet; answers the exit status. */
  public int connected(ToIntFunction<Awa> action) {
    try (HikariDataSource dataSource = dataSource(2)) {
      return action.applyAsInt(Awa.of(dataSource, schema));
    }
  }

  /**
   * Whether a table, a function or a row was not found, or was another than this library knows.
   * What the role may not do is none of that.
   */
  private static boolean isOfTheSchema(AwaException failure) {
    return failure.getCause() instanceof SQLException cause
        && !isForbidden(failure)
        && (String.valueOf(cause.getSQLState()).startsWith("42")
            || "3F000".equals(cause.getSQLState())
            || "55000".equals(cause.getSQLState()));
  }

  /** Whether the role may not do what was asked for. */
  public static boolean isForbidden(AwaException failure) {
    return failure.getCause() instanceof SQLException cause && "42501".equals(cause.getSQLState());
  }

  /** Throws what is wrong with the schema; when that can't be told, the failure stays. */
  private static void sayItBetter(Awa awa, AwaException failure) {
    try {
      awa.check();
    } catch (SchemaException better) {
      better.addSuppressed(failure);
      throw better;
    } catch (AwaException e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * A pool of connections to the database.
   *
   * @throws CommandFailure when there is none to be had; says why
   */
  public HikariDataSource dataSource(int size) {
    requireReachable();
    return pool(size);
  }

  /**
   * The same, whether or not there is a connection to be had now.
   *
   * @throws UsageFailure when the URL is none
   */
  public HikariDataSource pool(int size) {
    DatabaseUrl url = DatabaseUrl.of(text());
    Properties properties = properties(url);
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url.jdbc());
    config.setDataSourceProperties(properties);
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(0);
    config.setInitializationFailTimeout(-1);
    config.setConnectionTimeout(10_000);
    return new HikariDataSource(config);
  }

  private static Properties properties(DatabaseUrl url) {
    Properties properties = new Properties();
    if (!url.user().isEmpty()) {
      properties.setProperty("user", url.user());
    }
    if (!url.password().isEmpty()) {
      properties.setProperty("password", url.password());
    }
    if (!url.jdbc().contains("ApplicationName=")) {
      properties.setProperty("ApplicationName", "awa");
    }
    // A server that says nothing is not waited for; of several hosts there is time for a second.
    if (!url.jdbc().contains("connectTimeout=")) {
      properties.setProperty("connectTimeout", "5");
    }
    if (!url.jdbc().contains("loginTimeout=")) {
      properties.setProperty("loginTimeout", "10");
    }
    if (!url.jdbc().contains("prepareThreshold=")) {
      // a pooler may lend a session in which somebody has left statements of the same names
      properties.setProperty("prepareThreshold", "0");
    }
    return properties;
  }

  /**
   * Looks whether there is a connection to be had: a pool would try for ten seconds, and not say
   * why.
   *
   * @throws NotReachable when there is none; says why
   */
  public void requireReachable() {
    DatabaseUrl url = DatabaseUrl.of(text());
    try (Connection connection = new Driver().connect(url.jdbc(), properties(url))) {
      if (connection == null) {
        throw new UsageFailure("database URL: is none of PostgreSQL: " + url);
      }
      requireTransactions(connection);
    } catch (SQLException e) {
      throw new NotReachable(Unreachable.words(url, e));
    }
  }

  /** A pooler in statement mode lets single statements through, and breaks off all else. */
  private static void requireTransactions(Connection connection) throws SQLException {
    connection.unwrap(PGConnection.class).setPrepareThreshold(0);
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT 1");
    }
    connection.rollback();
  }

  private String text() {
    String text = databaseUrl == null ? System.getenv("DATABASE_URL") : databaseUrl;
    if (text == null || text.isBlank()) {
      throw new UsageFailure(
          "no database: name one with --database-url, or set DATABASE_URL"
              + " (postgres://user:password@host/name), or name a context: awa context list");
    }
    return text.strip();
  }
}
