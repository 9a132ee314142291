package dev.awa.cli.database;

import dev.awa.cli.terminal.UsageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/**
 * The contexts of a file: {@code AWA_CONFIG}, else {@code awa/config.toml} in {@code
 * XDG_CONFIG_HOME} or {@code ~/.config}. A variable that is empty counts as not set, as for {@code
 * DATABASE_URL}. A file that is not there has none. What the file has and nobody knows is refused,
 * with its line: a misspelt {@code production} must not pass.
 *
 * @param file where they were read
 * @param all by name
 * @param usual which one is taken when none is named; null for none
 */
public record Contexts(Path file, Map<String, Context> all, @Nullable String usual) {
  private static final Set<String> OF_FILE = Set.of("default", "contexts");
  private static final Set<String> OF_CONTEXT =
      Set.of("database-url", "database-url-env", "schema", "production");

  /** Those of this process's environment. */
  public static Contexts ofTheSystem() {
    return of(System.getenv(), Path.of(System.getProperty("user.home")));
  }

  static Contexts of(Map<String, String> environment, Path home) {
    Path file = file(environment, home);
    try {
      return read(file, Files.readString(file), environment);
    } catch (NoSuchFileException e) {
      if (!environment.getOrDefault("AWA_CONFIG", "").isBlank()) {
        throw new UsageFailure("AWA_CONFIG names a file that is not there: " + file);
      }
      return new Contexts(file, Map.of(), null);
    } catch (IOException e) {
      throw new UsageFailure("contexts: " + file + " can't be read: " + e);
    }
  }

  private static Path file(Map<String, String> environment, Path home) {
    String named = environment.getOrDefault("AWA_CONFIG", "");
    if (!named.isBlank()) {
      return Path.of(named);
    }
    String config = environment.getOrDefault("XDG_CONFIG_HOME", "");
    return (config.isEmpty() ? home.resolve(".config") : Path.of(config))
        .resolve("awa")
        .resolve("config.toml");
  }

  private static Contexts read(Path file, String text, Map<String, String> environment) {
    TomlParseResult read = Toml.parse(text);
    if (read.hasErrors()) {
      throw new UsageFailure("contexts: " + file + ": " + read.errors().getFirst().toString());
    }
    try {
      requireKnown(read, OF_FILE);
      TomlTable tables = read.getTableOrEmpty("contexts");
      Map<String, Context> all = new TreeMap<>();
      for (String name : tables.keySet()) {
        if (!tables.isTable(List.of(name))) {
          throw new UsageFailure("contexts." + name + ": must be a table: [contexts." + name + "]");
        }
        all.put(name, context(name, tables.getTableOrEmpty(List.of(name)), environment));
      }
      String usual = read.getString("default");
      if (usual != null && !all.containsKey(usual)) {
        throw new UsageFailure("default: there is no context \"" + usual + "\"" + known(all));
      }
      return new Contexts(file, all, usual);
    } catch (org.tomlj.TomlInvalidTypeException e) {
      throw new UsageFailure("contexts: " + file + ": " + e.getMessage());
    } catch (UsageFailure e) {
      throw new UsageFailure("contexts: " + file + ": " + e.getMessage());
    }
  }

  private static Context context(String name, TomlTable table, Map<String, String> environment) {
    requireKnown(table, OF_CONTEXT);
    return new Context(
        name,
        url(name, table, environment),
        table.getString("schema", () -> "awa"),
        table.getBoolean("production", () -> false));
  }

  /** A variable is read when its context is asked for, for the others may not be set here. */
  private static String url(String name, TomlTable table, Map<String, String> environment) {
    String url = table.getString("database-url");
    String variable = table.getString("database-url-env");
    if ((url == null) == (variable == null)) {
      throw new UsageFailure(
          "contexts." + name + ": needs database-url or database-url-env, one of them");
    }
    return url == null ? environment.getOrDefault(variable, "$" + variable) : url;
  }

  private static void requireKnown(TomlTable table, Set<String> known) {
    for (String key : table.keySet()) {
      if (!known.contains(key)) {
        throw new UsageFailure(
            "\""
                + key
                + "\" at "
                + table.inputPositionOf(List.of(key))
                + " is not known; known are "
                + known.stream().sorted().toList());
      }
    }
  }

  /** The context of a name. */
  public Context named(String name) {
    Context context = all.get(name);
    if (context == null) {
      throw new UsageFailure(
          "there is no context \"" + name + "\" in " + file + known(all) + "; awa context list");
    }
    if (context.databaseUrl().startsWith("$")) {
      throw new UsageFailure(
          "context \""
              + name
              + "\": "
              + context.databaseUrl().substring(1)
              + " of the environment is not set");
    }
    return context;
  }

  private static String known(Map<String, Context> all) {
    return all.isEmpty() ? "" : "; known are " + String.join(", ", all.keySet());
  }
}
