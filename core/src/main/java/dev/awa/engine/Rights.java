package dev.awa.engine;

import dev.awa.Duty;
import dev.awa.SchemaException;
import dev.awa.engine.Needs.Right;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The rights on the schema that a role needs for its duty ({@link Needs}). Which are lacking is
 * asked in one statement, and told by the GRANT that helps.
 */
public final class Rights {
  /** A message of more characters than that is not read. */
  private static final int READABLE = 500;

  /** Whoever may execute it was given the rights of that duty. */
  private static final Map<Duty, String> MARKS =
      Map.of(
          Duty.PRODUCER, "append_ready",
          Duty.READER, "list_jobs",
          Duty.OPERATOR, "edit",
          Duty.WORKER, "claim_window");

  private final String schema;
  private final Grants grants;
  private final Sql missing;
  private final Sql granted;
  private final Sql holdLogs;

  Rights(String schema) {
    this.schema = schema;
    grants = new Grants(schema);
    missing = Sql.of(schema, "rights/missing.sql");
    granted = Sql.of(schema, "rights/granted.sql");
    holdLogs = Sql.of(schema, "rights/hold_logs.sql");
  }

  // --- granted ---

  /**
   * The statements that give a role what it needs for a duty, for the schema's owner to run.
   *
   * @throws IllegalArgumentException when the server can have no role of that name
   */
  public String grants(Duty duty, String role) {
    return grants.of(duty, role);
  }

  /** What keeps the logs from being truncated while rights on them are given, or taken. */
  String holdLogs() {
    return holdLogs.text();
  }

  /** Gives the rights anew to those who had them: a newer library may need more of them. */
  void renew(Connection owner) throws SQLException {
    for (Map.Entry<Duty, String> one : MARKS.entrySet()) {
      for (String role : granted.list(owner, row -> row.getString(1), schema, one.getValue())) {
        holdLogs.update(owner);
        try (Statement statement = owner.createStatement()) {
          statement.execute(grants(one.getKey(), role));
        }
      }
    }
  }

  // --- missing ---

  /** What a role lacks, in the order in which the rights are written down. */
  private record Lacking(List<Right> rights, String role) {}

  private Lacking missing(Connection tx, Duty duty) throws SQLException {
    List<Right> rights = Needs.of(duty);
    List<String> role = new ArrayList<>();
    List<Right> lacking =
        missing.list(
            tx,
            row -> {
              role.add(row.getString("role"));
              return new Right(
                  row.getString("privilege"), row.getString("kind"), row.getString("name"));
            },
            column(rights, Right::kind),
            column(rights, Right::name),
            column(rights, Right::privilege),
            schema);
    return new Lacking(lacking, lacking.isEmpty() ? "" : role.getFirst());
  }

  /** One part of each right. */
  private interface Part {
    String of(Right right);
  }

  private static String[] column(List<Right> rights, Part part) {
    return rights.stream().map(part::of).toArray(String[]::new);
  }

  /** How many rights the current role lacks for a duty. */
  int count(Connection tx, Duty duty) throws SQLException {
    return missing(tx, duty).rights().size();
  }

  /**
   * Checks that the current role has what it needs for a duty.
   *
   * @throws SchemaException when it lacks anything; says all of it
   */
  public void require(Connection tx, Duty duty) throws SQLException {
    Optional<String> lacking = lacking(tx, duty);
    if (lacking.isPresent()) {
      throw new SchemaException(lacking.get());
    }
  }

  /**
   * What the current role lacks for a duty and who can help, in words: the statements that grant
   * it, or the first and the command that prints them all when nobody would read them.
   */
  public Optional<String> lacking(Connection tx, Duty duty) throws SQLException {
    Lacking lacking = missing(tx, duty);
    if (lacking.rights().isEmpty()) {
      return Optional.empty();
    }
    String said = String.join("; ", grants.statements(lacking.rights(), lacking.role()));
    if (said.length() > READABLE) {
      said =
          String.format(
              Locale.ROOT,
              "%s; and %d others",
              grants.statements(lacking.rights().subList(0, 1), lacking.role()).getFirst(),
              lacking.rights().size() - 1);
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "this role lacks rights on schema \"%s\" that %s needs. The owner of the schema can"
                + " grant them: %s. (All that %s needs is printed by: awa grants %s %s)",
            schema,
            holder(duty),
            said,
            holder(duty),
            duty,
            lacking.role()));
  }

  /** For example "an operator". */
  public static String holder(Duty duty) {
    return (duty == Duty.OPERATOR ? "an " : "a ") + duty;
  }
}
