#!/usr/bin/env bash
# Package and version: PostgreSQL 18.6, reached with pgjdbc 42.7.14.
#
# Behaviour: GRANT takes no lock on its table. Beside an open transaction that has granted something on the same table, another
# GRANT waits for the end of that transaction and then fails with XX000, by its class an internal error: also where both grant the
# same to the same role, as two nodes do that prepare a schema at their start. ALTER TABLE ... SET (fillfactor), which takes a
# lock, fails beside a GRANT in the same way. Other changes of the table wait and are done: TRUNCATE, ADD COLUMN, CREATE INDEX,
# ANALYZE. A retry of serialization failures does not know XX000. Where both transactions lock the table first, in a mode that
# excludes itself, the second waits for its turn and is done.
#
# Output seen:
#   INSERT beside GRANT: done at once
#   TRUNCATE beside GRANT: waits, then done
#   ADD COLUMN beside GRANT: waits, then done
#   CREATE INDEX beside GRANT: waits, then done
#   ANALYZE beside GRANT: waits, then done
#   GRANT of the same beside GRANT: waits, then XX000 tuple concurrently updated
#   SET (fillfactor) beside GRANT: waits, then XX000 tuple concurrently updated
#   GRANT beside GRANT, both after LOCK TABLE: waits, then done
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
    <dependency><groupId>io.zonky.test</groupId><artifactId>embedded-postgres</artifactId><version>2.2.2</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
POM
cat > "$work/Finding.java" << 'JAVA'
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.postgresql.util.PSQLException;

class Finding {
  static String url;

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** What becomes of statements while another transaction has done something and is open. */
  static void beside(String done, String name, String... statements) throws Exception {
    try (Connection first = DriverManager.getConnection(url); Connection second = DriverManager.getConnection(url)) {
      first.setAutoCommit(false);
      second.setAutoCommit(false);
      execute(first, done);
      FutureTask<String> answer = new FutureTask<>(() -> {
        try {
          for (String statement : statements) {
            execute(second, statement);
          }
          second.commit();
          return "done";
        } catch (PSQLException e) {
          return e.getSQLState() + " " + e.getServerErrorMessage().getMessage();
        }
      });
      new Thread(answer).start();
      String seen;
      try {
        seen = answer.get(2, TimeUnit.SECONDS) + " at once";
        first.commit();
      } catch (TimeoutException e) {
        first.commit();
        seen = "waits, then " + answer.get();
      }
      System.out.println(name + ": " + seen);
    }
  }

  public static void main(String[] args) throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
      url = server.getJdbcUrl("postgres", "postgres");
      try (Connection connection = DriverManager.getConnection(url)) {
        execute(connection, "CREATE ROLE reader");
        execute(connection, "CREATE TABLE entry (id bigint NOT NULL)");
      }
      String grant = "GRANT SELECT ON entry TO reader";
      String lock = "LOCK TABLE entry IN SHARE UPDATE EXCLUSIVE MODE";
      beside(grant, "INSERT beside GRANT", "INSERT INTO entry VALUES (1)");
      beside(grant, "TRUNCATE beside GRANT", "TRUNCATE entry");
      beside(grant, "ADD COLUMN beside GRANT", "ALTER TABLE entry ADD COLUMN note text");
      beside(grant, "CREATE INDEX beside GRANT", "CREATE INDEX ON entry (id)");
      beside(grant, "ANALYZE beside GRANT", "ANALYZE entry");
      beside(grant, "GRANT of the same beside GRANT", grant);
      beside(grant, "SET (fillfactor) beside GRANT", "ALTER TABLE entry SET (fillfactor = 90)");
      beside(lock + "; " + grant, "GRANT beside GRANT, both after LOCK TABLE", lock, grant);
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
