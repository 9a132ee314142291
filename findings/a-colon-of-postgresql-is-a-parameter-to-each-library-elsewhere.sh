#!/usr/bin/env bash
# Packages and versions: Spring Framework 7.0.10 (NamedParameterJdbcTemplate), Hibernate ORM 7.2.19 (native query), Jdbi 3.55.0,
# Sql2o 1.9.1, with pgjdbc 42.7.14 on PostgreSQL 18.6.
#
# Behaviour: each of the four takes parameters by name, :v, and looks for the colon in the SQL itself. PostgreSQL has more uses of a
# colon than their parsers know, and each parser misses others: a cast right after a parameter (:v::text) fails in Hibernate alone,
# a slice of an array ([1:2]) in Spring and Jdbi, a text in dollar quotes in Jdbi alone, the operator ?? in Hibernate alone. A slice
# of names, a dollar quote with a tag and a comment within a comment fail in all four. Most of it fails with an exception; Sql2o
# changes a text with an escaped quote without one: 10:w arrives as 10?. Named arguments (a => :v, a := :v) work everywhere, and so
# do plain literals, quoted identifiers and comments.
#
# Output seen:
#   named arguments, f(a => :v): Spring right, Hibernate right, Jdbi right, Sql2o right
#   cast after the parameter, :v::text: Spring right, Hibernate error, Jdbi right, Sql2o right
#   slice of numbers, [1:2]: Spring error, Hibernate right, Jdbi error, Sql2o right
#   slice of names, [t.i:t.j]: Spring error, Hibernate error, Jdbi error, Sql2o error
#   literal with an escaped quote: Spring error, Hibernate error, Jdbi right, Sql2o WRONG: it's 10?
#   dollar quotes: Spring right, Hibernate right, Jdbi error, Sql2o right
#   dollar quotes with a tag: Spring error, Hibernate error, Jdbi error, Sql2o error
#   comment within a comment: Spring error, Hibernate error, Jdbi error, Sql2o error
#   operator ? written as ??: Spring right, Hibernate error, Jdbi right, Sql2o right
#
# Needs: bash, Maven, a JDK 17 or newer.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat > "$work/pom.xml" << 'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencyManagement>
    <dependencies>
      <dependency>
        <groupId>io.zonky.test.postgres</groupId>
        <artifactId>embedded-postgres-binaries-bom</artifactId>
        <version>18.6.0</version>
        <type>pom</type>
        <scope>import</scope>
      </dependency>
    </dependencies>
  </dependencyManagement>
  <dependencies>
    <dependency><groupId>org.postgresql</groupId><artifactId>postgresql</artifactId><version>42.7.14</version></dependency>
    <dependency><groupId>org.springframework</groupId><artifactId>spring-jdbc</artifactId><version>7.0.10</version></dependency>
    <dependency><groupId>org.hibernate.orm</groupId><artifactId>hibernate-core</artifactId><version>7.2.19.Final</version></dependency>
    <dependency><groupId>org.jdbi</groupId><artifactId>jdbi3-core</artifactId><version>3.55.0</version></dependency>
    <dependency><groupId>org.sql2o</groupId><artifactId>sql2o</artifactId><version>1.9.1</version></dependency>
    <dependency><groupId>io.zonky.test</groupId><artifactId>embedded-postgres</artifactId><version>2.2.2</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
POM
cat > "$work/Finding.java" << 'JAVA'
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.logging.LogManager;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.jdbi.v3.core.Jdbi;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.sql2o.Sql2o;

class Finding {
  record Case(String what, String sql, String right) {}

  static final Case[] CASES = {
    new Case("named arguments, f(a => :v)", "SELECT f(a => :v)", ""),
    new Case("cast after the parameter, :v::text", "SELECT f(:v::text)", ""),
    new Case("slice of numbers, [1:2]", "SELECT f(:v, (ARRAY[7, 8, 9])[1:2]::text)", "{7,8}"),
    new Case(
        "slice of names, [t.i:t.j]",
        "SELECT f(:v, t.a[t.i:t.j]::text) FROM (SELECT ARRAY[7, 8, 9] AS a, 1 AS i, 2 AS j) AS t",
        "{7,8}"),
    new Case("literal with an escaped quote", "SELECT f(:v, E'it\\'s 10:w')", "it's 10:w"),
    new Case("dollar quotes", "SELECT f(:v, $$it's 10:w$$)", "it's 10:w"),
    new Case("dollar quotes with a tag", "SELECT f(:v, $q$10:w$q$)", "10:w"),
    new Case("comment within a comment", "SELECT /* a /* b */ :w */ f(:v)", ""),
    new Case("operator ? written as ??", "SELECT f(:v, ('{\"a\": 1}'::jsonb ?? 'a')::text)", "true")
  };

  static String tried(Case one, UnaryOperator<String> library) {
    try {
      String answer = library.apply(one.sql());
      return answer.equals("x" + one.right()) ? "right" : "WRONG: " + answer.substring(1);
    } catch (RuntimeException e) {
      return "error";
    }
  }

  static String sql2o(DataSource source, String sql) {
    try (var connection = new Sql2o(source).open()) {
      return connection.createQuery(sql).addParameter("v", "x").executeScalar(String.class);
    }
  }

  public static void main(String[] args) throws Exception {
    LogManager.getLogManager().reset();
    try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
      DataSource source = server.getPostgresDatabase();
      try (Connection connection = source.getConnection(); Statement statement = connection.createStatement()) {
        statement.execute(
            "CREATE FUNCTION f(a text, b text DEFAULT '') RETURNS text LANGUAGE sql AS 'SELECT a || b'");
      }
      Map<String, UnaryOperator<String>> libraries = new LinkedHashMap<>();
      libraries.put("Spring",
          sql -> new NamedParameterJdbcTemplate(source).queryForObject(sql, Map.of("v", "x"), String.class));
      try (SessionFactory hibernate = new Configuration()
          .setProperty("hibernate.connection.url", server.getJdbcUrl("postgres", "postgres"))
          .buildSessionFactory()) {
        libraries.put("Hibernate", sql -> hibernate.fromSession(
            session -> session.createNativeQuery(sql, String.class).setParameter("v", "x").getSingleResult()));
        libraries.put("Jdbi", sql -> Jdbi.create(source).withHandle(
            handle -> handle.createQuery(sql).bind("v", "x").mapTo(String.class).one()));
        libraries.put("Sql2o", sql -> sql2o(source, sql));
        for (Case one : CASES) {
          System.out.println(one.what() + ": " + libraries.entrySet().stream()
              .map(library -> library.getKey() + " " + tried(one, library.getValue()))
              .collect(Collectors.joining(", ")));
        }
      }
    }
  }
}
JAVA
mvn -q -B -f "$work/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
  -DoutputDirectory="$work/lib" -DincludeScope=runtime
sed -n '/^# Output seen/,/^# Needs/s/^#   //p' "$0" > "$work/expected"
java -cp "$work/lib/*" "$work/Finding.java" > "$work/seen"
cat "$work/seen"
if ! diff "$work/expected" "$work/seen"; then
  echo "FAILED: the behaviour has changed" >&2
  exit 1
fi
