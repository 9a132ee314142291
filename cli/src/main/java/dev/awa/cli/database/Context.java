package dev.awa.cli.database;

/**
 * A queue that has a name, so that nobody has to write its database out.
 *
 * @param name its name in the file of contexts
 * @param databaseUrl where its database is
 * @param schema the schema that it lives in
 * @param production whether a command that changes something must be confirmed
 */
public record Context(String name, String databaseUrl, String schema, boolean production) {
  /** The database without its password, and the schema: this is printed. */
  public String where() {
    DatabaseUrl url = DatabaseUrl.of(databaseUrl);
    return (url.user().isEmpty() ? "" : url.user() + " at ") + url + ", schema " + schema;
  }

  /** The password is left out. */
  @Override
  public String toString() {
    return name + ": " + where();
  }
}
