package dev.awa.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * A schema {@code shadow} with a function and an operator of the same name, for the same types, as
 * each of the server's own that occurs in our SQL, and a type {@code text}. They do what those do,
 * and note that they were called. Who puts that schema before {@code pg_catalog} calls them
 * whenever a name has no schema.
 */
public final class Shadows {
  private static final Path MAIN = Path.of("src/main");
  private static final Pattern WORD = Pattern.compile("[a-z_][a-z0-9_]+");

  private final DataSource dba;

  private Shadows(DataSource dba) {
    this.dba = dba;
  }

  /** Makes them. */
  public static Shadows in(DataSource dba) throws SQLException, IOException {
    try (Connection connection = dba.getConnection()) {
      TestQueue.script(connection, FRAME + FUNCTIONS);
      Array words = connection.createArrayOf("text", words().toArray(String[]::new));
      TestQueue.sql(connection, "CALL shadow.make_functions(?)", words);
      TestQueue.script(connection, OPERATORS);
    }
    return new Shadows(dba);
  }

  /** Every word of our SQL, and of the SQL in our Java. */
  private static Set<String> words() throws IOException {
    Set<String> words = new TreeSet<>();
    try (Stream<Path> files = Files.walk(MAIN)) {
      for (Path file : files.filter(path -> path.toString().matches(".*\\.(sql|java)")).toList()) {
        WORD.matcher(Files.readString(file)).results().forEach(found -> words.add(found.group()));
      }
    }
    return words;
  }

  /** What was called so far, each with the statement that a client had sent. */
  public List<String> called() throws SQLException {
    try (Connection connection = dba.getConnection()) {
      return TestQueue.texts(
          connection, "SELECT DISTINCT name || ' in ' || query FROM shadow.called ORDER BY 1");
    }
  }

  /** How many there are. */
  public long count() throws SQLException {
    try (Connection connection = dba.getConnection()) {
      return TestQueue.number(
          connection, "SELECT count(*) FROM pg_proc WHERE pronamespace = 'shadow'::regnamespace");
    }
  }

  private static final String FRAME =
      """
      CREATE SCHEMA shadow;
      GRANT USAGE ON SCHEMA shadow TO PUBLIC;
      CREATE TABLE shadow.called (name text, query text);
      GRANT INSERT ON shadow.called TO PUBLIC;
      CREATE FUNCTION shadow.step(bigint) RETURNS bigint LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO shadow.called VALUES ('count', pg_catalog.current_query());
        RETURN $1 OPERATOR(pg_catalog.+) 1;
      END $$;
      CREATE FUNCTION shadow.note_type(text) RETURNS boolean LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO shadow.called VALUES ('the type text', pg_catalog.current_query());
        RETURN true;
      END $$;
      CREATE DOMAIN shadow.text AS text CHECK (shadow.note_type(VALUE));
      CREATE AGGREGATE shadow.count(*) (SFUNC = shadow.step, STYPE = bigint, INITCOND = '0');
      CREATE PROCEDURE shadow.make(p_what text) LANGUAGE plpgsql AS $$
      BEGIN
        EXECUTE p_what;
      EXCEPTION WHEN OTHERS THEN
        NULL; -- "any", internal and the like: nobody can make one
      END $$;
      """;

  /** Makes those whose name is a word, of those of the server. */
  private static final String FUNCTIONS =
      """
      CREATE PROCEDURE shadow.make_functions(p_words text[]) LANGUAGE plpgsql AS $$
      DECLARE
        v_one record;
      BEGIN
        FOR v_one IN
          SELECT p.proname, p.proretset, pg_get_function_result(p.oid) AS result, a.args, a.given
          FROM pg_proc p
          CROSS JOIN LATERAL (
            SELECT coalesce(string_agg(format_type(t.oid, NULL), ', ' ORDER BY t.i), '') AS args,
                   coalesce(string_agg('$' || t.i, ', ' ORDER BY t.i), '') AS given
            FROM unnest(p.proargtypes) WITH ORDINALITY AS t (oid, i)) AS a
          WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.prokind = 'f'
            AND p.proname::text = ANY (p_words) AND p.provariadic = 0
        LOOP
          CALL shadow.make(format(
            'CREATE FUNCTION shadow.%I(%s) RETURNS %s LANGUAGE plpgsql AS $b$ BEGIN '
            'INSERT INTO shadow.called VALUES (%L, pg_catalog.current_query()); %s END $b$',
            v_one.proname, v_one.args, v_one.result, v_one.proname,
            format(CASE WHEN v_one.result = 'void' THEN 'PERFORM pg_catalog.%I(%s);'
                        WHEN v_one.proretset THEN 'RETURN QUERY SELECT * FROM pg_catalog.%I(%s);'
                        ELSE 'RETURN pg_catalog.%I(%s);' END, v_one.proname, v_one.given)));
        END LOOP;
        FOR v_one IN SELECT unnest(ARRAY['text, text', 'text, integer', 'text, text, integer',
                                         'text, text, smallint', 'text, name, text']) AS args
        LOOP
          CALL shadow.make(format(
            'CREATE FUNCTION shadow.format(%s) RETURNS text LANGUAGE plpgsql AS $b$ BEGIN '
            'INSERT INTO shadow.called VALUES (''format'', pg_catalog.current_query()); '
            'RETURN pg_catalog.format($1, $2); END $b$', v_one.args));
        END LOOP;
      END $$;
      """;

  private static final String OPERATORS =
      """
      DO $$
      DECLARE
        v_one record;
      BEGIN
        FOR v_one IN
          SELECT o.oid, o.oprname, format_type(o.oprleft, NULL) AS l, format_type(o.oprright, NULL) AS r,
                 format_type(o.oprresult, NULL) AS result
          FROM pg_operator o
          WHERE o.oprnamespace = 'pg_catalog'::regnamespace AND o.oprleft <> 0
            AND o.oprname IN ('=', '<>', '<', '>', '<=', '>=', '+', '-', '*', '/', '%', '||', '->', '->>', '~~')
            AND o.oprleft IN (SELECT t.oid FROM pg_type t WHERE t.typname IN
              ('int2', 'int4', 'int8', 'text', 'name', 'timestamptz', 'interval', 'xid8', 'jsonb', 'json',
               'bytea', 'bool', 'numeric', 'float8', 'oid', 'record', 'anyarray', 'anycompatiblearray'))
        LOOP
          CALL shadow.make(format(
            'CREATE FUNCTION shadow.op_%s(%s, %s) RETURNS %s LANGUAGE plpgsql AS $b$ BEGIN '
            'INSERT INTO shadow.called VALUES (%L, pg_catalog.current_query()); '
            'RETURN $1 OPERATOR(pg_catalog.%s) $2; END $b$;'
            'CREATE OPERATOR shadow.%s (LEFTARG = %s, RIGHTARG = %s, FUNCTION = shadow.op_%s)',
            v_one.oid, v_one.l, v_one.r, v_one.result, v_one.oprname, v_one.oprname, v_one.oprname,
            v_one.l, v_one.r, v_one.oid));
        END LOOP;
      END $$;
      """;
}
