package dev.awa.engine;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The SQL that brings a schema from one version to that of this library. One statement, a PL/pgSQL
 * block: so it is all or nothing whoever runs it, in a transaction of its own or in that of a tool,
 * it looks by itself whether it fits what it finds, and no tool takes a semicolon or a question
 * mark in a function for its own. {@code schema/migration_begins.sql} says what it refuses.
 */
final class MigrationScript {
  private static final String BEGINS = "schema/migration_begins.sql";
  private static final String ENDS = "schema/migration_ends.sql";

  /**
   * Grows with every release that changes a function or view, or how they are put into the script:
   * an older library leaves newer ones alone.
   */
  private static final int REVISION = 1;

  private final String schema;
  private final List<Step> steps;
  private final Functions functions;

  MigrationScript(String schema, List<Step> steps, Functions functions) {
    this.schema = schema;
    this.steps = List.copyOf(steps);
    this.functions = functions;
  }

  /** Of the files of this library. */
  static MigrationScript of(String schema) {
    return new MigrationScript(
        schema,
        Sql.lines("migrations/index.txt").stream().map(file -> step(schema, file)).toList(),
        new Functions(() -> functions(schema), Installed.digest()));
  }

  /**
   * What is installed again whenever it has changed.
   *
   * @param script installs it; asked for only where it is to be installed
   * @param digest of the files that the script is made of, whatever the schema
   */
  record Functions(Supplier<String> script, String digest) {}

  /** Functions are for those who are granted them: a new one is everybody's otherwise. */
  private static String functions(String schema) {
    String space = SchemaName.quoted(schema) + ".";
    return Installed.files().stream()
        .map(file -> described(schema, Sql.script(schema, file) + '\n'))
        .collect(
            Collectors.joining(
                "",
                "",
                Installed.functions().stream()
                    .collect(
                        Collectors.joining(
                            ", " + space, "REVOKE ALL ON FUNCTION " + space, " FROM PUBLIC;\n"))));
  }

  private static String described(String schema, String script) {
    return script + Headers.comments(schema, script);
  }

  /** A migration: a numbered step from one version to the next. */
  record Step(int version, String name, String script) {
    String checksum() {
      return MigrationScript.checksum(script);
    }
  }

  private static Step step(String schema, String file) {
    int version = Integer.parseInt(file.substring(1, file.indexOf("__")));
    String name = file.substring(file.indexOf("__") + 2, file.length() - ".sql".length());
    return new Step(version, name.replace('_', ' '), Sql.script(schema, "migrations/" + file));
  }

  /** All there are, oldest first, each the next version. */
  List<Step> steps() {
    return steps;
  }

  String functions() {
    return functions.script().get();
  }

  /** The version it brings a schema to. */
  int version() {
    return steps.getLast().version();
  }

  /** What stands in the history for the functions of this library. */
  String functionsChecksum() {
    return REVISION + ":" + functions.digest();
  }

  /** Whether these are the functions of this library, or of a newer one. */
  boolean hasTheFunctions(String checksum) {
    return checksum.equals(functionsChecksum())
        || Integer.parseInt(checksum.split(":", 2)[0]) > REVISION;
  }

  /**
   * The script for a schema of a version; 0: there is none yet.
   *
   * @throws IllegalArgumentException when this library knows no such version
   */
  String from(int version) {
    if (version < 0 || version > version()) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "version: must be 0 to %d, got %d", version(), version));
    }
    return String.format(
            Locale.ROOT,
            """
            -- Awa: brings the queue from %s to version %d, and installs the functions of this library.
            -- One statement: all of it or nothing, in a transaction of yours or in its own.
            DO $migration$
            DECLARE
              v_schema     pg_catalog.text := %s;
              v_from       integer := %d;
              v_to         integer := %d;
              v_names      pg_catalog.text[] := %s;
              v_checksums  pg_catalog.text[] := %s;
              v_revision   integer := %d;
              v_functions  pg_catalog.text := %s;
            """,
            version == 0 ? "nothing" : "version " + version,
            version(),
            SchemaName.literal(schema),
            version,
            version(),
            array(Step::name),
            array(Step::checksum),
            REVISION,
            SchemaName.literal(functionsChecksum()))
        + "  "
        + Sql.of(schema, BEGINS).text()
        + "\n\n"
        + steps.stream()
            .filter(step -> step.version() > version)
            .map(step -> described(schema, step.script()))
            .collect(Collectors.joining("\n"))
        + "  END IF;\n\n"
        + functions()
        + "  "
        + Sql.of(schema, ENDS).text()
        + "\n$migration$;\n";
  }

  private String array(Function<Step, String> what) {
    return steps.stream()
        .map(what)
        .map(SchemaName::literal)
        .collect(Collectors.joining(", ", "ARRAY[", "]"));
  }

  private static String checksum(String script) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
