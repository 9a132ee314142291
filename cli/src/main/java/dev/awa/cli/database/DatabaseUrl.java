package dev.awa.cli.database;

import dev.awa.cli.terminal.UsageFailure;
import java.util.Map;

/**
 * Where a database is, as people write it: a JDBC URL, a libpq URI ({@code
 * postgres://user:password@host:port/name}) or a libpq connection string ({@code host=...
 * dbname=...}). The latter two mean what they mean to {@code psql}, with its environment variables
 * and its password file, or are refused: never another server than the one that was named.
 *
 * @param jdbc the same as a JDBC URL, without the user and the password
 * @param user empty when none is named
 * @param password empty when none is named
 */
record DatabaseUrl(String jdbc, String user, String password) {

  /** The database of a text, in this process's environment. */
  static DatabaseUrl of(String text) {
    return of(text, System.getenv(), PasswordFile.ofTheSystem(System.getenv()));
  }

  static DatabaseUrl of(String text, Map<String, String> environment, PasswordFile passwords) {
    if (text.startsWith("jdbc:postgresql:")) {
      return new DatabaseUrl(text, "", "");
    }
    if (text.startsWith("postgres://") || text.startsWith("postgresql://")) {
      return new LibpqSettings(LibpqUri.settings(text), environment).url(passwords);
    }
    if (text.contains("=")) {
      return new LibpqSettings(LibpqKeyValues.settings(text), environment).url(passwords);
    }
    throw new UsageFailure(
        "database URL: expected jdbc:postgresql://..., postgres://... or key=value pairs, got a"
            + " text of another form");
  }

  /** The password is left out: this is printed. */
  @Override
  public String toString() {
    return jdbc.replaceAll("(?i)(password=)[^&]*", "$1***");
  }
}
