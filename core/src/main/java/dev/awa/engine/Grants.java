package dev.awa.engine;

import dev.awa.Duty;
import dev.awa.engine.Needs.Right;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The text of the statements that give a role what its duty needs. */
final class Grants {
  /** Asked for by {@code awa.rebase} alone, and everybody's unless it was revoked. */
  private static final String FOR_A_REBASE =
      "-- For awa storage rebase the role needs TEMPORARY ON DATABASE, which everybody has unless"
          + " it was revoked.\n";

  /** Ends the dollar quotes of a script. */
  private static final String QUOTE_END = "$roles$";

  private final String schema;
  private final Sql ownSchema;

  Grants(String schema) {
    this.schema = schema;
    ownSchema = Sql.of(schema, "rights/own_schema.sql");
  }

  /**
   * The statements that give a role what it needs for a duty, for the schema's owner to run.
   *
   * @throws IllegalArgumentException when the server can have no role of that name
   */
  String of(Duty duty, String role) {
    int bytes = role.getBytes(StandardCharsets.UTF_8).length;
    if (bytes == 0 || bytes > 63 || role.indexOf(0) >= 0 || role.contains(QUOTE_END)) {
      throw new IllegalArgumentException(
          "role: name must have 1 to 63 bytes, and no NUL and no $roles$, got \"" + role + '"');
    }
    if (duty == Duty.MIGRATOR) {
      return owning(role);
    }
    return String.join(";\n", statements(Needs.of(duty), SchemaName.quoted(role)))
        + ";\n"
        + (duty == Duty.WORKER ? FOR_A_REBASE : "");
  }

  /** One statement that gives the schema and all that is in it to a role. */
  private String owning(String role) {
    return String.format(
            Locale.ROOT,
            """
            -- The migrator owns the schema. To be run by its owner, who has CREATE on the database and
            -- may SET ROLE to the new one; or by a superuser. Needs every table alone for a moment, so
            -- run it at a quiet time; who owned the schema loses all rights in it.
            DO $roles$
            DECLARE
              v_schema  text := %s;
              v_owner   text := %s;
              v_path    text := pg_catalog.current_setting('search_path');
              v_wait    text := pg_catalog.current_setting('lock_timeout');
              v_old     text;
              v_object  oid;
              v_begun   timestamptz;
              v_change  text;
            BEGIN
              PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
            """,
            SchemaName.literal(schema),
            SchemaName.literal(role))
        + ownSchema()
        + """
          IF v_old <> v_owner AND NOT pg_has_role(v_old, v_owner, 'USAGE') THEN
            RAISE NOTICE 'role % owned schema % and may do nothing in it any more. If it still works there: awa grants worker %',
                         quote_ident(v_old), quote_ident(v_schema), quote_ident(v_old);
          END IF;
          PERFORM set_config('lock_timeout', v_wait, true);
          PERFORM set_config('search_path', v_path, true);
        END
        $roles$;
        """;
  }

  /** Part of a script: gives schema {@code v_schema} to {@code v_owner}. */
  String ownSchema() {
    return "  " + ownSchema.text() + "\n";
  }

  /** The GRANT statements, one for all objects of which the same is granted. */
  List<String> statements(Collection<Right> rights, String role) {
    Map<List<String>, Set<String>> privilegesOf = new LinkedHashMap<>();
    for (Right right : rights) {
      privilegesOf
          .computeIfAbsent(List.of(right.kind(), right.name()), object -> new TreeSet<>())
          .add(right.privilege());
    }
    Map<String, List<String>> objectsBy = new LinkedHashMap<>();
    privilegesOf.forEach((object, privileges) ->
        objectsBy
            .computeIfAbsent(
                String.join(", ", privileges) + " ON " + object.getFirst() + " ",
                what -> new ArrayList<>())
            .add(named(object.getLast())));
    return objectsBy.entrySet().stream()
        .map(one -> "GRANT " + one.getKey() + String.join(", ", one.getValue()) + " TO " + role)
        .toList();
  }

  private String named(String object) {
    String space = SchemaName.plain(schema);
    return object.isEmpty() ? space : space + "." + object;
  }
}
