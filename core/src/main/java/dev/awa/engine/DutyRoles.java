package dev.awa.engine;

import dev.awa.Duty;
import dev.awa.RoleChanges;
import dev.awa.RoleDuties;
import dev.awa.RoleRight;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A role for each duty: the script that makes the five of them, and what it changes. Their names
 * begin alike. The script takes from them what their duties do not need.
 */
public final class DutyRoles {
  private static final Pattern PREFIX = Pattern.compile("[a-z_][a-z0-9_]{0,49}");

  private final String schema;
  private final Rights rights;
  private final Grants grants;
  private final Sql begin;
  private final Sql takeRights;
  private final Sql end;
  private final Sql owners;
  private final Sql held;
  private final Sql mine;

  DutyRoles(String schema, Rights rights) {
    this.schema = schema;
    this.rights = rights;
    grants = new Grants(schema);
    begin = Sql.of(schema, "rights/roles_begin.sql");
    takeRights = Sql.of(schema, "rights/take_rights.sql");
    end = Sql.of(schema, "rights/roles_end.sql");
    owners = Sql.of(schema, "rights/owners.sql");
    held = Sql.of(schema, "rights/held.sql");
    mine = Sql.of(schema, "rights/mine.sql");
  }

  // --- the script ---

  /**
   * One statement that makes the roles, gives the schema to the migrator, and gives the others what
   * they need and no more. May be run again.
   *
   * @throws IllegalArgumentException when roles can't be called like that
   */
  public String script(String prefix, boolean login) {
    List<String> names = names(prefix);
    return String.format(
            Locale.ROOT,
            """
            -- Awa: a role for each duty in schema %s, with what the duty needs and no more. May be run again.
            -- One statement: all of it or nothing. For a role that may create roles, and owns the schema or may
            -- create it; no superuser is needed.
            -- Roles are the whole server's: queues in other databases whose roles are called the same share them,
            -- with their LOGIN and their passwords, and so does another schema here. To keep queues apart give
            -- each its own --prefix.
            -- The first run gives the schema away: it needs every table alone for a moment, so run it at a quiet
            -- time, and takes all rights from whoever owned the schema. A notice says what to grant to that role.
            DO $roles$
            DECLARE
              v_schema  text := %s;
              v_owner   text := '%s';
              v_roles   text[] := ARRAY['%s'];
              v_login   boolean := %b;
              v_grant   text := '%s';
            """,
            SchemaName.plain(schema),
            SchemaName.literal(schema),
            prefix + Duty.MIGRATOR,
            String.join("', '", names),
            login,
            worksOn(prefix))
        + "  "
        + begin.text()
        + "\n"
        + grants.ownSchema()
        + granting(prefix)
        + "  "
        + end.text()
        + "\n$roles$;\n";
  }

  /** Where there is no queue yet there is nothing to grant. */
  private String granting(String prefix) {
    String grant =
        others()
            .flatMap(duty ->
                grants.statements(Needs.of(duty), SchemaName.quoted(prefix + duty)).stream())
            .map(statement -> "    " + statement + ";\n")
            .collect(Collectors.joining());
    return String.format(
            Locale.ROOT,
            """
              EXECUTE format('SET LOCAL ROLE %%I', v_owner);
              IF to_regclass(format('%%I.schema_history', v_schema)) IS NULL THEN
                RAISE NOTICE 'the schema holds no queue yet: run awa migrate as %s, then this again';
              ELSE
            """,
            prefix + Duty.MIGRATOR)
        + "    "
        + rights.holdLogs()
        + ";\n  "
        + takeRights.text()
        + "\n"
        + grant
        + "  END IF;\n";
  }

  /** What a role needs that ran and steered jobs as the owner. */
  private static String worksOn(String prefix) {
    return prefix + Duty.WORKER + ", " + prefix + Duty.OPERATOR;
  }

  private static Stream<Duty> others() {
    return Stream.of(Duty.values()).filter(duty -> duty != Duty.MIGRATOR);
  }

  private static List<String> names(String prefix) {
    if (!PREFIX.matcher(prefix).matches()) {
      throw new IllegalArgumentException(
          "prefix: must be 1 to 50 of the characters a-z, 0-9 and _, and not begin with a digit,"
              + " got \""
              + prefix
              + '"');
    }
    return Stream.of(Duty.values()).map(duty -> prefix + duty).toList();
  }

  // --- run ---

  /**
   * Runs the script, in a transaction of its own.
   *
   * @return what is another way than before; nothing is committed when nothing is
   * @throws IllegalArgumentException when roles can't be called like that
   */
  public RoleChanges create(Connection tx, String prefix, boolean login) throws SQLException {
    String script = script(prefix, login);
    List<String> roles = new ArrayList<>(names(prefix));
    roles.addAll(owners.list(tx, row -> row.getString(1), schema, prefix + Duty.MIGRATOR));
    Set<RoleRight> before = held(tx, roles);
    try (Statement statement = tx.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(script);
    }
    Set<RoleRight> after = held(tx, roles);
    RoleChanges changes =
        new RoleChanges(without(after, before), without(before, after), isThere(tx));
    if (changes.gained().isEmpty() && changes.lost().isEmpty()) {
      tx.rollback();
    }
    return changes;
  }

  private Set<RoleRight> held(Connection tx, Collection<String> names) throws SQLException {
    String[] roles = names.toArray(String[]::new);
    return new LinkedHashSet<>(
        held.list(
            tx,
            row -> new RoleRight(row.getString("role"), row.getString("what")),
            roles,
            roles,
            schema,
            roles));
  }

  private static List<RoleRight> without(Set<RoleRight> all, Set<RoleRight> some) {
    List<RoleRight> rest = new ArrayList<>(all);
    rest.removeAll(some);
    return rest;
  }

  private boolean isThere(Connection tx) throws SQLException {
    return mine.one(tx, row -> row.getBoolean("there"), schema, schema, schema);
  }

  // --- whose connection ---

  /** What the current role may, by duty. */
  public RoleDuties mine(Connection tx) throws SQLException {
    Map<Duty, Integer> lacking = new EnumMap<>(Duty.class);
    for (Duty duty : Duty.values()) {
      lacking.put(duty, rights.count(tx, duty));
    }
    return mine.one(
        tx,
        row -> {
          lacking.put(Duty.MIGRATOR, row.getBoolean("owns") ? 0 : 1);
          return new RoleDuties(
              row.getString("role"), row.getString("owner"), row.getBoolean("there"), lacking);
        },
        schema,
        schema,
        schema);
  }
}
